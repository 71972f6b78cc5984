"""Files of courses that were sent for import and never decided about."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from portal.core import storage
from training.courses.models import CourseImport

KEPT = timedelta(days=1)


def forget_undecided(*, now: datetime | None = None) -> int:
    """Remove those older than a day; says how many."""
    old = list(CourseImport.objects.filter(created_at__lt=(now or timezone.now()) - KEPT).order_by("pk"))
    for sent in old:
        storage.delete(name=sent.stored_as)
        sent.delete()
    return len(old)
