"""From received to ready: open the file, read blocks of pages side by side, recognise scans, finish.

    edition_received -> Block(open) -> Blocks(text) -> Blocks(recognition, if scanned) -> ready

Every step can run twice and can be interrupted anywhere: what it wrote and that it is done are one transaction, and
`resume` finds what waits. A file that cannot be read fails the edition with a reason; a database, store or queue that
is away only delays it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.dispatch import receiver
from django.utils import timezone

from content.ingest import lease
from content.ingest.extraction.api import DocumentFacts, ExtractionFailed, FailureReason, PageExtract
from content.ingest.models import Block
from content.ingest.sandbox import Sandbox
from content.library import api as library
from content.library.models import Edition, EditionPage
from portal.core import storage
from portal.core.dispatch import send_after_commit

PAGES_PER_BLOCK = 168
"""Large enough that forking, opening the file and committing are small beside reading; small enough that two workers
finish together and a killed one loses half a second."""
SCANS_PER_BLOCK = 2
MOST_ATTEMPTS = 3
MOST_DEATHS = 5
"""So many workers may vanish over one block before the block is blamed. An outage of the database costs it one."""
WORTH_ANOTHER_TRY = frozenset({FailureReason.TIMEOUT, FailureReason.CRASHED, FailureReason.MEMORY})
"""On a busy machine these can be the machine's fault; every other reason is the file's."""


@receiver(library.edition_received)
def _start(sender: object, edition_id: int, **kwargs: Any) -> None:
    block, _ = Block.objects.update_or_create(
        edition_id=edition_id,
        kind=Block.Kind.OPEN,
        first=0,
        defaults={
            "state": Block.State.WAITING,
            "attempts": 0,
            "leased_until": None,
            "queued_at": timezone.now(),
        },
    )
    _send([block.pk])


def _send(block_ids: Sequence[int]) -> None:
    for pk in block_ids:
        send_after_commit("content.ingest.tasks.work", pk)


def work(*, block_id: int) -> None:
    """Do one block. Returns quietly when it is done already, held by another worker, or no longer wanted."""
    block = lease.take(block_id=block_id)
    if block is None:
        return
    if block.attempts > MOST_DEATHS:
        library.mark_failed(edition_id=block.edition_id, reason=FailureReason.CRASHED, page=block.first or None)
        return
    try:
        with lease.renewed(block):
            _do(block)
    except ExtractionFailed as failure:
        _failed(block, failure)
    except (storage.StorageUnavailable, storage.FileMissing):
        # The store is away (or the copy is not there yet): the sweep asks again.
        lease.give_back(block=block)


def _do(block: Block) -> None:
    path = storage.local_copy(name=block.edition.file_name)
    match block.kind:
        case Block.Kind.OPEN:
            _opened(block, Sandbox().inspect(path=path))
        case Block.Kind.TEXT:
            _read(block, Sandbox().extract(path=path, first=block.first, last=block.last))
        case Block.Kind.RECOGNITION:
            numbers = list(range(block.first, block.last + 1))
            _read(block, Sandbox().recognise(path=path, numbers=numbers))


def _failed(block: Block, failure: ExtractionFailed) -> None:
    if failure.reason in WORTH_ANOTHER_TRY and block.attempts < MOST_ATTEMPTS:
        Block.objects.filter(pk=block.pk).update(state=Block.State.WAITING, leased_until=None, queued_at=timezone.now())
        _send([block.pk])
        return
    library.mark_failed(edition_id=block.edition_id, reason=failure.reason, page=failure.page)


def _opened(block: Block, facts: DocumentFacts) -> None:
    """Cut the pages into blocks. Blocks that an earlier attempt finished stay finished."""
    outline = [[entry.level, entry.title, entry.page] for entry in facts.outline]
    with transaction.atomic():
        if not lease.still_wanted(block=block):
            return
        library.mark_extracting(edition_id=block.edition_id, page_count=facts.page_count, outline=outline)
        Block.objects.bulk_create(
            [_text_block(block, facts, first) for first in range(1, facts.page_count + 1, PAGES_PER_BLOCK)],
            ignore_conflicts=True,
        )
        waiting = Block.objects.filter(edition_id=block.edition_id).exclude(state=Block.State.DONE)
        waiting = waiting.exclude(pk=block.pk)
        waiting.update(state=Block.State.WAITING, attempts=0, leased_until=None, queued_at=timezone.now())
        _done(block)
        _send(list(waiting.order_by("first").values_list("pk", flat=True)))
    finish(edition_id=block.edition_id)


def _text_block(block: Block, facts: DocumentFacts, first: int) -> Block:
    last = min(first + PAGES_PER_BLOCK - 1, facts.page_count)
    context = {"labels": facts.labels[first - 1 : last], "headings": facts.headings[first - 1 : last]}
    return Block(edition_id=block.edition_id, kind=Block.Kind.TEXT, first=first, last=last, context=context)


def _read(block: Block, pages: list[PageExtract]) -> None:
    """Keep the pages; scanned ones wait for recognition in blocks of their own."""
    written = [page for page in pages if not page.scanned]
    scans = [page.number for page in pages if page.scanned]
    with transaction.atomic():
        if not lease.still_wanted(block=block):
            return
        EditionPage.objects.filter(edition_id=block.edition_id, number__in=[page.number for page in written]).delete()
        EditionPage.objects.bulk_create([_row(block, page) for page in written], batch_size=200)
        created = Block.objects.bulk_create(_scan_blocks(block, scans), ignore_conflicts=True)
        _done(block)
        if created:
            _send(
                list(
                    Block.objects.filter(
                        edition_id=block.edition_id,
                        kind=Block.Kind.RECOGNITION,
                        first__in=[one.first for one in created],
                    ).values_list("pk", flat=True)
                )
            )
    finish(edition_id=block.edition_id)


def _row(block: Block, page: PageExtract) -> EditionPage:
    at = page.number - block.first
    return EditionPage(
        edition_id=block.edition_id,
        number=page.number,
        label=block.context["labels"][at],
        heading=block.context["headings"][at],
        text=page.text,
        identifiers=[[one.kind, one.text, one.normal] for one in page.identifiers],
        language=page.language,
        width=page.width,
        height=page.height,
        words=page.words,
        from_ocr=page.from_ocr,
        ocr_confidence=page.ocr_confidence,
    )


def _scan_blocks(block: Block, numbers: list[int]) -> list[Block]:
    """Runs of neighbouring scans, at most SCANS_PER_BLOCK long: recognition takes seconds a page."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1 and len(runs[-1]) < SCANS_PER_BLOCK:
            runs[-1].append(number)
        else:
            runs.append([number])
    blocks = []
    for run in runs:
        low, high = run[0] - block.first, run[-1] - block.first + 1
        context = {name: block.context[name][low:high] for name in ("labels", "headings")}
        blocks.append(
            Block(
                edition_id=block.edition_id,
                kind=Block.Kind.RECOGNITION,
                first=run[0],
                last=run[-1],
                context=context,
            )
        )
    return blocks


