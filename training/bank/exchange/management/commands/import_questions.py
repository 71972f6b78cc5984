"""Take a question file into the bank."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from portal.core.dispatch import kept_here
from portal.core.storage import StorageUnavailable
from training.bank.exchange import applying, receiving
from training.bank.exchange.models import ImportItem, QuestionImport
from training.bank.exchange.planning import Planned
from training.bank.exchange.values import LARGEST_FILE, FileRefused
from training.bank.models import Category


class Command(BaseCommand):
    help = "Import questions from GIFT, Moodle XML, QTI, CSV or XLSX. A second import of the same file changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("the file"))
        parser.add_argument("--category", type=int, required=True, help=_("id of the category to import into"))
        parser.add_argument("--language", default="en", help=_("of texts that do not say theirs"))
        parser.add_argument("--flat", action="store_true", help=_("make no categories of the file below it"))
        parser.add_argument("--dry-run", action="store_true", help=_("show what would be done, and do nothing"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the file, the category or the store cannot be used."""
        console = Console(file=cast(IO[str], self.stdout._out), width=None if self.stdout.isatty() else 160)
        category = Category.objects.filter(pk=options["category"]).select_related("department").first()
        if category is None:
            raise CommandError(_("There is no category %(id)s.") % {"id": options["category"]})
        path: Path = options["file"]
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise CommandError(_("The file is larger than %(count)s MB.") % {"count": LARGEST_FILE // 1024**2})
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(error)s.") % {"error": error.strerror}) from error
        try:
            if options["dry_run"]:
                contents = receiving.contents_of(data, file_name=path.name, language=options["language"])
                self._show(console, receiving.planned_for(category, contents, language=options["language"]))
            else:
                self._do(console, category, data, options)
        except FileRefused as refusal:
            raise CommandError(refusal.reason) from refusal
        except StorageUnavailable as error:
            raise CommandError(_("The file store does not answer. Run the same command again to go on.")) from error

    def _do(self, console: Console, category: Category, data: bytes, options: dict[str, Any]) -> None:
        with kept_here():
            batch = receiving.receive(
                actor=None,
                category=category,
                data=data,
                file_name=options["file"].name,
                language=options["language"],
                keep_categories=not options["flat"],
            )
            receiving.read(import_id=str(batch.pk))
            batch.refresh_from_db()
            if batch.state == QuestionImport.State.FAILED:
                raise CommandError(batch.reason)
            applying.begin(batch=batch, actor=None)
            applying.carry_on(import_id=str(batch.pk))
        self._show(console, list(batch.items.order_by("position")))

    def _show(self, console: Console, rows: list[Planned] | list[ImportItem]) -> None:
        table = Table()
        for heading in (pgettext("in a file", "Where"), _("Question"), _("What"), _("Remarks")):
            table.add_column(heading, overflow="fold")
        names = dict(ImportItem.Outcome.choices)
        for row in rows:
            remarks = "\n".join(sentence for sentence in (row.reason, *row.lost) if sentence)
            table.add_row(*map(escape, (row.where, row.name, str(names[row.outcome]), remarks)))
        console.print(table)
        counts = {key: sum(row.outcome == key for row in rows) for key in names}
        self.stdout.write(", ".join(f"{names[key]}: {count}" for key, count in counts.items()))
