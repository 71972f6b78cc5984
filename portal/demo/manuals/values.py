"""What the demo's manuals are, and what their pages are made of, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoBrand:
    """A make of the fictional maker."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoModel:
    """A model; `years` are the first and last model year."""

    code: str
    name: str
    brand: str
    years: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DemoEdition:
    """An issue of a manual. `effective_days` counts from the day on which the demo is loaded (negative: before it).

    `revised` editions print the revised torques of the knowledge files, the others the first ones.
    """

    label: str
    effective_days: int
    change_note: str = ""
    revised: bool = True


@dataclass(frozen=True, slots=True)
class DemoManual:
    """A manual of the demo.

    `kind` is a key of the library's manual categories. The audience is the brand, and `roles` and `regions` where
    they are named; `markets` are ISO 3166 codes, `variants` codes of each model's, none meaning all; `serials` a stem
    of VINs with the first and the last serial number. `systems` are the chapters it is written from.
    """

    slug: str
    title: str
    document_number: str
    brand: str
    kind: str
    language: str
    models: tuple[str, ...]
    year_from: int
    year_to: int
    department: str
    systems: tuple[str, ...]
    editions: tuple[DemoEdition, ...]
    markets: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    serials: tuple[str, str, str] = ("", "", "")
    description: str = ""
    scanned: bool = False

    @property
    def brands(self) -> tuple[str, ...]:
        """The audience's brands: everyone who sells this one."""
        return (self.brand,)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Subhead:
    """A small heading inside a section; not in the outline."""

    text: str


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered procedure, or a list of points."""

    items: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Alert:
    """A safety message; `level` is danger, warning, caution or note (after ANSI Z535.6)."""

    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `widths` are relative."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing by its name in `drawings`, varied by `seed`; `labels` are its callouts, `height` is in points."""

    drawing: str
    seed: str
    labels: tuple[str, ...]
    caption: str
    height: float = 200


Block = Paragraph | Subhead | Steps | Alert | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of the outline; level 1 or 2 (a chapter is level 0)."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    new_page: bool = True


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its printed number."""

    number: int
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A manual's edition, ready to be laid out. `numbering`: "chapter" prints 3-12, "plain" prints 47."""

    manual: DemoManual
    edition: DemoEdition
    cover_drawing: str
    front: tuple[Section, ...]
    chapters: tuple[Chapter, ...]
    numbering: str = "chapter"
