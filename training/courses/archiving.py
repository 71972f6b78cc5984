"""Archiving a course instead of deleting it: nobody begins it any more, and nothing that was learnt is lost."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User
from training.courses.models import Course, Registration
from training.courses.signals import registration_withdrawn


class ArchiveRefused(Refused):
    """The course is not archived."""


@transaction.atomic
def archive(*, actor: User, course_id: int, end_open: bool, reason: str = "") -> int:
    """Take the course out of the catalogue. People on the way finish it or, with `end_open`, are withdrawn; says how
    many were. Raises ArchiveRefused. Publishing the course again brings it back."""
    course = Course.objects.select_for_update().get(pk=course_id)
    if course.archived_at is not None:
        raise ArchiveRefused(_("This course is archived already."))
    if end_open and not reason.strip():
        raise ArchiveRefused(_("Say why, so that the people whose course ends know."))
    if course.live:
        course.unpublish(user=actor)
    course.archived_at = timezone.now()
    Course.objects.filter(pk=course.pk).update(archived_at=course.archived_at)
    events.record(
        verb="course.archived",
        subject=f"course:{course.pk}",
        actor=actor,
        data={"end_open": end_open, "reason": reason},
    )
    return _end_open(course, actor, reason) if end_open else 0


def _end_open(course: Course, actor: User, reason: str) -> int:
    ended = list(course.registrations.select_for_update().filter(state__in=Registration.OPEN).order_by("pk"))
    for registration in ended:
        registration.state, registration.reason = Registration.State.WITHDRAWN, reason[:300]
    Registration.objects.bulk_update(ended, ["state", "reason"], batch_size=500)
    events.record_many(
        verb="registration.withdrawn",
        subjects=[f"registration:{one.pk}" for one in ended],
        actor=actor,
        data={"reason": reason},
    )
    for registration in ended:
        registration_withdrawn.send(sender=Registration, registration=registration)
    return len(ended)


def bring_back(*, course: Course, actor: User | None) -> None:
    """A course that is published is archived no longer. One that was not archived is left as it is."""
    if Course.objects.filter(pk=course.pk, archived_at__isnull=False).update(archived_at=None):
        course.archived_at = None
        events.record(verb="course.brought_back", subject=f"course:{course.pk}", actor=actor)
