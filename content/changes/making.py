"""Comparing two editions once: asked for when an edition is ready, or by somebody who looks; made by a worker; kept.

    edition_ready | somebody looks -> Comparison WAITING -> WORKING (leased) -> READY | FAILED

A worker that dies leaves a lease that runs out, and `resume` asks again. To make it twice does no harm: two editions
that never change have one difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone

from content.changes.aligning import align
from content.changes.entries import PageFacts, entry_of, packed
from content.changes.models import Comparison
from content.changes.values import Kind, SourcePage
from content.library import api as library
from content.library.models import Edition, EditionPage
from portal.core.dispatch import send_after_commit

log = structlog.get_logger(__name__)
GIVEN_UP = "changes.given_up"

SECONDS_LATER = 6.0
"""The pages of a new edition are being made findable just then, and that comes first."""
LEASE = timedelta(seconds=150)
"""Longer than the time limit of the task."""
ASKED_AGAIN_AFTER = timedelta(seconds=60)
MOST_ATTEMPTS = 3


@receiver(library.edition_ready)
def _ask_for_neighbours(sender: object, edition_id: int, **kwargs: Any) -> None:
    """With the edition that it replaces, and with the one that replaces it if it came in between."""
    edition = Edition.objects.select_related("superseded_by").defer("outline").get(pk=edition_id)
    for before in edition.supersedes.defer("outline"):
        ask(one=before, other=edition, seconds_later=SECONDS_LATER)
    if edition.superseded_by is not None:
        ask(one=edition, other=edition.superseded_by, seconds_later=SECONDS_LATER)


def ask(*, one: Edition, other: Edition, seconds_later: float | None = None) -> Comparison:
    """The comparison of two editions of one publication, in whichever order they are named; made by a worker if it is
    not there yet. Who may read them is asked before."""
    older, newer = sorted((one, other), key=lambda edition: (edition.effective_from, edition.pk))
    with transaction.atomic():
        comparison, created = Comparison.objects.get_or_create(older=older, newer=newer)
        if created:
            send_after_commit("content.changes.tasks.make", comparison.pk, countdown=seconds_later)
    return comparison


def make(*, comparison_id: int) -> None:
    """Make one comparison. Quiet when it is made already, held by another worker, or gone."""
    now = timezone.now()
    free = Comparison.objects.free().filter(pk=comparison_id)
    if not free.update(state=Comparison.State.WORKING, leased_until=now + LEASE, attempts=models.F("attempts") + 1):
        return
    comparison = Comparison.objects.get(pk=comparison_id)
    if comparison.attempts > MOST_ATTEMPTS:
        log.error(GIVEN_UP, comparison=comparison_id)
        Comparison.objects.filter(pk=comparison_id).update(state=Comparison.State.FAILED, leased_until=None)
        return
    Comparison.objects.filter(pk=comparison_id).update(
        **_compared(comparison.older_id, comparison.newer_id),
        state=Comparison.State.READY,
        made_at=timezone.now(),
        leased_until=None,
    )


def resume() -> int:
    """Ask again for comparisons that nobody holds. Returns how many."""
    stale = timezone.now() - ASKED_AGAIN_AFTER
    due = list(Comparison.objects.free().filter(asked_at__lt=stale).order_by("pk").values_list("pk", flat=True)[:100])
    with transaction.atomic():
        Comparison.objects.filter(pk__in=due).update(asked_at=timezone.now())
        for pk in due:
            send_after_commit("content.changes.tasks.make", pk)
    return len(due)


def _compared(older_id: int, newer_id: int) -> dict[str, object]:
    """The fields of a comparison that hold its result."""
    old, new = _pages(older_id), _pages(newer_id)
    outlines = Edition.objects.filter(pk__in=[older_id, newer_id]).values_list("outline", flat=True)
    titles = {str(title) for outline in outlines for _level, title, _page in outline}
    found = align(old, new, titles=titles)
    facts = _facts(older_id, old, [change.old for change in found.changes])
    new_facts = _facts(newer_id, new, [change.new for change in found.changes])
    entries = [entry_of(change, old=facts.get(change.old), new=new_facts.get(change.new)) for change in found.changes]
    counts = {kind.value: found.counts.get(kind, 0) for kind in Kind}
    return {**counts, "unchanged": found.unchanged, "changes": [packed(entry) for entry in entries]}


def _pages(edition_id: int) -> list[SourcePage]:
    rows = EditionPage.objects.filter(edition_id=edition_id).order_by("number")
    facts = rows.values_list("number", "text", "label", "words").iterator(chunk_size=200)
    return [SourcePage(number, text, label, bytes(words)) for number, text, label, words in facts]


def _facts(edition_id: int, pages: Sequence[SourcePage], numbers: Sequence[int | None]) -> dict[int | None, PageFacts]:
    """What entries say of the pages with these numbers."""
    wanted = {number for number in numbers if number is not None}
    rows = EditionPage.objects.filter(edition_id=edition_id).values_list("number", "heading").iterator(chunk_size=500)
    headings = {number: tuple(map(str, heading)) for number, heading in rows if number in wanted}
    return {
        page.number: PageFacts(page.text, page.label, headings.get(page.number, ()))
        for page in pages
        if page.number in wanted
    }
