"""What is said in films, in pieces that are found and played by themselves. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from training.courses.api import Cue

SECONDS_OF_A_GROUP = 30.0


def said_in(cues: Iterable[Cue]) -> Iterator[tuple[int, str]]:
    """(second at which it begins, what is said) for each half minute of a film, each second once. Languages stand one
    after the other."""
    for together in grouped(cues):
        said: dict[str, list[str]] = {}
        for cue in together:
            said.setdefault(cue.language, []).append(cue.text)
        yield int(together[0].seconds), "\n".join(" ".join(texts) for texts in said.values())


def grouped(cues: Iterable[Cue]) -> Iterator[list[Cue]]:
    """Cues in order of time, those together that begin within SECONDS_OF_A_GROUP of the first whole second."""
    group: list[Cue] = []
    for cue in sorted(cues, key=lambda one: one.seconds):
        if group and cue.seconds >= int(group[0].seconds) + SECONDS_OF_A_GROUP:
            yield group
            group = []
        group.append(cue)
    if group:
        yield group


def clock(seconds: int) -> str:
    """1:05 or 1:02:30."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
