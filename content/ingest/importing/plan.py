"""What an import would do: which editions are new, which are there, what is refused. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from content.ingest.importing.cells import Details, LineRefused, details_of
from content.ingest.importing.naming import NameFacts, facts_of_name, is_title, readable
from content.ingest.importing.values import (
    FoundFile,
    Impression,
    Known,
    Line,
    NewEdition,
    NewManual,
    Plan,
    Present,
    RefusedFile,
)

LONGEST_TITLE = 255
Look = Callable[[FoundFile], Impression]


def plan(
    *,
    files: Sequence[FoundFile],
    lines: Sequence[Line] | None,
    known: Known,
    department: str,
    now: datetime,
    look: Look,
) -> Plan:
    """Decide about every file and every line.

    With `lines` those files are taken that a line names, the rest is refused as not listed; without, all are. A manual
    without a department goes to `department`. `look` is asked only about files that begin a new manual.
    """
    planner = _Planner(known=known, department=department, now=now, look=look)
    if lines is None:
        for file in sorted(files, key=lambda file: _natural(file.name)):
            planner.file(file, Details(), line=None)
        return planner.plan()
    by_name = {_key(file.name): file for file in files}
    listed = set()
    for line in lines:
        name = line.cells.get("file", "")
        listed.add(_key(name))
        planner.line(line, by_name.get(_key(name)))
    for file in files:
        if _key(file.name) not in listed:
            planner.refuse(file.name, _("No line of the metadata file names this file."))
    return planner.plan()


def _key(name: str) -> str:
    """File names that differ only in kind of slash or composition are one."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).removeprefix("./")


def _natural(name: str) -> list[tuple[int, str]]:
    """A sort key in which v9 comes before v13."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d{1,18})", name)]


class _Planner:
    """The decisions so far, which later ones depend on: a number made here, a label or a file used up."""

    def __init__(self, *, known: Known, department: str, now: datetime, look: Look) -> None:
        self._known, self._department, self._now, self._look = known, department, now, look
        self._manuals = set(known.manuals)
        self._labels = {(one.document_number, one.label) for one in known.editions}
        self._ids = {(one.document_number, one.sha256): one.edition_id for one in known.editions}
        self._anywhere = {one.sha256: one.edition_id for one in known.editions}
        self._taken: dict[tuple[str, str], str] = {}
        self._new: list[NewEdition] = []
        self._present: list[Present] = []
        self._refused: list[RefusedFile] = []

    def plan(self) -> Plan:
        return Plan(new=tuple(self._new), present=tuple(self._present), refused=tuple(self._refused))

    def refuse(self, name: str, reason: str, line: int | None = None) -> None:
        self._refused.append(RefusedFile(name=name, reason=reason, line=line))

    def line(self, line: Line, file: FoundFile | None) -> None:
        name = line.cells.get("file", "")
        if not name:
            self.refuse("", _("The line names no file."), line.number)
            return
        if file is None:
            self.refuse(name, _("There is no such PDF below the folder."), line.number)
            return
        try:
            details = details_of(line, known=self._known, timezone=self._now.tzinfo)  # type: ignore[arg-type]
        except LineRefused as refusal:
            self.refuse(name, refusal.reason, line.number)
            return
        self.file(file, details, line=line.number)

    def file(self, file: FoundFile, details: Details, *, line: int | None) -> None:
        if file.refusal:
            self.refuse(file.name, file.refusal, line)
            return
        said = facts_of_name(file.name, timezone=self._now.tzinfo)  # type: ignore[arg-type]
        number = details.document_number or said.document_number
        here = self._ids.get((number, file.sha256))
        there = here if details.document_number else here or self._anywhere.get(file.sha256)
        if there:
            self._present.append(Present(file=file, edition_id=there))
            return
        twin = self._taken.get((number if details.document_number else "", file.sha256))
        if twin is not None:
            self.refuse(file.name, _("The same file as %(name)s.") % {"name": twin}, line)
            return
        label = details.edition or self._label(number, said.edition)
        if (number, label) in self._labels:
            reason = _("The manual %(number)s has an edition called %(label)s already.")
            self.refuse(file.name, reason % {"number": number, "label": label}, line)
            return
        manual = None if number in self._manuals else self._manual(file, number, said, details)
        if manual is not None and not manual.department:
            self.refuse(file.name, _("No department is named for it: give --department or a column for it."), line)
            return
        self._take(
            NewEdition(
                file=file,
                document_number=number,
                label=label,
                effective_from=details.effective_from or said.effective_from or self._now,
                change_note=details.change_note,
                manual=manual,
                line=line,
            )
        )

    def _take(self, edition: NewEdition) -> None:
        self._new.append(edition)
        self._manuals.add(edition.document_number)
        self._labels.add((edition.document_number, edition.label))
        for number in (edition.document_number, ""):
            self._taken[(number, edition.file.sha256)] = edition.file.name

    def _label(self, number: str, said: str) -> str:
        """The edition that the name tells, or today's date; with a number behind it if that is used."""
        wanted = said or self._now.date().isoformat()
        label, count = wanted, 1
        while (number, label) in self._labels:
            count += 1
            label = f"{wanted} ({count})"
        return label

    def _manual(self, file: FoundFile, number: str, said: NameFacts, details: Details) -> NewManual:
        seen = Impression() if details.title and details.language else self._look(file)
        # Several editions of one manual are told apart by their names; their own titles may tell them apart too.
        own = readable(seen.title) if is_title(seen.title) else said.title
        return NewManual(
            document_number=number,
            title=(details.title or own)[:LONGEST_TITLE],
            department=details.department or self._department,
            category=details.category or "other",
            language=details.language or seen.language or "en",
            applicability=details.applicability,
            audience=details.audience,
        )
