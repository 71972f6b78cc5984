"""Places, sessions, bookings, attendance and the invitations that went out."""

from training.sessions.models.booking import Attendance, Booking
from training.sessions.models.calendar import CalendarFeed, Invitation
from training.sessions.models.place import Room, Venue
from training.sessions.models.session import SeatQuota, Session, SessionDate, SessionMaterial, SessionTrainer

__all__ = [
    "Attendance",
    "Booking",
    "CalendarFeed",
    "Invitation",
    "Room",
    "SeatQuota",
    "Session",
    "SessionDate",
    "SessionMaterial",
    "SessionTrainer",
    "Venue",
]
