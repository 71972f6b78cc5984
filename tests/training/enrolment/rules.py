"""Rules and people for the tests of enrolment."""

from __future__ import annotations

from typing import Any

from tests import factories
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.courses.models import Course
from training.enrolment.models import EnrolmentRule


def taught(title: str = "High voltage", **facts: Any) -> Course:
    return course(module(lesson()), title=title, **facts)


def rule(*courses: Course, **facts: Any) -> EnrolmentRule:
    """An active rule; lists under the names of an audience's dimensions narrow it."""
    dimensions = {name: facts.pop(name) for name in ("brands", "regions", "tiers", "roles", "dealers") if name in facts}
    facts = {
        "name": "Rule",
        "department": builders.department(),
        "state": EnrolmentRule.State.ACTIVE,
        "reason": "For everybody.",
        **facts,
    }
    made = EnrolmentRule(**facts)
    for name, rows in dimensions.items():
        setattr(made, f"audience_{name}", rows)
    made.courses = list(courses)
    made.save()
    return EnrolmentRule.objects.get(pk=made.pk)


def people(number: int, **membership: Any) -> list[Any]:
    return [factories.MembershipFactory(**membership).user for _n in range(number)]
