"""Build the search index anew beside the live one, and swap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import Progress

from content.library.models import EditionPage
from portal.core.models import OutboxEntry
from search import lifecycle, sync_training
from search.documents import manuals
from search.engine import current_engine
from search.engines.base import SearchUnavailable
from search.marketing import sync as sync_marketing
from search.schema import Passage
from search.sync import PAGES, PUBLICATION


class Command(BaseCommand):
    help = "Build the search index anew from the database, verify it, and make it live. Searching goes on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the engine fails; the live index is kept then."""
        started = timezone.now()
        with Progress(disable=not self.stdout.isatty()) as bar:
            task = bar.add_task("Pages", total=EditionPage.objects.filter(edition__manual__live=True).count())

            def passages() -> Iterator[Passage]:
                for passage in manuals.all_passages():
                    bar.advance(task)
                    yield passage
                yield from sync_training.all_passages()
                yield from sync_marketing.all_passages()

            try:
                rebuilt = lifecycle.rebuild(
                    engine=current_engine(), passages=passages, changes=lambda: _changes_since(started)
                )
            except (SearchUnavailable, lifecycle.IncompleteIndex) as error:
                raise CommandError(f"The index was not rebuilt; the live one serves on. {error}") from error
        lifecycle.discard_abandoned(engine=current_engine())
        self.stdout.write(f"{rebuilt.passages} pages are in the new index {rebuilt.generation}.")


def _changes_since(started: Any) -> lifecycle.Changes:
    """What the outbox was told of since the rebuild began."""
    keys = OutboxEntry.objects.filter(kind__in=[PUBLICATION, PAGES], created_at__gte=started).values_list(
        "key", flat=True
    )
    ids = {int(key.removeprefix("manual:").split(":")[0]) for key in keys}
    facts = manuals.facts_of(manual_ids=sorted(ids))
    of_manuals = lifecycle.Changes(
        frozenset(manuals.publication_key(pk) for pk in ids),
        tuple(passage for one in facts for passage in manuals.passages_of(one)),
    )
    every = (of_manuals, sync_training.changed_since(started), sync_marketing.changed_since(started))
    return lifecycle.Changes(
        frozenset(chain.from_iterable(one.publications for one in every)),
        tuple(chain.from_iterable(one.present for one in every)),
    )
