"""The assessor's side: what waits for them, and writing down what they saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.core import events
from portal.network.api import Viewer
from portal.network.models import User
from training.bank.api import departments_of
from training.courses.catalogue import NotVisible, team
from training.courses.completion import complete_lesson
from training.courses.models import Observation, Registration, SignOff
from training.courses.outline import Lesson
from training.courses.practical.handing_in import PracticalRefused
from training.courses.practical.judging import RIGHT, asks, checklist, verdict
from training.courses.practical.telling import tell_decided

LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one item of the checklist."""

    result: str
    comment: str = ""


def sign_offs(*, viewer: Viewer, user: User) -> QuerySet[SignOff]:
    """The requests that the person may decide, the oldest first: those of courses of the departments they write for
    and, where a manager may, those of the people of their dealers today. Never their own."""
    own_courses = Q(registration__course__department__in=departments_of(user))
    own_people = Q(manager_may=True, registration__user__in=team(viewer=viewer).order_by().values("pk"))
    return (
        SignOff.objects.filter(own_courses | own_people)
        .exclude(registration__user=user)
        .select_related("registration__user", "registration__course", "registration__version")
        .defer("registration__course__body")
        .order_by("asked_at", "pk")
    )


def sign_off(*, viewer: Viewer, user: User, sign_off_id: int) -> SignOff:
    """One of them. Raises NotVisible."""
    found = sign_offs(viewer=viewer, user=user).filter(pk=sign_off_id).first()
    if found is None:
        raise NotVisible
    return found


def lesson_of(found: SignOff) -> Lesson | None:
    """The lesson in the version that the person takes; None when it has been taken out."""
    return found.registration.version.outline.lesson(found.lesson)


def observe(*, viewer: Viewer, actor: User, sign_off_id: int, seen: Sequence[Seen], comment: str = "") -> Observation:
    """Write down what was seen: passes the lesson, or leaves it to be tried again. Raises NotVisible,
    PracticalRefused."""
    with transaction.atomic():
        if not sign_offs(viewer=viewer, user=actor).filter(pk=sign_off_id).exists():
            raise NotVisible
        found = SignOff.objects.select_for_update().get(pk=sign_off_id)
        if found.state != SignOff.State.OPEN:
            raise PracticalRefused(_("This request has been decided or taken back."))
        lesson = lesson_of(found)
        taking = (Registration.State.ENROLLED, Registration.State.IN_PROGRESS)
        if lesson is None or found.registration.state not in taking:
            raise PracticalRefused(_("The person does not take this lesson any more."))
        items = checklist(lesson)
        try:
            judged = verdict(items=items, results=[one.result for one in seen], percent=asks(lesson)["share"])
        except ValueError as error:
            raise PracticalRefused(_("Say of each item whether it was right.")) from error
        if not judged.passed and not comment.strip() and not any(one.comment.strip() for one in seen):
            raise PracticalRefused(_("Say what to do better, so that the person can try again."))
        observation = Observation.objects.create(
            sign_off=found,
            version=found.registration.version,
            assessor=actor,
            results=[
                {"text": item.text, "critical": item.critical, "result": one.result, "comment": one.comment[:500]}
                for item, one in zip(items, seen, strict=True)
            ],
            passed=judged.passed,
            share=judged.share,
            comment=comment[:LONGEST_COMMENT],
        )
        found.state = SignOff.State.DECIDED
        found.save(update_fields=["state"])
        events.record(
            verb="sign_off.passed" if judged.passed else "sign_off.failed",
            subject=f"sign_off:{found.pk}",
            actor=actor,
            data={"right": sum(one.result == RIGHT for one in seen), "of": len(items)},
        )
        tell_decided(observation, lesson=lesson)
        if judged.passed:
            complete_lesson(registration=found.registration, lesson_id=found.lesson, share=judged.share)
    return observation
