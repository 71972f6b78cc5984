"""How far the reading of editions is, for people who wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from content.ingest.extraction.api import sentence
from content.ingest.models import Block
from content.library.models import Edition, EditionPage


@dataclass(frozen=True, slots=True)
class Progress:
    """`reason` is a sentence when the edition failed. `eta_seconds` is None until it can be told."""

    edition_id: int
    state: str
    done_pages: int
    total_pages: int
    reason: str = ""
    eta_seconds: int | None = None

    @property
    def percent(self) -> int:
        return 100 * self.done_pages // self.total_pages if self.total_pages else 0


def progress(*, edition_ids: Sequence[int]) -> dict[int, Progress]:
    """The progress of each edition. Three statements, however many."""
    done = dict(
        EditionPage.objects.filter(edition_id__in=edition_ids)
        .values_list("edition_id")
        .annotate(Count("pk"))
        .order_by()
    )
    began = dict(
        Block.objects.filter(edition_id__in=edition_ids, kind=Block.Kind.TEXT)
        .values_list("edition_id")
        .annotate(Min("started_at"))
        .order_by()
    )
    editions = Edition.objects.filter(pk__in=edition_ids)
    return {edition.pk: _of(edition, done.get(edition.pk, 0), began.get(edition.pk)) for edition in editions}


def _of(edition: Edition, done: int, began: datetime | None) -> Progress:
    remaining = edition.page_count - done
    eta = None
    if edition.state == Edition.State.EXTRACTING and began is not None and done:
        eta = round((timezone.now() - began).total_seconds() / done * remaining)
    failed = edition.state == Edition.State.FAILED
    return Progress(
        edition_id=edition.pk,
        state=edition.state,
        done_pages=done,
        total_pages=edition.page_count,
        reason=sentence(reason=edition.failure_reason, page=edition.failure_page) if failed else "",
        eta_seconds=eta,
    )
