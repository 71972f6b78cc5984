"""Where an attempt comes from. The rooms above say it for the kinds of purpose that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from training.assessments.models import Attempt


@dataclass(frozen=True, slots=True)
class Origin:
    """The page to go back to, and what it is called."""

    title: str
    url: str


_origins: dict[str, Callable[[Attempt], Origin | None]] = {}


def register_origin(kind: str, find: Callable[[Attempt], Origin | None]) -> None:
    """`find` tells the origin of attempts whose purpose begins with `kind` and a colon."""
    _origins[kind] = find


def origin_of(attempt: Attempt) -> Origin | None:
    """Where the person goes on after the attempt; None when nobody knows."""
    find = _origins.get(attempt.purpose.partition(":")[0])
    return find(attempt) if find else None
