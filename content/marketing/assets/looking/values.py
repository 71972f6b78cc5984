"""What looking at a file and making one of it give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Facts of a file, and its small pictures as WebP."""

    facts: dict[str, Any]
    preview: bytes
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A picture that was made."""

    data: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Played:
    """A film or sound: seconds, upright measures (0: no picture), whether it can be heard."""

    seconds: float
    width: int = 0
    height: int = 0
    sound: bool = False
