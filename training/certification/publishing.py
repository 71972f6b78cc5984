"""From what its authors publish to a version that counts: of a curriculum, and of a certification scheme."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.db import transaction

from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.network.models import User
from training.certification.models import (
    CertificationScheme,
    Curriculum,
    CurriculumVersion,
    Requirement,
    RequirementSet,
    Rules,
    SchemePath,
    SchemeVersion,
)
from training.courses.api import Course

RULES = tuple(field.name for field in Rules._meta.get_fields())


@transaction.atomic
def publish_curriculum(*, curriculum: Curriculum, actor: User | None) -> CurriculumVersion:
    """The version that asks for what the curriculum asks for now: the newest if that is so, else a new one. Who is
    on the way is counted again in a job."""
    Curriculum.objects.select_for_update().filter(pk=curriculum.pk).values_list("pk").first()
    sets = _sets(curriculum)
    digest = _digest(sets)
    last = curriculum.versions.order_by("-number").first()
    if last is None or last.digest != digest:
        last = CurriculumVersion.objects.create(
            curriculum=curriculum,
            number=(last.number if last else 0) + 1,
            title=curriculum.title,
            digest=digest,
            published_by=actor,
        )
        _write(last, sets)
        events.record(
            verb="curriculum.version_published",
            subject=f"curriculum:{curriculum.pk}",
            actor=actor,
            data={"version": last.number},
        )
    Curriculum.objects.filter(pk=curriculum.pk).update(current=last)
    curriculum.current = last
    send_after_commit("training.certification.tasks.recount_curriculum", curriculum.pk)
    return last


@transaction.atomic
def publish_scheme(*, scheme: CertificationScheme, actor: User | None) -> SchemeVersion:
    """The version with the scheme's rules of now. What was awarded keeps the rules that it was awarded by."""
    CertificationScheme.objects.select_for_update().filter(pk=scheme.pk).values_list("pk").first()
    rules = {name: getattr(scheme, name) for name in RULES}
    paths = {
        SchemePath.Kind.INITIAL: sorted(one.pk for one in scheme.initial_path.all()),
        SchemePath.Kind.RENEWAL: sorted(one.pk for one in scheme.renewal_path.all()),
    }
    digest = _digest([rules, {str(kind): ids for kind, ids in paths.items()}])
    last = scheme.versions.order_by("-number").first()
    if last is None or last.digest != digest:
        number = (last.number if last else 0) + 1
        last = SchemeVersion.objects.create(scheme=scheme, number=number, digest=digest, published_by=actor, **rules)
        SchemePath.objects.bulk_create(
            SchemePath(version=last, kind=kind, curriculum_id=pk) for kind, ids in paths.items() for pk in ids
        )
        events.record(
            verb="scheme.version_published", subject=f"scheme:{scheme.pk}", actor=actor, data={"version": number}
        )
    CertificationScheme.objects.filter(pk=scheme.pk).update(current=last)
    scheme.current = last
    send_after_commit("training.certification.tasks.reconsider_scheme", scheme.pk)
    return last


def _sets(curriculum: Curriculum) -> list[dict[str, Any]]:
    """The sets as plain data, without what no longer exists."""
    raw = [block["value"] for block in curriculum.body.get_prep_value()]
    wanted: dict[str, set[int]] = {"course": set(), "curriculum": set(), "scheme": set()}
    for value in raw:
        for item in value["items"]:
            wanted[item["type"]].add(item["value"])
    models = {"course": Course, "curriculum": Curriculum, "scheme": CertificationScheme}
    there = {
        kind: set(models[kind].objects.filter(pk__in=ids).values_list("pk", flat=True))  # type: ignore[attr-defined]
        for kind, ids in wanted.items()
    }
    sets = []
    for value in raw:
        items = list(
            dict.fromkeys((one["type"], one["value"]) for one in value["items"] if one["value"] in there[one["type"]])
        )
        if items:
            facts = {name: value.get(name) for name in ("title", "rule", "count", "required")}
            # Only where there is one: what was published before it could be given keeps its digest.
            chinese = {"title_zh": value["title_zh"]} if value.get("title_zh") else {}
            sets.append({**facts, **chinese, "items": items})
    return sets


def _write(version: CurriculumVersion, sets: list[dict[str, Any]]) -> None:
    for position, one in enumerate(sets):
        row = RequirementSet.objects.create(
            version=version,
            position=position,
            title=one["title"],
            title_zh=one.get("title_zh", ""),
            rule=one["rule"],
            count=one["count"] if one["rule"] == RequirementSet.Rule.SOME else None,
            required=bool(one["required"]),
        )
        Requirement.objects.bulk_create(
            Requirement(set=row, position=place, **{f"{kind}_id": pk}) for place, (kind, pk) in enumerate(one["items"])
        )


def _digest(kept: object) -> str:
    return sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
