"""From a published page to a version that people take."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.core import events
from portal.network.models import User
from training.courses.completion import recount
from training.courses.models import Course, CourseVersion, Registration


@transaction.atomic
def publish_version(*, course: Course, actor: User | None) -> CourseVersion:
    """The version that says what the course says now: the newest, if nothing that is learnt has changed, else a new
    one. People on the way are moved to it where the course says so; they keep what they have done."""
    Course.objects.select_for_update().filter(pk=course.pk).values_list("pk").first()
    body = plain(course.body.get_prep_value())
    rules = course.rules.write()
    kept = json.dumps([body, course.in_order, rules], sort_keys=True, ensure_ascii=False)
    digest = sha256(kept.encode()).hexdigest()
    last = course.versions.order_by("-number").first()
    if last is not None and last.digest == digest:
        return last
    version = CourseVersion.objects.create(
        course=course,
        number=(last.number if last else 0) + 1,
        title=course.title,
        body=body,
        in_order=course.in_order,
        rules=rules,
        digest=digest,
        published_by=actor,
    )
    events.record(
        verb="course.version_published",
        subject=f"course:{course.pk}",
        actor=actor,
        data={"version": version.number},
    )
    if course.succession == Course.Succession.MOVE:
        open_ones = course.registrations.filter(state__in=Registration.OPEN).exclude(version=version)
        for registration in open_ones.select_for_update():
            move_to_version(registration=registration, version=version, actor=actor)
    return version


def move_to_version(*, registration: Registration, version: CourseVersion, actor: User | None) -> None:
    """Let the person go on in another version. Lessons that both have stay done. Call it in a transaction that holds
    the registration's row."""
    before = registration.version
    registration.version = version
    registration.save(update_fields=["version"])
    events.record(
        verb="registration.moved",
        subject=f"registration:{registration.pk}",
        actor=actor,
        data={"from": before.number, "to": version.number},
    )
    recount(registration, now=timezone.now())


@transaction.atomic
def move_people(*, course: Course, version: CourseVersion, chosen: Collection[int] | None, actor: User | None) -> int:
    """Move people who are on the way in `version` to the newest: the registrations chosen, or all. Says how many."""
    newest = course.versions.order_by("-number").first()
    if newest is None or newest == version:
        return 0
    rows = course.registrations.filter(version=version, state__in=Registration.OPEN)
    if chosen is not None:
        rows = rows.filter(pk__in=chosen)
    moved = 0
    for registration in rows.select_for_update(of=("self",)).select_related("version", "user").order_by("pk"):
        move_to_version(registration=registration, version=newest, actor=actor)
        moved += 1
    return moved


def plain(value: Any) -> Any:
    """The value as JSON keeps it: the editor's blocks hand out dates."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
