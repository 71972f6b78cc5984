"""Compare the search index with the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.audit import audit, repair
from search.engine import writable_engine
from search.engines.base import SearchUnavailable

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the search index with the database, page by page. Exit status 1 when they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="remove what is foreign and queue what is missing or old"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when index and database differ and nothing was repaired, or the engine is away."""
        try:
            engine = writable_engine()
            found = audit(engine=engine)
            for name in ("missing", "stale", "foreign"):
                ids = getattr(found, name)
                self.stdout.write(f"{name:8} {len(ids):7}  {', '.join(ids[:SHOWN])}")
            self.stdout.write(f"right    {found.right:7}")
            if found.is_clean:
                return
            if not options["repair"]:
                raise CommandError("Index and database differ. Run again with --repair.")
            repair(engine=engine, found=found)
        except SearchUnavailable as error:
            raise CommandError(f"The search engine does not answer: {error}") from error
        self.stdout.write("Foreign passages are removed; the rest is queued.")
