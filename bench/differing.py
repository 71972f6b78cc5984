"""What changed between two editions of a large manual: asked for, made by a worker, ready; and whether it is right."""

from __future__ import annotations

import time
from datetime import timedelta

from bench import production
from bench.table import Row
from content.changes import api as changes
from content.library.models import Edition, EditionPage

LIMIT, LIMIT_MB = 10.0, 400
EVERY_CHANGED, EVERY_ADDED = 10, 100
NEW_TEXT = "Loosen the lock nut {number} and turn the adjusting screw of valve {number} by a quarter turn. " * 20


def measure(edition: Edition) -> list[Row]:
    """The rows of the difference."""
    newer = _next_edition(edition)
    with production.workers(1) as pid:
        # A small one first: a worker that has just begun imports what it needs.
        _until_ready(_few_pages(edition, newer))
        started = time.perf_counter()
        made = _until_ready(changes.ask(one=edition, other=newer))
        taken = time.perf_counter() - started
        memory = production.peak_megabytes(pid)
    expected = (edition.page_count // EVERY_ADDED, 0)
    if (made.added, made.removed) != expected:
        raise RuntimeError(f"added, removed: {made.added}, {made.removed}; expected {expected}")
    name = f"what changed between two editions of {edition.page_count} pages, in a worker"
    return [
        Row(name, f"{taken:.2f} s", "", "", f"<= {LIMIT:.0f} s", taken <= LIMIT),
        Row("peak memory of the worker meanwhile", f"{memory:.0f} MB", "", "", f"<= {LIMIT_MB} MB", memory <= LIMIT_MB),
    ]


def _next_edition(edition: Edition) -> Edition:
    """The same manual with every tenth page changed in one word and a page put in before every hundredth."""
    pages: list[EditionPage] = []
    for page in edition.pages.order_by("number").iterator(chunk_size=200):
        if page.number % EVERY_ADDED == 0:
            pages.append(EditionPage(text=NEW_TEXT.format(number=page.number), width=page.width, height=page.height))
        words = page.text.split(" ")
        if page.number % EVERY_CHANGED == 0:
            words[len(words) // 2] = "otherwise"
        page.text = " ".join(words)
        pages.append(page)
    return _kept(edition, "2", pages)


def _few_pages(edition: Edition, newer: Edition) -> changes.Comparison:
    few = _kept(edition, "3", list(newer.pages.order_by("number")[:10]))
    return changes.ask(one=edition, other=few)


def _kept(edition: Edition, label: str, pages: list[EditionPage]) -> Edition:
    """A ready edition of the same manual with these pages."""
    newer = Edition.objects.create(
        manual_id=edition.manual_id,
        label=label,
        effective_from=edition.effective_from + timedelta(days=int(label)),
        file_name=edition.file_name,
        original_name=edition.original_name,
        sha256=label * 64,
        size=edition.size,
        state=Edition.State.READY,
        page_count=len(pages),
        outline=edition.outline,
    )
    for number, page in enumerate(pages, start=1):
        page.pk, page.edition, page.number = None, newer, number
    EditionPage.objects.bulk_create(pages, batch_size=200)
    return newer


def _until_ready(comparison: changes.Comparison) -> changes.Comparison:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        comparison.refresh_from_db()
        if comparison.state == changes.Comparison.State.READY:
            return comparison
        time.sleep(0.03)
    raise TimeoutError("The two editions were not compared.")
