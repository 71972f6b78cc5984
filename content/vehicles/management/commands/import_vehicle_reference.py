"""Take in reference tables of vehicles."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from content.vehicles import reference

MOST_REFUSALS = 20


class Command(BaseCommand):
    help = "Read manufacturer identifiers (wmi.tsv) and models (make_model.tsv) of the brands that are here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help=_("the folder with wmi.tsv, make_model.tsv or both"))
        parser.add_argument("--dry-run", action="store_true", help=_("show what would be done, and do nothing"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a file cannot be used; nothing is written then."""
        console = Console(file=cast(IO[str], self.stdout._out))
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            reading = bar.add_task(_("Reading"), total=None)
            try:
                planned = reference.plan(options["folder"], after_each=lambda: bar.advance(reading))
            except reference.ReferenceRefused as refusal:
                raise CommandError(refusal.reason) from refusal
            if not options["dry_run"]:
                writing = bar.add_task(_("Writing"), total=None)
                reference.apply(planned, after_each=lambda: bar.advance(writing))
        self._report(planned)

    def _report(self, planned: reference.Plan) -> None:
        for line in planned.refused[:MOST_REFUSALS]:
            place = {"file": line.file, "line": line.number, "reason": line.reason}
            self.stderr.write(_("%(file)s, line %(line)d is left out: %(reason)s") % place)
        summary = _(
            "%(makers)d new manufacturer identifiers, %(changed)d changed; %(models)d new models; %(unchanged)d there "
            "already, %(strangers)d models of makes that are no brand here, %(refused)d lines left out."
        )
        self.stdout.write(
            summary
            % {
                "makers": len(planned.new_makers),
                "changed": len(planned.changed_makers),
                "models": len(planned.new_models),
                "unchanged": planned.unchanged,
                "strangers": planned.strangers,
                "refused": len(planned.refused),
            }
        )
