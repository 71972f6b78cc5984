"""What the demo's manuals are, as plain values."""

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
    """An issue of a manual; `effective_days` counts from the day on which the demo is loaded."""

    label: str
    effective_days: int
    change_note: str = ""


@dataclass(frozen=True, slots=True)
class DemoManual:
    """A manual of the demo. The audience is empty except for the brand, and `roles` and `regions` where named."""

    slug: str
    title: str
    document_number: str
    brand: str
    kind: str
    language: str
    models: tuple[str, ...]
    department: str
    systems: tuple[str, ...]
    editions: tuple[DemoEdition, ...]
    markets: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    scanned: bool = False
