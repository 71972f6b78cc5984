"""What follows from something that a person has earned: progress, and awards.

It is looked at under the lock of the person: of two courses that are completed at the same moment, whichever comes
second sees both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.network.models import User
from training.certification.awarding import award_if_earned
from training.certification.models import CertificationPeriod, CertificationScheme
from training.certification.progress import concerned_by, keep_progress


def reconsider(
    *,
    user_id: int,
    course_ids: Collection[int] = (),
    curriculum_ids: Collection[int] = (),
    scheme_ids: Collection[int] = (),
    now: datetime | None = None,
) -> list[CertificationPeriod]:
    """Bring a person up to date after something about these courses, curricula or schemes has changed: the progress
    in each curriculum concerned is kept, and what is earned by it is awarded. Gives the new periods. Doing it again
    changes nothing."""
    now = now or timezone.now()
    curricula = concerned_by(course_ids=course_ids, curriculum_ids=curriculum_ids)
    if not curricula and not scheme_ids:
        return []
    awarded: list[CertificationPeriod] = []
    seen: set[int] = set()
    wanted = set(scheme_ids)
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=user_id)
        while curricula or wanted:
            keep_progress(user=user, curriculum_ids=curricula, now=now)
            schemes = (_schemes_with(curricula) | wanted) - seen
            seen |= schemes
            fresh = [period for scheme in schemes if (period := award_if_earned(user, scheme, now)) is not None]
            awarded += fresh
            curricula = concerned_by(scheme_ids=[period.certification.scheme_id for period in fresh])
            wanted = set()
    return awarded


def _schemes_with(curriculum_ids: Iterable[int]) -> set[int]:
    """The published schemes whose paths have one of these curricula."""
    schemes = CertificationScheme.objects.filter(live=True, current__paths__curriculum__in=curriculum_ids)
    return set(schemes.values_list("pk", flat=True))
