"""An outline as a tree of sections: which one a page is in, and where the same one is in another edition. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBERING = re.compile(r"^[\s\d.\-–—A-Z]{0,3}(?:\d+[.\-–]?)*\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of an outline. `path` holds the titles that lead to it, outermost first; `end` is the last page
    before the next entry begins (never before `page`)."""

    path: tuple[str, ...]
    level: int
    page: int
    end: int


def sections(outline: Sequence[Sequence[object]], *, page_count: int) -> list[Section]:
    """The entries of an outline [[level, title, page], ...] in their own order."""
    entries = [(int(str(level)), str(title), int(str(page))) for level, title, page in outline]
    found: list[Section] = []
    path: list[str] = []
    for position, (level, title, page) in enumerate(entries):
        path = [*path[: max(level - 1, 0)], title]
        following = entries[position + 1][2] if position + 1 < len(entries) else page_count + 1
        found.append(Section(path=tuple(path), level=level, page=page, end=max(page, following - 1)))
    return found


def section_of(number: int, *, among: Sequence[Section]) -> Section | None:
    """The last section that begins on or before page `number`; None before the first."""
    current = None
    for section in among:
        if section.page <= number and (current is None or section.page >= current.page):
            current = section
    return current


def same_place(number: int, *, old: Sequence[Section], new: Sequence[Section]) -> int | None:
    """The page of the `new` edition that stands where page `number` stood in the `old` one, by its section.

    The section is found by its whole path, else by its path without numbering, else by the innermost of its titles
    that the new edition has. As many pages into it as before, but not beyond its end. None if nothing is alike.
    """
    here = section_of(number, among=old)
    if here is None:
        return None
    offset = number - here.page
    exact = {section.path: section for section in reversed(new)}
    if here.path in exact:
        return _into(exact[here.path], offset)
    alike = {_plain_path(section.path): section for section in reversed(new)}
    if _plain_path(here.path) in alike:
        return _into(alike[_plain_path(here.path)], offset)
    titles = {_plain(section.path[-1]): section for section in reversed(new) if section.path}
    for title in reversed(here.path):
        if (section := titles.get(_plain(title))) is not None:
            return _into(section, offset if title == here.path[-1] else 0)
    return None


def _into(section: Section, offset: int) -> int:
    return min(section.page + offset, section.end)


def _plain_path(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_plain, path))


def _plain(title: str) -> str:
    """A title without its numbering ("3.2 ", "B-4 ") and case."""
    return " ".join(_NUMBERING.sub("", title).casefold().split()) or title.casefold()
