"""What people are told of sessions: the kinds of notice, and the notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.notices.api import TEAM, Told, notify_many, register_kind
from training.sessions.models import Booking, Session

BOOKED = "session_booked"
WAITLISTED = "session_waitlisted"
PROMOTED = "session_promoted"
REQUESTED = "session_requested"
DECLINED = "session_declined"
MOVED = "session_moved"
CANCELLED = "session_cancelled"
UNBOOKED = "session_unbooked"
REMINDER = "session_reminder"
TOO_FEW = "session_too_few"
LIST_MISSING = "session_list_missing"


def register_kinds() -> None:
    """From the app's `ready`."""
    for kind, sentence in {
        BOOKED: lambda data: _("You are booked for “%(title)s”, %(when)s.") % _facts(data),
        WAITLISTED: lambda data: _("You are on the waiting list of “%(title)s”, %(when)s.") % _facts(data),
        PROMOTED: lambda data: _("A seat has become free: you are booked for “%(title)s”, %(when)s.") % _facts(data),
        REQUESTED: lambda data: _("%(person)s asks for a seat in “%(title)s”, %(when)s.") % _facts(data),
        DECLINED: lambda data: _("You have no seat in “%(title)s”, %(when)s: %(reason)s") % _facts(data),
        MOVED: lambda data: _("“%(title)s” has changed: it begins %(when)s.") % _facts(data),
        CANCELLED: lambda data: _("“%(title)s”, %(when)s, is cancelled: %(reason)s") % _facts(data),
        UNBOOKED: lambda data: _("Your place in “%(title)s”, %(when)s, has been cancelled.") % _facts(data),
        REMINDER: _reminder,
        TOO_FEW: lambda data: (
            _("Only %(booked)s of %(minimum)s people are booked for “%(title)s”, %(when)s.") % _facts(data)
        ),
        LIST_MISSING: lambda data: _("Say who was there: “%(title)s”, %(when)s.") % _facts(data),
    }.items():
        register_kind(kind, sentence, topic=TEAM if kind == REQUESTED else "training")


def _reminder(data: Mapping[str, Any]) -> str:
    days = int(data.get("days", 1))
    sentence = ngettext("In %(days)s day: “%(title)s”, %(when)s.", "In %(days)s days: “%(title)s”, %(when)s.", days)
    return sentence % {**_facts(data), "days": days}


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    """What sentences are made of. The instant is said in the session's zone, as the invitation has it."""
    local = datetime.fromisoformat(data["at"]).astimezone(ZoneInfo(data["zone"]))
    when = formats.date_format(local, "SHORT_DATETIME_FORMAT", use_l10n=True)
    known = {"title": "", "reason": "", "person": "", "booked": 0, "minimum": 0}
    return {**known, **data, "when": f"{when} ({data['zone']})"}


def facts_of(session: Session) -> dict[str, Any]:
    """What a notice keeps of the session as it is now: it has to say later what was so."""
    assert session.starts_at is not None  # noqa: S101  (nobody is told of a session without dates)
    return {
        "session": session.pk,
        "title": session.title,
        "at": session.starts_at.isoformat(),
        "zone": session.time_zone,
    }


def tell(
    kind: str, *, session: Session, bookings: Iterable[Booking], key: str, urgent: bool = False, **more: Any
) -> None:
    """Tell the people of these bookings. `key` says what happened; the booking makes it one's own."""
    facts, url = {**facts_of(session), **more}, reverse("sessions:session", args=[session.pk])
    notify_many(
        Told(user_id=one.user_id, kind=kind, key=f"booking:{one.pk}:{key}", data=facts, url=url, urgent=urgent)
        for one in bookings
    )


def tell_people(
    kind: str,
    *,
    session: Session,
    user_ids: Iterable[int],
    key: str,
    url: str,
    urgent: bool = False,
    **more: Any,
) -> None:
    """Tell managers or trainers about the session."""
    facts = {**facts_of(session), **more}
    notify_many(
        Told(user_id=one, kind=kind, key=f"session:{session.pk}:{key}", data=facts, url=url, urgent=urgent)
        for one in user_ids
    )
