"""What OEM staff see first: what is being read, what failed, and what the portal still owes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from content.ingest.api import failure_sentence
from content.library.models import Edition, Manual, ManualCategory
from portal.core import outbox

FAILURES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Failure:
    """An edition that could not be read, and why, for a person."""

    edition: Edition
    reason: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`late` are side effects (such as an index update) that wait longer than they should."""

    live_manuals: int
    drafts: int
    waiting: int
    reading: int
    failed: int
    late: int
    failures: list[Failure]


def dashboard() -> Dashboard:
    """The state of the library now. Four statements."""
    states = dict(
        Edition.objects.filter(withdrawn_at__isnull=True)
        .order_by()
        .values_list("state")
        .annotate(editions=Count("pk"))
        .values_list("state", "editions")
    )
    live = dict(
        Manual.objects.filter(category__in=ManualCategory.values)
        .order_by()
        .values_list("live")
        .annotate(manuals=Count("pk"))
        .values_list("live", "manuals")
    )
    failed = (
        Edition.objects.filter(state=Edition.State.FAILED, withdrawn_at__isnull=True)
        .select_related("manual")
        .defer("outline")
        .order_by("-received_at")
    )
    return Dashboard(
        live_manuals=live.get(True, 0),
        drafts=live.get(False, 0),
        waiting=states.get(Edition.State.RECEIVED, 0),
        reading=states.get(Edition.State.EXTRACTING, 0),
        failed=states.get(Edition.State.FAILED, 0),
        late=outbox.late().count(),
        failures=[
            Failure(edition=row, reason=failure_sentence(reason=row.failure_reason, page=row.failure_page))
            for row in failed[:FAILURES_SHOWN]
        ],
    )
