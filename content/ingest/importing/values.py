"""What the steps of an import hand to each other, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the metadata file: `number` as an editor counts (the header is 1), and its cells by column, cleaned,
    without empty ones."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the folder. `name` is its path below the folder with "/"; `refusal` says why it cannot be taken in."""

    path: Path
    name: str
    sha256: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Impression:
    """What a first look into a file suggests: its own title and the language of its first pages, "" if none."""

    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ApplicabilityRow:
    """Codes of a brand and perhaps a model, model years (both included), and an ISO 3166 market; "" and None: any."""

    brand: str
    model: str = ""
    year_from: int | None = None
    year_to: int | None = None
    market: str = ""


@dataclass(frozen=True, slots=True)
class NewManual:
    """A manual to make. `audience` holds codes by dimension."""

    document_number: str
    title: str
    department: str
    category: str
    language: str
    applicability: tuple[ApplicabilityRow, ...] = ()
    audience: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition to receive. `manual` is set where the manual has to be made first."""

    file: FoundFile
    document_number: str
    label: str
    effective_from: datetime
    change_note: str = ""
    manual: NewManual | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """A file that was taken in before."""

    file: FoundFile
    edition_id: int


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file or a line that is not taken in, and why. `line` is that of the metadata file."""

    name: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, in order."""

    new: tuple[NewEdition, ...]
    present: tuple[Present, ...]
    refused: tuple[RefusedFile, ...]


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition in the library."""

    edition_id: int
    document_number: str
    label: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the library and the network hold. `audience` maps each dimension to its codes; `models` a model's code to
    its brand's; the rest are codes."""

    manuals: frozenset[str]
    editions: tuple[KnownEdition, ...]
    departments: frozenset[str]
    brands: frozenset[str]
    models: Mapping[str, str]
    audience: Mapping[str, frozenset[str]]
    categories: frozenset[str]
    languages: frozenset[str]
