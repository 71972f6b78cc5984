"""The door of acknowledgement: what must be read and confirmed, by whom, and who has."""

from content.acknowledgement.confirming import ConfirmationRefused, confirm
from content.acknowledgement.models import Acknowledgement
from content.acknowledgement.reading.own import Waiting, open_duties, waiting
from content.acknowledgement.reading.records import Confirmations, confirmations
from content.acknowledgement.signals import edition_confirmed

__all__ = [
    "Acknowledgement",
    "ConfirmationRefused",
    "Confirmations",
    "Waiting",
    "confirm",
    "confirmations",
    "edition_confirmed",
    "open_duties",
    "waiting",
]
