"""What enrolment tells people: the kinds of its notices, and their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.network.models import Membership
from portal.notices.api import TEAM, Told, register_kind
from training.courses.api import Registration

ASSIGNED, DUE, LATE = "enrolment.assigned", "enrolment.due", "enrolment.late"
REQUEST, DECIDED, ENDED = "enrolment.request", "enrolment.decided", "enrolment.ended"


def register_kinds() -> None:
    """From `ready`."""
    register_kind(ASSIGNED, _assigned, topic="training")
    register_kind(DUE, _due, topic="training")
    register_kind(LATE, _late, topic=TEAM)
    register_kind(REQUEST, _request, topic=TEAM)
    register_kind(DECIDED, _decided, topic="training")
    register_kind(ENDED, _ended, topic="training")


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "DATE_FORMAT")


def _assigned(data: Mapping[str, Any]) -> str:
    said = _("You are enrolled in “%(course)s”.") % {"course": data["course"]}
    if data.get("due"):
        said = _("You are enrolled in “%(course)s”, due on %(day)s.") % {
            "course": data["course"],
            "day": _day(data["due"]),
        }
    return f"{said} {data['reason']}" if data.get("reason") else said


def _due(data: Mapping[str, Any]) -> str:
    return _("“%(course)s” is due on %(day)s.") % {"course": data["course"], "day": _day(data["due"])}


def _late(data: Mapping[str, Any]) -> str:
    number = data["people"]
    sentence = ngettext(
        "%(number)d of your people is late with “%(course)s”.",
        "%(number)d of your people are late with “%(course)s”.",
        number,
    )
    return sentence % {"number": number, "course": data["course"]}


def _request(data: Mapping[str, Any]) -> str:
    told = {"person": data["person"], "course": data["course"]}
    if data.get("since"):
        told["day"] = _day(data["since"])
        return _("%(person)s has been waiting since %(day)s for your answer about “%(course)s”.") % told
    return _("%(person)s asks to take “%(course)s”.") % told


def _decided(data: Mapping[str, Any]) -> str:
    if data["approved"]:
        return _("Your request to take “%(course)s” is approved.") % {"course": data["course"]}
    return _("Your request to take “%(course)s” is declined: %(reason)s") % {
        "course": data["course"],
        "reason": data["reason"],
    }


def _ended(data: Mapping[str, Any]) -> str:
    return _("You no longer have to take “%(course)s”: %(reason)s") % {
        "course": data["course"],
        "reason": data["reason"],
    }


_ANY = UUID(int=0)


@cache
def _resume_pattern() -> str:
    return reverse("courses:resume", kwargs={"key": _ANY})


def _resume_url(registration: Registration) -> str:
    """Where one goes on. Worked out once and filled in: a run of a rule tells tens of thousands."""
    return _resume_pattern().replace(str(_ANY), str(registration.key))


def assigned(registration: Registration) -> Told:
    """That somebody was enrolled by others."""
    return Told(
        user_id=registration.user_id,
        kind=ASSIGNED,
        key=f"assigned:{registration.pk}",
        data={
            "course": registration.course.title,
            "due": registration.due_on.isoformat() if registration.due_on else "",
            "reason": registration.reason,
        },
        url=_resume_url(registration),
    )


def due_key(registration_id: int) -> str:
    """How the keys of all reminders of a registration begin."""
    return f"due:{registration_id}:"


def due(registration: Registration, threshold: int) -> Told:
    """A reminder, `threshold` days before the day; one for each threshold and day."""
    assert registration.due_on is not None  # noqa: S101
    day = registration.due_on.isoformat()
    return Told(
        user_id=registration.user_id,
        kind=DUE,
        key=f"{due_key(registration.pk)}{day}:{threshold}",
        data={"course": registration.course.title, "due": day},
        url=_resume_url(registration),
    )


WHILE_WAITING = (3, 7, 14)
"""Days after which managers are reminded of a request."""


def _request_key(registration_id: int, waited: int) -> str:
    return f"request:{registration_id}:{waited}"


def request_keys(registration_id: int, *, before: int | None = None) -> list[str]:
    """The keys of all that is told of a request; only what is told before it has waited so many days, if given."""
    every = (0, *WHILE_WAITING)
    return [_request_key(registration_id, waited) for waited in every if before is None or waited < before]


def requested(registration: Registration, managers: Iterable[int], *, waited: int = 0) -> list[Told]:
    """That somebody waits for an answer; again when they have waited `waited` days."""
    since = timezone.localdate(registration.created_at).isoformat() if waited else ""
    person = registration.user.get_full_name() or registration.user.username
    return [
        Told(
            user_id=manager,
            kind=REQUEST,
            key=_request_key(registration.pk, waited),
            data={"person": person, "course": registration.course.title, "since": since},
            url=reverse("enrolment:requests"),
        )
        for manager in sorted(managers)
    ]


def decided(registration: Registration) -> Told:
    """The answer to a request."""
    return Told(
        user_id=registration.user_id,
        kind=DECIDED,
        key=f"decided:{registration.pk}",
        data={
            "course": registration.course.title,
            "approved": registration.state == Registration.State.ENROLLED,
            "reason": registration.reason,
        },
        url=reverse("courses:course", kwargs={"course_id": registration.course_id}),
    )


def ended(registration: Registration) -> Told:
    """That a manager ended a registration, and why."""
    return Told(
        user_id=registration.user_id,
        kind=ENDED,
        key=f"ended:{registration.pk}",
        data={"course": registration.course.title, "reason": registration.reason},
        url=reverse("courses:mine"),
    )


def managers_of(*, user_ids: Iterable[int], day: date) -> dict[int, set[int]]:
    """Who answers for each person on the day: those who manage a dealer for which the person works then, other than
    the person. Two statements."""
    managing = Membership.objects.on(day).filter(is_manager=True, user__is_active=True).order_by()
    theirs = Membership.objects.on(day).filter(user__in=list(user_ids)).order_by()
    by_dealer: dict[int, set[int]] = {}
    for dealer, manager in managing.filter(dealer__in=theirs.values("dealer")).values_list("dealer", "user"):
        by_dealer.setdefault(dealer, set()).add(manager)
    found: dict[int, set[int]] = {}
    for person, dealer in theirs.values_list("user", "dealer"):
        found.setdefault(person, set()).update(by_dealer.get(dealer, set()) - {person})
    return found
