"""A change of a page as it is kept, and as it is read again."""

from __future__ import annotations

from dataclasses import dataclass

from content.changes.values import Hunk, Kind, PageChange


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that is not as it was. Labels are printed page numbers; `heading` is the path of the outline to the
    page; `figures` says that a number is among what differs."""

    kind: Kind
    old: int | None
    new: int | None
    old_label: str
    new_label: str
    heading: tuple[str, ...]
    figures: bool
    hunks: tuple[Hunk, ...]


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What an entry says of its page beside the difference."""

    text: str
    label: str
    heading: tuple[str, ...]


def entry_of(change: PageChange, *, old: PageFacts | None, new: PageFacts | None) -> Entry:
    """A change with what is known of its pages."""
    shown = new or old
    return Entry(
        kind=change.kind,
        old=change.old,
        new=change.new,
        old_label=old.label if old else "",
        new_label=new.label if new else "",
        heading=shown.heading if shown else (),
        figures=any(_has_digit(old, hunk.old) or _has_digit(new, hunk.new) for hunk in change.hunks),
        hunks=change.hunks,
    )


def _has_digit(facts: PageFacts | None, span: tuple[int, int]) -> bool:
    return facts is not None and any(char.isdigit() for char in facts.text[slice(*span)])


def packed(entry: Entry) -> list[object]:
    """As JSON."""
    hunks = [[*hunk.old, *hunk.new] for hunk in entry.hunks]
    labels = [entry.old_label, entry.new_label]
    return [entry.kind.value, entry.old, entry.new, labels, list(entry.heading), entry.figures, hunks]


def unpacked(row: list) -> Entry:
    """The inverse of `packed`."""
    kind, old, new, (old_label, new_label), heading, figures, hunks = row
    return Entry(
        kind=Kind(kind),
        old=old,
        new=new,
        old_label=old_label,
        new_label=new_label,
        heading=tuple(heading),
        figures=figures,
        hunks=tuple(Hunk((a, a_end), (b, b_end)) for a, a_end, b, b_end in hunks),
    )
