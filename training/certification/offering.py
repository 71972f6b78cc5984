"""What of certification can be chosen by who writes: what is published is everybody's to build on, a draft its
department's alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from portal.network.authorship import departments_of
from portal.network.models import User


def on_offer(*, rows: QuerySet[Any], user: User, chosen: Iterable[int | None] = ()) -> QuerySet[Any]:
    """Those of `rows`, curricula or schemes, that are published, of the person's departments, or `chosen` before."""
    kept = [pk for pk in chosen if pk is not None]
    return rows.filter(Q(live=True) | Q(department__in=departments_of(user)) | Q(pk__in=kept))
