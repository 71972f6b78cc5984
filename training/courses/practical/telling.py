"""Who is told what about a practical task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.network.models import Membership, User
from portal.notices.api import TEAM, Told, notify, notify_many, register_kind
from training.courses.models import Observation, SignOff
from training.courses.outline import Lesson

ASKED, DECIDED = "practical.asked", "practical.decided"


def register_kinds() -> None:
    """Say what the notices of practical tasks say. From `ready`."""
    register_kind(ASKED, _asked, topic=TEAM)
    register_kind(DECIDED, _decided, topic="training")


def _asked(data: Mapping[str, Any]) -> str:
    return _("%(person)s asks you to sign off “%(lesson)s” (%(course)s).") % data


def _decided(data: Mapping[str, Any]) -> str:
    if data["passed"]:
        return _("“%(lesson)s” (%(course)s) was signed off.") % data
    return _("“%(lesson)s” (%(course)s) was not signed off yet. Read what to do better, and ask again.") % data


def tell_asked(sign_off: SignOff, *, lesson: Lesson) -> None:
    """The authors of the course's department and, where they may sign it off, the managers of the person's dealers."""
    registration = sign_off.registration
    person = registration.user
    authors = User.objects.filter(groups__department=registration.course.department_id, is_active=True)
    people = set(authors.values_list("pk", flat=True))
    if sign_off.manager_may:
        today = Membership.objects.on(timezone.localdate())
        dealers = today.filter(user=person).values("dealer")
        managers = today.filter(dealer__in=dealers, is_manager=True, user__is_active=True)
        people |= set(managers.values_list("user", flat=True))
    said = _names(sign_off, lesson) | {"person": person.get_full_name() or person.username}
    url = reverse("courses:sign_off", args=[sign_off.pk])
    notify_many(
        Told(user_id=one, kind=ASKED, key=f"sign-off:{sign_off.pk}:asked", url=url, data=said)
        for one in sorted(people - {person.pk})
    )


def tell_decided(observation: Observation, *, lesson: Lesson) -> None:
    """The person who was observed."""
    sign_off = observation.sign_off
    registration = sign_off.registration
    notify(
        user_id=registration.user_id,
        kind=DECIDED,
        key=f"sign-off:{sign_off.pk}:decided",
        url=reverse("courses:lesson", kwargs={"key": registration.key, "lesson_id": sign_off.lesson}),
        passed=observation.passed,
        **_names(sign_off, lesson),
    )


def _names(sign_off: SignOff, lesson: Lesson) -> dict[str, Any]:
    """As they were when it was said."""
    return {"lesson": lesson.title, "course": sign_off.registration.course.title}
