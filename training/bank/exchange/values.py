"""What readers, the plan and writers of question files hand to each other, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from portal.core.errors import Refused
from portal.core.pictures import Encoded
from training.bank.shapes import AnyQuestion

MOST_QUESTIONS = 5000
LARGEST_FILE = 20 * 1024 * 1024


class FileRefused(Refused):
    """The file as a whole cannot be used; nothing is imported."""


class ItemRefused(Refused):
    """One question of the file cannot be used; others can."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read. `language` is that of texts that do not say theirs; `has_picture` tells whether the bank
    keeps a picture with this SHA-256 already, which then is not encoded anew."""

    language: str
    has_picture: Callable[[str], bool] = lambda digest: False


@dataclass(frozen=True, slots=True)
class Found:
    """One question of a file. Without `asked`, `refusal` says why it cannot be taken in, or, where `skipped`, why there
    is nothing to take in. `lost` lists what the bank cannot keep. None and (): the file does not say."""

    where: str
    """The line or the item, as a person finds it."""
    name: str = ""
    identifier: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] | None = None
    difficulty: int | None = None
    objective: str | None = None
    asked: AnyQuestion | None = None
    refusal: str = ""
    skipped: bool = False
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds. `pictures` are those that its questions show, by SHA-256, as the bank would keep them."""

    found: tuple[Found, ...]
    pictures: Mapping[str, Encoded] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """One question of the bank, as a writer takes it."""

    name: str
    identifier: str
    asked: AnyQuestion
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    difficulty: int = 3
    objective: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """What one question loses in a file. `left_out`: the format has no such question at all."""

    name: str
    lost: tuple[str, ...]
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and what is not in it."""

    data: bytes
    content_type: str
    extension: str
    losses: tuple[Loss, ...]
