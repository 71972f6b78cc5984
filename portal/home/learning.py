"""What a person's training asks of them, for the first page: the nearest courses, what else waits, and their team."""

from __future__ import annotations

from dataclasses import dataclass

from portal.network.api import Viewer
from portal.network.models import User
from training.courses import api as courses

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Learning:
    """`next` are the open courses by the day they are due, what is overdue first. `requests` is None for who manages
    nobody."""

    next: list[courses.Registration]
    more: bool
    waiting: list[courses.Waiting]
    requests: int | None


def learning(*, viewer: Viewer, user: User) -> Learning:
    """Two statements; for managers three."""
    still = courses.registrations(user=user).filter(state__in=courses.Registration.OPEN)
    found = list(still[: SHOWN + 1])
    requests = courses.requests_of_team(viewer=viewer).count() if viewer.managed_dealers else None
    return Learning(found[:SHOWN], len(found) > SHOWN, courses.waiting_for(viewer=viewer), requests)
