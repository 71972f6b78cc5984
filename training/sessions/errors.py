"""Why something is refused here."""

from __future__ import annotations

from portal.core.errors import Refused


class NoSuchSession(Refused):
    """There is none that this person may see or change."""


class NoSuchBooking(Refused):
    """There is none that this person may see or change."""


class BookingRefused(Refused):
    """No seat is booked, cancelled or decided; the reason says why."""


class PlanningRefused(Refused):
    """The session cannot be planned so."""


class DoubleBooked(PlanningRefused):
    """A trainer or a room would be in two places, or a room hold two sessions, at a time."""


class AttendanceRefused(Refused):
    """Nobody is marked; the reason says why."""
