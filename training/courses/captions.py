"""Which captions a film has: those in the course's own language, and subtitles in others. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Captions:
    """`file` is the id of a file of lessons. `spoken`: of the language that the film is in, with what else is heard."""

    language: str
    file: int
    spoken: bool = False


def captions_of(value: Mapping[str, Any], *, spoken: str) -> tuple[Captions, ...]:
    """Of a lesson's value, those in the language `spoken` first. Each language once."""
    found = {}
    if value.get("captions"):
        found[spoken] = Captions(spoken, value["captions"], spoken=True)
    for entry in value.get("subtitles") or ():
        one = entry.get("value", entry)
        if one.get("file"):
            found.setdefault(one["language"], Captions(one["language"], one["file"]))
    return tuple(found.values())


def preferred(captions: Sequence[Captions], *, language: str) -> Captions | None:
    """Those that somebody with this language reads, else the first."""
    return next((one for one in captions if one.language == language), captions[0] if captions else None)
