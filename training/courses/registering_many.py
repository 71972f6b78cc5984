"""Registering many people for a course at once: by a rule, from a file. What `registering.register` does for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.core import events
from portal.network.models import User
from training.courses.models import Course, CourseVersion, Registration
from training.courses.registering import version_to_begin
from training.courses.signals import registration_decided, registration_made, registrations_made


@transaction.atomic
def register_many(
    *,
    actor: User | None,
    course: Course,
    due: Mapping[int, date | None],
    source: str,
    reason: str = "",
    today: date | None = None,
) -> tuple[list[Registration], list[Registration]]:
    """Register the people whose ids are the keys of `due`, for the newest version. Gives those that are new, and those
    that were open before: these are approved and keep the earlier due day, and nobody is doubled. A number of
    statements that does not depend on how many they are, but for the size of a batch; a thousand at a time is right.
    Raises RegistrationRefused when nothing was published yet."""
    version = version_to_begin(course)
    within = timedelta(days=course.days) if course.days else None
    usual = (today or timezone.localdate()) + within if within else None
    dues = {user_id: day or usual for user_id, day in due.items()}
    current = _open(course, dues)
    fresh = {user_id: day for user_id, day in dues.items() if user_id not in current}
    made = _make(actor, course, version, fresh, source, reason)
    missed = fresh.keys() - {one.user_id for one in made}
    if missed:
        # Registered from elsewhere between our look and our insert.
        current |= _open(course, missed)
    _tighten(actor, current.values(), dues)
    return made, list(current.values())


def _open(course: Course, user_ids: Iterable[int]) -> dict[int, Registration]:
    rows = Registration.objects.select_for_update().filter(course=course, user__in=list(user_ids))
    found = {one.user_id: one for one in rows.filter(state__in=Registration.OPEN).order_by("pk")}
    for one in found.values():
        one.course = course
    return found


def _make(
    actor: User | None,
    course: Course,
    version: CourseVersion,
    dues: Mapping[int, date | None],
    source: str,
    reason: str,
) -> list[Registration]:
    if not dues:
        return []
    taken = Registration.objects.filter(course=course, user__in=list(dues)).order_by()
    cycles = dict(taken.values_list("user").annotate(last=Max("cycle")))
    rows = [
        Registration(
            user_id=user_id,
            course=course,
            version=version,
            cycle=cycles.get(user_id, 0) + 1,
            source=source,
            due_on=day,
            reason=reason,
            created_by=actor,
            lessons_required=version.lessons_needed,
        )
        for user_id, day in dues.items()
    ]
    Registration.objects.bulk_create(rows, ignore_conflicts=True)
    written = Registration.objects.filter(key__in=[row.key for row in rows]).order_by("pk")
    made = list(written.values_list("pk", "key"))
    known = {row.key: row for row in rows}
    registrations = []
    for pk, key in made:
        registration = known[key]
        registration.pk, registration._state.adding = pk, False
        registrations.append(registration)
    events.record_many(
        verb="registration.made",
        subjects=[f"registration:{one.pk}" for one in registrations],
        actor=actor,
        data={"source": str(source), "state": str(Registration.State.ENROLLED)},
    )
    for registration in registrations:
        registration_made.send(sender=Registration, registration=registration)
    if registrations:
        registrations_made.send(sender=Registration, registrations=registrations)
    return registrations


def _tighten(actor: User | None, current: Iterable[Registration], dues: Mapping[int, date | None]) -> None:
    changed, answered = [], []
    for one in current:
        day = dues[one.user_id]
        approved, earlier = one.state == Registration.State.REQUESTED, day and (one.due_on is None or day < one.due_on)
        if approved:
            one.state = Registration.State.ENROLLED
            answered.append(one)
        if earlier:
            one.due_on = day
        if approved or earlier:
            changed.append(one)
    if not changed:
        return
    Registration.objects.bulk_update(changed, ["state", "due_on"], batch_size=200)
    events.record_many(
        verb="registration.changed",
        subjects=[f"registration:{one.pk}" for one in changed],
        actor=actor,
        data={"fields": ["state", "due_on"]},
    )
    for one in answered:
        registration_decided.send(sender=Registration, registration=one)
