"""The lesson of a course that is done by attending a session."""

from __future__ import annotations

from typing import Any

from training.courses.api import Kind, Moment, register_kind
from training.sessions import reading
from training.sessions.models import Booking

MOST_SHOWN = 10


def register() -> None:
    """From the app's `ready`."""
    register_kind("session", Kind(template="training_sessions/_lesson.html", context=_context))


def _context(moment: Moment) -> dict[str, Any]:
    """The person's booking, and the sessions for this lesson that are to come. Two statements."""
    own = (
        reading.bookings(user=moment.user)
        .filter(session__lesson=moment.lesson.id, session__course=moment.place.registration.course_id)
        .exclude(state__in=Booking.ENDED)
        .first()
    )
    listed = reading.listed(viewer=moment.viewer, course_id=moment.place.registration.course_id)
    return {
        "own_booking": own,
        "sessions": listed.filter(lesson=moment.lesson.id)[:MOST_SHOWN],
        "wanted": moment.lesson.value.get("share"),
        "note": moment.lesson.value.get("note", ""),
    }
