"""Competencies, profiles and standards for tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from portal.network.models import JobRole, User
from tests.training import builders
from training.needs.models import (
    Competency,
    CompetencyEvidence,
    CompetencyFramework,
    DealerStandard,
    LevelRule,
    RoleProfile,
    RoleProfileLine,
    StandardRule,
)
from training.needs.standards import issue_version


def framework() -> CompetencyFramework:
    found = CompetencyFramework.objects.first()
    return found or CompetencyFramework.objects.create(name="Workshop", department=builders.department())


def competency(name: str, **facts: Any) -> Competency:
    return Competency.objects.create(framework=framework(), code=uuid4().hex[:10], name=name, **facts)


def rule(of: Competency, level: int, **what: Any) -> LevelRule:
    return LevelRule.objects.create(competency=of, level=level, **what)


def profile(role: JobRole, *wanted: tuple[Competency, int], **facts: Any) -> RoleProfile:
    made = RoleProfile.objects.create(role=role, department=builders.department(), **facts)
    for one, level in wanted:
        RoleProfileLine.objects.create(profile=made, competency=one, level=level)
    return made


def shown(user: User, of: Competency, level: int, **facts: Any) -> CompetencyEvidence:
    return CompetencyEvidence.objects.create(
        **{
            "user": user,
            "competency": of,
            "level": level,
            "source": "prior",
            "origin": "prior",
            "key": uuid4().hex,
            "shown_on": timezone.localdate(),
            **facts,
        }
    )


def standard(*rules: dict[str, Any], issue: bool = True, **facts: Any) -> DealerStandard:
    """A standard in force. `brands`, `tiers` and `regions` may be given as lists."""
    dimensions = {name: facts.pop(name, []) for name in ("brands", "tiers", "regions")}
    made = DealerStandard(
        **{
            "code": uuid4().hex[:10],
            "title": "High voltage",
            "department": builders.department(),
            "in_force": True,
            **facts,
        }
    )
    for name, values in dimensions.items():
        getattr(made, name).set(values)
    made.rules.set([StandardRule(**one) for one in rules])
    made.save()
    if issue:
        issue_version(standard=made, actor=None)
    return DealerStandard.objects.get(pk=made.pk)
