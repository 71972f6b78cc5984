"""Reminders before a course is due, reports to the managers when it is late, and requests that wait too long.

Each goes out once, however often the job runs, and a day on which it did not run is made up for.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, Min, OuterRef
from django.urls import reverse
from django.utils import timezone

from portal.notices.api import Told, notify_many, settle_for_all
from training.courses.api import Registration
from training.enrolment import telling
from training.enrolment.models import Escalation

BEFORE_DUE = (14, 7, 1, 0)
"""Days before the day by which a course is due."""
PIECE = 1000
_TAKING = (Registration.State.ENROLLED, Registration.State.IN_PROGRESS)


def remind(*, day: date | None = None) -> None:
    """All reminders that are owed on the day."""
    day = day or timezone.localdate()
    _before_due(day)
    _while_waiting(day)
    while _escalate(day):
        pass


def _before_due(day: date) -> None:
    """Who was enrolled after a threshold had passed was told the day by that, and is not reminded of it at once."""
    soon = (
        Registration.objects.filter(state__in=_TAKING, due_on__range=(day, day + timedelta(days=max(BEFORE_DUE))))
        .filter(user__is_active=True)
        .select_related("course")
        .only("pk", "key", "user", "due_on", "created_at", "course__title")
        .order_by("pk")
    )
    notify_many(
        telling.due(one, threshold)
        for one in soon.iterator(chunk_size=PIECE)
        if (threshold := threshold_of(due_on=one.due_on, made_on=timezone.localdate(one.created_at), day=day))
        is not None
    )


def threshold_of(*, due_on: date | None, made_on: date, day: date) -> int | None:
    """Which reminder is owed on the day: the last whose day has come, if the registration is older than that."""
    if due_on is None or day > due_on:
        return None
    come = [days for days in BEFORE_DUE if days >= (due_on - day).days]
    if not come or made_on >= due_on - timedelta(days=min(come)):
        return None
    return min(come)


def _while_waiting(day: date) -> None:
    waiting = (
        Registration.objects.filter(state=Registration.State.REQUESTED, user__is_active=True)
        .select_related("course", "user")
        .defer("course__body")
        .order_by("pk")
    )
    late = [(one, waited) for one in waiting.iterator(chunk_size=PIECE) if (waited := _waited(one, day))]
    for begin in range(0, len(late), PIECE):
        piece = late[begin : begin + PIECE]
        managers = telling.managers_of(user_ids={one.user_id for one, _days in piece}, day=day)
        settle_for_all(keys=(key for one, days in piece for key in telling.request_keys(one.pk, before=days)))
        notify_many(
            told
            for one, waited in piece
            for told in telling.requested(one, managers.get(one.user_id, ()), waited=waited)
        )


def _waited(request: Registration, day: date) -> int:
    """The last of the reminders' days that has come; 0 when none has."""
    days = (day - timezone.localdate(request.created_at)).days
    return max((wait for wait in telling.WHILE_WAITING if wait <= days), default=0)


def _escalate(day: date) -> int:
    """Report up to a thousand late registrations that nobody was told of; says how many. A manager gets one notice
    for each course, with the number of people. Another worker at the same rows has the first, by a constraint."""
    told = Escalation.objects.filter(registration=OuterRef("pk"), due_on=OuterRef("due_on"))
    late = (
        Registration.objects.filter(state__in=_TAKING, due_on__lt=day, user__is_active=True)
        .exclude(Exists(told))
        .annotate(
            by_rule=Min("rule_enrolments__rule__escalate_days"),
            by_course=F("course__reminders__escalate_days"),
        )
        .select_related("course")
        .only("pk", "user", "due_on", "course__title")
        .order_by("course", "pk")
    )
    usual = settings.TRAINING_ESCALATE_DAYS
    ripe: list[Registration] = []
    for one in late.iterator(chunk_size=PIECE):
        after = one.by_rule or one.by_course or usual
        if one.due_on is not None and one.due_on + timedelta(days=after) <= day:
            ripe.append(one)
        if len(ripe) == PIECE:
            break
    managers = telling.managers_of(user_ids={one.user_id for one in ripe}, day=day) if ripe else {}
    answered = [one for one in ripe if managers.get(one.user_id)]
    if not answered:
        return 0
    try:
        with transaction.atomic():
            Escalation.objects.bulk_create(
                Escalation(registration=one, due_on=one.due_on) for one in answered if one.due_on is not None
            )
            notify_many(_late(answered, managers))
    except IntegrityError:
        return 0
    return len(answered)


def _late(registrations: list[Registration], managers: dict[int, set[int]]) -> list[Told]:
    titles = {one.course_id: one.course.title for one in registrations}
    newest = {one.course_id: one.pk for one in registrations}
    people = Counter((manager, one.course_id) for one in registrations for manager in managers[one.user_id])
    return [
        Told(
            user_id=manager,
            kind=telling.LATE,
            key=f"late:{course_id}:{newest[course_id]}",
            data={"course": titles[course_id], "people": number},
            url=reverse("enrolment:open") + f"?late=1&course={course_id}",
        )
        for (manager, course_id), number in sorted(people.items())
    ]
