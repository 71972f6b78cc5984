"""Curricula, schemes and what people earn, for tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from portal.network.models import User
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.certification.models import CertificationScheme, Curriculum
from training.courses.completion import complete_lesson
from training.courses.models import Course, Registration
from training.courses.registering import register


def taught(title: str = "High voltage", **facts: Any) -> Course:
    """A course of one lesson."""
    return course(module(lesson()), title=title, **facts)


def complete(user: User, one: Course) -> Registration:
    """The person takes the course, once more if they have, and completes it."""
    registration = register(actor=user, user=user, course=one, source=Registration.Source.SELF)
    for step in registration.version.outline.lessons:
        complete_lesson(registration=registration, lesson_id=step.id)
    registration.refresh_from_db()
    return registration


def demand(*targets: Any, rule: str = "all", count: int | None = None, required: bool = True) -> tuple[str, Any]:
    """A set for a curriculum's body."""
    kinds = {Course: "course", Curriculum: "curriculum", CertificationScheme: "scheme"}
    value = {
        "title": "Set",
        "rule": rule,
        "count": count,
        "required": required,
        "items": [{"type": kinds[type(one)], "value": one.pk, "id": str(uuid4())} for one in targets],
    }
    return {"type": "set", "value": value, "id": str(uuid4())}  # type: ignore[return-value]


def curriculum(*sets: Any, title: str = "Technician", publish: bool = True, **facts: Any) -> Curriculum:
    """A curriculum of these sets. `roles` and `brands` may be given as lists."""
    roles, brands = facts.pop("roles", []), facts.pop("brands", [])
    made = Curriculum(
        **{"code": uuid4().hex[:10], "title": title, "department": builders.department(), "live": False, **facts}
    )
    made.roles.set(roles)
    made.brands.set(brands)
    made.save()
    return revise(made, *sets) if publish else made


def revise(made: Curriculum, *sets: Any) -> Curriculum:
    """Publish it with these sets."""
    made.body = made._meta.get_field("body").to_python(list(sets))
    made.save_revision().publish()
    return Curriculum.objects.get(pk=made.pk)


def scheme(
    *initial: Curriculum,
    renewal: tuple[Curriculum, ...] = (),
    title: str = "HV expert",
    publish: bool = True,
    **rules: Any,
) -> CertificationScheme:
    """A certification that is earned by these curricula."""
    made = CertificationScheme(
        **{"code": uuid4().hex[:10], "title": title, "department": builders.department(), "live": False, **rules}
    )
    made.initial_path.set(initial)
    made.renewal_path.set(renewal)
    made.save()
    if publish:
        made.save_revision().publish()
    return CertificationScheme.objects.get(pk=made.pk)


def of_courses(*courses: Course, **rules: Any) -> CertificationScheme:
    """A certification for one curriculum that asks for these courses."""
    return scheme(curriculum(demand(*courses)), **rules)


def today() -> Any:
    return timezone.localdate()
