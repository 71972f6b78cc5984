"""Editions with their progress, for lists in the CMS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.ingest.progress import Progress, progress
from content.library.models import Edition


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition and how far its reading is."""

    edition: Edition
    progress: Progress

    @property
    def is_moving(self) -> bool:
        return self.edition.state in (Edition.State.RECEIVED, Edition.State.EXTRACTING)


def rows(editions: Iterable[Edition]) -> list[EditionRow]:
    """The editions in the order given. Three statements beside those of `editions`."""
    listed = list(editions)
    states = progress(edition_ids=[edition.pk for edition in listed])
    return [EditionRow(edition=edition, progress=states[edition.pk]) for edition in listed if edition.pk in states]
