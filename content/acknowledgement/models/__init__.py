"""Rows of acknowledgement: what is asked of whom, what was confirmed, and the sums that dashboards read."""

from content.acknowledgement.models.duty import Duty, DutyDealer, Round
from content.acknowledgement.models.record import Acknowledgement
from content.acknowledgement.models.sums import AtDealer, DealerWeek, OfDealer, OfEdition, Touched

__all__ = [
    "Acknowledgement",
    "AtDealer",
    "DealerWeek",
    "Duty",
    "DutyDealer",
    "OfDealer",
    "OfEdition",
    "Round",
    "Touched",
]
