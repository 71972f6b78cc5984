"""What is handed to the press, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Place:
    """The limits of a text where it stands: at most so many lines (None: as many as there is room for), made smaller
    down to `smallest` per cent."""

    lines: int | None = None
    smallest: int = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of HTML with its style and the files that they name. `places` are by the `data-at` of their elements."""

    html: str
    css: str
    files: Mapping[str, tuple[bytes, str]]
    width_mm: float
    height_mm: float
    bleed_mm: float
    pages: int
    places: Mapping[str, Place] = field(default_factory=dict)


class Pdf(StrEnum):
    """For whom a PDF is: the print shop (bleed and marks) or the screen (tagged, trimmed)."""

    PRESS = "press"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a picture."""

    page: int
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Tight:
    """A place that is too small for its text, however small it was made. `lines` of them fit, if lines are counted."""

    at: str
    share: float
    """So much of the text fits, roughly: 0.8 is four fifths."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What the press made. Where something is tight, or `pages` is not the number asked for, there is no PDF."""

    pages: int
    tight: tuple[Tight, ...]
    pdf: bytes = b""
    pictures: tuple[Drawn, ...] = ()
