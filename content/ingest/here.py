"""Reading editions in this process, where there is no worker to do it: the demo, tests, a first import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context

from django.db import connection

from content.ingest import pipeline
from content.ingest.models import Block
from portal.core.dispatch import kept_here


def process_now(
    *, edition_ids: Sequence[int], threads: int = 1, after_each: Callable[[], object] = lambda: None
) -> None:
    """Read these editions until each is ready, failed, or held up by something that is away.

    `threads` blocks are worked on at a time, each in a sandbox of its own; more than one needs a database outside of
    any transaction of the caller. `after_each` is called between blocks. Blocks that a worker holds are left to it.
    """
    before: set[tuple[int, int]] = set()
    with kept_here(), ThreadPoolExecutor(threads) as pool:
        while (free := _free(edition_ids)) and free != before:
            before = free
            ids = [pk for pk, _attempts in sorted(free)]
            for _done in map(_work, ids) if threads == 1 else pool.map(_in_thread, [copy_context() for _ in ids], ids):
                after_each()


def _free(edition_ids: Sequence[int]) -> set[tuple[int, int]]:
    return set(Block.objects.free().filter(edition_id__in=edition_ids).values_list("pk", "attempts"))


def _work(block_id: int) -> None:
    pipeline.work(block_id=block_id)


def _in_thread(context: Context, block_id: int) -> None:
    try:
        context.run(_work, block_id)
    finally:
        connection.close()
