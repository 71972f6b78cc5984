"""What is read out of a file, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: nesting level from 1, its title, and the physical page from 1."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A file as a whole. `labels` and `headings` have one entry per page; a label may be empty."""

    page_count: int
    title: str
    labels: tuple[str, ...]
    outline: tuple[OutlineEntry, ...]
    headings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something that a technician types exactly. `kind` is fault_code, part_number, torque or tool; `text` stands as
    printed, `normal` is upper case without punctuation."""

    kind: str
    text: str
    normal: str


@dataclass(frozen=True, slots=True)
class PageExtract:
    """One page. `width` and `height` are PDF points as displayed; `words` is packed (see `words`). `scanned` pages
    carry no text yet and wait for recognition."""

    number: int
    text: str
    words: bytes
    width: float
    height: float
    language: str
    identifiers: tuple[Identifier, ...]
    scanned: bool = False
    from_ocr: bool = False
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """An encoded picture of a page, in pixels."""

    data: bytes
    width: int
    height: int
