"""The door of sessions.

Seats: `book`, `cancel`, `decide` (a request), `move_up`.
Planning: `save_session`, `duplicate`, `open_booking`, `close_booking`, `cancel_session`.
Attendance: `mark_list`, `check_in`, `conclude`.
Reading: `listed` and `session` (what a viewer may see), `bookings`, `bookings_to_come`, `team_bookings`,
`requests_of_team`.
Signals: `attended`, `session_changed`.
"""

from training.sessions.attendance import check_in, conclude, mark_list
from training.sessions.booking import book, cancel, decide, move_up
from training.sessions.errors import (
    AttendanceRefused,
    BookingRefused,
    DoubleBooked,
    NoSuchBooking,
    NoSuchSession,
    PlanningRefused,
)
from training.sessions.lifecycle import cancel_session, close_booking, open_booking
from training.sessions.planning import duplicate, save_session
from training.sessions.reading import (
    bookings,
    bookings_to_come,
    listed,
    requests_of_team,
    session,
    team_bookings,
)
from training.sessions.signals import attended, session_changed

__all__ = [
    "AttendanceRefused",
    "BookingRefused",
    "DoubleBooked",
    "NoSuchBooking",
    "NoSuchSession",
    "PlanningRefused",
    "attended",
    "book",
    "bookings",
    "bookings_to_come",
    "cancel",
    "cancel_session",
    "check_in",
    "close_booking",
    "conclude",
    "decide",
    "duplicate",
    "listed",
    "mark_list",
    "move_up",
    "open_booking",
    "requests_of_team",
    "save_session",
    "session",
    "session_changed",
    "team_bookings",
]
