"""Notes on editions: what rooms above have to say in the lists of editions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from content.library.models import Edition


@dataclass(frozen=True, slots=True)
class Note:
    """A few words, and where they lead."""

    sentence: str
    url: str


Source = Callable[[Sequence[Edition]], dict[int, list[Note]]]
_sources: list[Source] = []


def register_note(source: Source) -> None:
    """Name a function that has something to say of some editions, by their ids. From an app's `ready`."""
    _sources.append(source)


def notes(editions: Sequence[Edition]) -> dict[int, list[Note]]:
    """What there is to say of these editions. The statements of each source."""
    found: dict[int, list[Note]] = {}
    for source in _sources:
        for pk, said in source(editions).items():
            found.setdefault(pk, []).extend(said)
    return found
