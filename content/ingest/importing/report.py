"""What an import shows at the terminal: the plan, the progress of reading, and the table at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from content.ingest.importing.values import Plan, RefusedFile
from content.ingest.models import Block
from content.ingest.progress import progress
from content.library.models import Edition
from portal.core.models import Event, OutboxEntry

UNFINISHED = frozenset({Edition.State.RECEIVED, Edition.State.EXTRACTING})
POLL_SECONDS = 1.0
SILENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the final table. `seconds` from the first worker's touch to ready or failed; None while unfinished."""

    name: str
    pages: int
    seconds: float | None
    state: str
    reason: str = ""


def show_plan(console: Console, plan: Plan) -> None:
    """Every file with what would become of it."""
    table = _table(_("File"), _("Manual"), _("Edition"), _("In force from"), _("What"))
    for one in plan.new:
        what = _("new manual “%(title)s”") % {"title": one.manual.title} if one.manual else _("new edition")
        cells = (one.file.name, one.document_number, one.label, f"{one.effective_from:%Y-%m-%d %H:%M}", what)
        table.add_row(*map(escape, cells))
    for there in plan.present:
        table.add_row(escape(there.file.name), "", "", "", _("there already"))
    for refused in plan.refused:
        table.add_row(escape(_named(refused)), "", "", "", escape(_("refused: %s") % refused.reason))
    console.print(table)


def show_result(console: Console, rows: Sequence[Row]) -> None:
    """The table at the end."""
    table = _table(_("File"), pgettext("number", "Pages"), _("Seconds"), _("State"), _("Reason"))
    for row in rows:
        seconds = "" if row.seconds is None else f"{row.seconds:.1f}"
        table.add_row(escape(row.name), str(row.pages or ""), seconds, escape(row.state), escape(row.reason))
    console.print(table)


def _table(*headings: str) -> Table:
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _named(refused: RefusedFile) -> str:
    if refused.line is None:
        return refused.name
    return _("line %(line)s: %(name)s") % {"line": refused.line, "name": refused.name}


def row_of(refused: RefusedFile) -> Row:
    """The table's row of a file or line that was not taken in."""
    return Row(name=_named(refused), pages=0, seconds=None, state=_("Refused"), reason=refused.reason)


def bar(console: Console) -> Progress:
    """A progress bar with counts, or nothing where no person is watching."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


def shower(shown: Progress, edition_ids: Sequence[int]) -> Callable[[], tuple[int, int]]:
    """A function that brings the bar up to date and returns how many pages are read and editions are unfinished."""
    pages, editions = shown.add_task(_("Pages")), shown.add_task(_("Editions"), total=len(edition_ids))

    def show() -> tuple[int, int]:
        now = progress(edition_ids=edition_ids).values()
        unfinished = sum(one.state in UNFINISHED for one in now)
        done = sum(one.done_pages for one in now)
        shown.update(pages, completed=done, total=sum(one.total_pages for one in now))
        shown.update(editions, completed=len(edition_ids) - unfinished)
        return done, unfinished

    return show


def follow(console: Console, edition_ids: Sequence[int], *, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Show how reading goes on until every edition is ready or failed. Returns False when nothing moves at all."""
    silent, before = 0.0, (-1, -1)
    with bar(console) as shown:
        show = shower(shown, edition_ids)
        while (now := show())[1]:
            silent, before = (0.0 if now != before else silent + POLL_SECONDS), now
            if silent > SILENCE_SECONDS and not _workers_seen():
                return False
            sleep(POLL_SECONDS)
    return True


def _workers_seen() -> bool:
    """Whether somebody holds a block or an entry of the outbox: workers may be busy with other things first."""
    working = Block.objects.filter(state=Block.State.WORKING)
    return working.exists() or OutboxEntry.objects.filter(status=OutboxEntry.Status.SENDING).exists()


def rows_of(names: dict[int, str]) -> list[Row]:
    """The table's rows for editions by id. Five statements."""
    ids = list(names)
    now = progress(edition_ids=ids)
    began = dict(Block.objects.filter(edition_id__in=ids).values_list("edition_id").annotate(Min("started_at")))
    ended = dict(Edition.objects.filter(pk__in=ids, ready_at__isnull=False).values_list("pk", "ready_at"))
    subjects = {f"edition:{pk}": pk for pk in ids}
    failed = Event.objects.filter(verb="edition.failed", subject__in=subjects).order_by("at")
    ended |= {subjects[subject]: at for subject, at in failed.values_list("subject", "at")}
    rows = []
    for pk, name in names.items():
        start, end, one = began.get(pk), ended.get(pk), now[pk]
        seconds = (end - start).total_seconds() if start and end and one.state not in UNFINISHED else None
        state = str(Edition.State(one.state).label)
        rows.append(Row(name=name, pages=one.total_pages, seconds=seconds, state=state, reason=one.reason))
    return rows
