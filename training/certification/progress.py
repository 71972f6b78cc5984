"""How far people are in curricula: kept when it changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from portal.core import events
from portal.network.models import User
from training.certification.earning import Assessment, earned_by, paths_of
from training.certification.models import CurriculumProgress, Equivalence, Requirement
from training.certification.signals import curriculum_completed


def concerned_by(
    *, course_ids: Collection[int] = (), curriculum_ids: Collection[int] = (), scheme_ids: Collection[int] = ()
) -> set[int]:
    """The published curricula that ask for one of these, or for a curriculum that does."""
    current = Requirement.objects.filter(
        set__version__curriculum__live=True, set__version=F("set__version__curriculum__current")
    )
    found, fresh = set(curriculum_ids), set(curriculum_ids)
    if course_ids:
        equivalent = Equivalence.objects.filter(by_course__in=course_ids).values_list("course", flat=True)
        fresh |= _curricula(current.filter(course__in={*course_ids, *equivalent}))
    if scheme_ids:
        fresh |= _curricula(current.filter(scheme__in=scheme_ids))
    while fresh:
        found |= fresh
        fresh = _curricula(current.filter(curriculum__in=fresh)) - found
    return found


def _curricula(requirements: Any) -> set[int]:
    return set(requirements.values_list("set__version__curriculum", flat=True))


def keep_progress(*, user: User, curriculum_ids: Collection[int], now: datetime) -> None:
    """Keep how far the person is in these curricula. Call it under the lock of the person."""
    if not curriculum_ids:
        return
    paths = paths_of(curriculum_ids)
    assessed = Assessment(paths, earned_by([user.pk], day=timezone.localdate(now))[user.pk])
    rows = {
        row.curriculum_id: row for row in CurriculumProgress.objects.filter(user=user, curriculum__in=curriculum_ids)
    }
    for curriculum_id in sorted(paths.keys() & set(curriculum_ids)):
        path, reached = paths[curriculum_id], assessed.reached(curriculum_id)
        row = rows.get(curriculum_id) or CurriculumProgress(user=user, curriculum_id=curriculum_id)
        if row.pk is None and not reached.done:
            continue
        completes = reached.complete and row.completed_at is None
        if not completes and (row.version_id, row.done, row.required) == (
            path.version_id,
            reached.done,
            reached.required,
        ):
            continue
        row.version_id, row.done, row.required = path.version_id, reached.done, reached.required
        row.updated_at = now
        if completes:
            row.completed_at, row.completed_version_id = now, path.version_id
        row.save()
        if completes:
            events.record(verb="curriculum.completed", subject=f"curriculum:{curriculum_id}", actor=user)
            curriculum_completed.send(sender=CurriculumProgress, progress=row)
