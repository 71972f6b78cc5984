"""Take in a folder of assets."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from content.marketing.assets import importing, pipeline
from content.marketing.assets.importing import Outcome
from portal.core.dispatch import kept_here
from portal.core.errors import Refused
from portal.core.storage import StorageUnavailable
from portal.network.models import Department


class Command(BaseCommand):
    help = "Take every file of a folder in as an asset. Files that were taken in from it before are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        columns = "\n".join(f"  {name:<16} {text}" for name, text in importing.COLUMNS.items())
        parser.epilog = _("Columns of the metadata file (CSV in UTF-8, UTF-16 or GB18030):") + f"\n{columns}"
        parser.add_argument("folder", type=Path, help=_("the folder; its subfolders are searched too"))
        parser.add_argument("--metadata", type=Path, help=_("CSV that says what each file is (columns below)"))
        parser.add_argument("--department", default="", help=_("code of the owning department"))
        parser.add_argument("--release", action="store_true", help=_("show them to dealers at once"))
        reading = parser.add_mutually_exclusive_group()
        reading.add_argument("--no-wait", action="store_true", help=_("do not wait until all is read"))
        reading.add_argument("--inline", action="store_true", help=_("read in this process, without a worker"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the folder, the metadata file or the store cannot be used."""
        root: Path = options["folder"]
        if not root.is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": root})
        department = self._department(options["department"])
        try:
            said = importing.read_metadata(options["metadata"].read_bytes()) if options["metadata"] else {}
        except OSError as error:
            raise CommandError(_("The metadata file cannot be read: %(error)s.") % {"error": error.strerror}) from error
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal
        console = Console(file=cast(IO[str], self.stdout._out), width=None if self.stdout.isatty() else 160)
        outcomes: list[Outcome] = []
        try:
            taken = importing.take_in(root, department=department, said=said, release=options["release"])
            outcomes.extend(self._read(one, options) for one in taken)
        except StorageUnavailable as error:
            raise CommandError(_("The file store does not answer. Run the same command again to go on.")) from error
        if not (options["inline"] or options["no_wait"]):
            importing.wait([one.asset_id for one in outcomes if one.asset_id])
        self._show(console, importing.states_of(outcomes))

    def _read(self, outcome: Outcome, options: dict[str, Any]) -> Outcome:
        if not (options["inline"] and outcome.asset_id):
            return outcome
        with kept_here():
            return importing.timed(outcome, lambda pk: pipeline.work_off(asset_ids=[pk]))

    def _department(self, code: str) -> Department:
        """The owner: as asked, or the only department that there is."""
        codes = list(Department.objects.order_by("code").values_list("code", flat=True))
        if not code and len(codes) == 1:
            code = codes[0]
        found = Department.objects.filter(code=code).first()
        if found is None:
            raise CommandError(
                _("There is no department “%(code)s”. There are: %(codes)s.")
                % {"code": code, "codes": ", ".join(codes) or "-"}
            )
        return found

    def _show(self, console: Console, outcomes: list[Outcome]) -> None:
        table = Table()
        for heading in (_("File"), _("Kind"), _("State"), _("Seconds"), _("Reason")):
            table.add_column(heading, overflow="fold")
        for one in outcomes:
            seconds = "" if one.seconds is None else f"{one.seconds:.2f}"
            table.add_row(escape(one.name), one.kind, one.state, seconds, escape(one.reason))
        console.print(table)
        states = [one.code for one in outcomes]
        counts = {"new": states.count("new"), "there": states.count("there"), "refused": states.count("refused")}
        failed = sum(one.failed for one in outcomes)
        self.stdout.write(
            _("%(new)s taken in, %(there)s there already, %(refused)s refused, %(failed)s could not be read.")
            % {**counts, "failed": failed}
        )