def _done(block: Block) -> None:
    Block.objects.filter(pk=block.pk).update(state=Block.State.DONE, leased_until=None)


def finish(*, edition_id: int) -> bool:
    """Make the edition ready if every block is done. Called after each block; exactly one call succeeds."""
    edition = Edition.objects.filter(pk=edition_id, state=Edition.State.EXTRACTING)
    open_blocks = Block.objects.filter(edition_id=OuterRef("pk")).exclude(state=Block.State.DONE)
    if not edition.filter(~Exists(open_blocks)).exists():
        return False
    return library.mark_ready(edition_id=edition_id)


def resume() -> int:
    """Ask again for blocks that nobody holds, and finish editions whose last block died before saying so.

    Returns how many blocks were asked for. A block that waits in a long queue is asked for again only after
    INGEST_RESEND_SECONDS; being asked for twice does no harm.
    """
    stale = timezone.now() - timedelta(seconds=settings.INGEST_RESEND_SECONDS)
    due = list(Block.objects.free().filter(queued_at__lt=stale).order_by("pk").values_list("pk", flat=True)[:500])
    with transaction.atomic():
        Block.objects.filter(pk__in=due).update(queued_at=timezone.now())
        _send(due)
    for pk in Edition.objects.filter(state=Edition.State.EXTRACTING).values_list("pk", flat=True):
        finish(edition_id=pk)
    return len(due)
