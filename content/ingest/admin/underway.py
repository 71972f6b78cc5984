"""Editions to come: what rooms above are making, shown above the list of those that are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from content.library.models import Manual


@dataclass(frozen=True, slots=True)
class Underway:
    """Something that is to become an edition. `sentence` says how far it is, or what to do when it `failed`;
    `retry_url` takes a POST."""

    title: str
    label: str
    sentence: str
    failed: bool = False
    retry_url: str = ""


Source = Callable[[QuerySet[Manual]], list[Underway]]
_sources: list[Source] = []


def register_underway(source: Source) -> None:
    """Name a function that lists what is underway for some manuals."""
    _sources.append(source)


def underway(manuals: QuerySet[Manual]) -> list[Underway]:
    """What is to become an edition of these manuals. One statement of each source."""
    return [row for source in _sources for row in source(manuals)]
