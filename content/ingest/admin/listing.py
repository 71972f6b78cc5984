"""Editions with their progress, for lists in the CMS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.ingest.admin.notes import Note, notes
from content.ingest.progress import Progress, progress
from content.library.models import Edition


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition, how far its reading is, and what other rooms say of it."""

    edition: Edition
    progress: Progress
    notes: list[Note]

    @property
    def is_moving(self) -> bool:
        return self.edition.state in (Edition.State.RECEIVED, Edition.State.EXTRACTING)


def rows(editions: Iterable[Edition]) -> list[EditionRow]:
    """The editions in the order given. Three statements beside those of `editions` and of who notes something."""
    listed = list(editions)
    states = progress(edition_ids=[edition.pk for edition in listed])
    noted = notes(listed)
    return [
        EditionRow(edition=edition, progress=states[edition.pk], notes=noted.get(edition.pk, []))
        for edition in listed
        if edition.pk in states
    ]
