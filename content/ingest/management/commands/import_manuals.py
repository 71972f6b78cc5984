"""Take in a folder of manuals."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console

from content.ingest import api as ingest
from content.ingest.importing import apply, folder, parse, report
from content.ingest.importing.plan import plan
from content.ingest.importing.values import FoundFile, NewEdition, Plan, RefusedFile
from portal.core.dispatch import kept_here
from portal.core.errors import Refused
from portal.core.outbox import work_off
from portal.core.storage import StorageUnavailable
from portal.network.models import Department

INDEXING_SECONDS = 3600.0


class Command(BaseCommand):
    help = "Take every PDF of a folder into the library and have it read. Files that are there already are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        columns = "\n".join(f"  {name:<17} {text}" for name, text in parse.COLUMNS.items())
        parser.epilog = _("Columns of the metadata file (CSV in UTF-8, UTF-16 or GB18030):") + f"\n{columns}"
        parser.add_argument("folder", type=Path, help=_("the folder; its subfolders are searched too"))
        parser.add_argument("--metadata", type=Path, help=_("CSV that says what each file is (columns below)"))
        parser.add_argument("--department", default="", help=_("code of the owning department, where no line says it"))
        parser.add_argument("--dry-run", action="store_true", help=_("show what would be done, and do nothing"))
        reading = parser.add_mutually_exclusive_group()
        reading.add_argument("--no-wait", action="store_true", help=_("do not wait until all is read"))
        reading.add_argument("--inline", action="store_true", help=_("read in this process, without a worker"))
        parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help=_("blocks read at a time, inline"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the folder, the metadata file or the store cannot be used."""
        wide = None if self.stdout.isatty() else 160
        console = Console(file=cast(IO[str], self.stdout._out), width=wide)
        planned = self._plan(console, options)
        if options["dry_run"]:
            report.show_plan(console, planned)
            return
        with kept_here() if options["inline"] else nullcontext():
            received, refused = self._receive(console, planned.new)
        names = {one.edition_id: one.file.name for one in planned.present} | received
        if options["inline"]:
            self._read_here(console, list(names), options["threads"])
        elif not options["no_wait"] and not report.follow(console, list(names)):
            self.stderr.write(_("Nothing moves: no worker seems to run. Start one, or give --inline."))
        refused = [*planned.refused, *refused]
        report.show_result(console, report.rows_of(names) + [report.row_of(one) for one in refused])
        self.stdout.write(
            _("%(new)s new editions, %(present)s there already, %(refused)s refused.")
            % {"new": len(received), "present": len(planned.present), "refused": len(refused)}
        )

    def _plan(self, console: Console, options: dict[str, Any]) -> Plan:
        root = options["folder"]
        if not root.is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": root})
        try:
            lines = parse.lines_of(options["metadata"].read_bytes()) if options["metadata"] else None
        except OSError as error:
            raise CommandError(_("The metadata file cannot be read: %(error)s.") % {"error": error.strerror}) from error
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal
        known = apply.known()
        department = self._department(options["department"], known.departments)
        with report.bar(console) as shown:
            task = shown.add_task(_("Looking"), total=None)
            paths = folder.paths_in(root)
            shown.update(task, total=len(paths))
            files: list[FoundFile] = []
            for file in folder.found_files(root, paths):
                files.append(file)
                shown.advance(task)
            return plan(files=files, lines=lines, known=known, department=department, now=apply.now(), look=folder.look)

    def _department(self, code: str, codes: frozenset[str]) -> str:
        """The default owner: as asked, or the only department that there is."""
        if code and code not in codes:
            raise CommandError(
                _("There is no department “%(code)s”. There are: %(codes)s.")
                % {"code": code, "codes": ", ".join(sorted(codes)) or "-"}
            )
        only = Department.objects.values_list("code", flat=True)[:2]
        return code or (only[0] if len(only) == 1 else "")

    def _receive(self, console: Console, editions: Sequence[NewEdition]) -> tuple[dict[int, str], list[RefusedFile]]:
        """Receive what is new. Returns names by edition id, and what was refused on the way."""
        received: dict[int, str] = {}
        refused = []
        with report.bar(console) as shown:
            for one in shown.track(editions, description=_("Receiving")):
                try:
                    received[apply.receive(one, actor=None)] = one.file.name
                except Refused as refusal:
                    refused.append(RefusedFile(name=one.file.name, reason=refusal.reason, line=one.line))
                except StorageUnavailable as error:
                    raise CommandError(
                        _("The file store does not answer. Run the same command again to go on.")
                    ) from error
        return received, refused

    def _read_here(self, console: Console, edition_ids: list[int], threads: int) -> None:
        with report.bar(console) as shown:
            show = report.shower(shown, edition_ids)
            ingest.process_now(edition_ids=edition_ids, threads=threads, after_each=show)
            with kept_here():
                work_off(seconds=INDEXING_SECONDS)
