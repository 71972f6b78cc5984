"""What a manager does for many of their people at once: assign, answer requests, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import Refused
from portal.network.api import Viewer, with_team
from portal.network.models import User
from training.courses.api import (
    Course,
    NoSuchRegistration,
    Registration,
    RegistrationRefused,
    decide,
    register_many,
    team,
    withdraw,
)


@transaction.atomic
def assign_many(
    *,
    viewer: Viewer,
    actor: User,
    user_ids: Collection[int],
    course_id: int,
    due_on: date | None = None,
    today: date | None = None,
) -> tuple[int, int]:
    """Assign a course to people of the manager's dealers; all of them or none. Says how many are newly enrolled, and
    how many were already. Raises NoSuchRegistration when one is not theirs, RegistrationRefused."""
    today = today or timezone.localdate()
    found = list(team(viewer=viewer).filter(pk__in=user_ids).values_list("pk", flat=True))
    if len(found) != len(set(user_ids)):
        raise NoSuchRegistration(_("There is no such person."))
    course = Course.objects.visible_to(with_team(viewer=viewer)).filter(pk=course_id).defer("body").first()
    if course is None:
        raise RegistrationRefused(_("There is no such course."))
    if due_on is not None and due_on < today:
        raise RegistrationRefused(_("The day by which it is due has passed."))
    made, current = register_many(
        actor=actor,
        course=course,
        due=dict.fromkeys(found, due_on),
        source=Registration.Source.MANAGER,
        today=today,
    )
    return len(made), len(current)


def decide_many(
    *, viewer: Viewer, actor: User, registration_ids: Collection[int], approve: bool, reason: str = ""
) -> tuple[int, list[str]]:
    """Answer several requests; says how many, and why others were not. Raises NoSuchRegistration when one is not the
    manager's; nothing is changed then."""
    return _each(
        registration_ids,
        lambda one: decide(viewer=viewer, actor=actor, registration_id=one, approve=approve, reason=reason),
    )


def withdraw_many(
    *, viewer: Viewer, actor: User, registration_ids: Collection[int], reason: str
) -> tuple[int, list[str]]:
    """End several registrations of the manager's people, and say why. As `decide_many`."""
    if not reason.strip():
        raise RegistrationRefused(_("Say why, so that the person knows what to do."))
    allowed = open_of_team(viewer=viewer).filter(pk__in=registration_ids).count()
    if allowed != len(set(registration_ids)):
        raise NoSuchRegistration(_("There is no such registration."))
    return _each(registration_ids, lambda one: withdraw(viewer=viewer, actor=actor, registration_id=one, reason=reason))


@transaction.atomic
def _each(registration_ids: Collection[int], change: Callable[[int], Registration]) -> tuple[int, list[str]]:
    done, refusals = 0, []
    for registration_id in sorted(set(registration_ids)):
        try:
            change(registration_id)
        except NoSuchRegistration:
            raise
        except Refused as refused:
            refusals.append(refused.reason)
        else:
            done += 1
    return done, refusals


def open_of_team(*, viewer: Viewer) -> QuerySet[Registration]:
    """What the people of the manager's dealers are to do, by the day it is due. Nobody else's."""
    people = team(viewer=viewer).order_by().values("pk")
    return (
        Registration.objects.filter(user__in=people, state__in=Registration.OPEN)
        .select_related("user", "course")
        .defer("course__body", "course__objectives")
    )
