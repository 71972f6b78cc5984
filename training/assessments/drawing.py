"""Which questions a person gets, and in which order: decided once by a seed, the same for ever after.

What is drawn is kept (`AttemptItem`), so that nothing is ever drawn again to know it. That the draw can be repeated is
for whoever doubts it: the same plan, pool and seed give the same questions on every machine and version of Python,
because chance comes from SHA-256 here and not from a library that may change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from training.bank.shapes import AnyQuestion, Choice, GapChoice, GapFill, Hotspot, Matching, MultipleChoice, Ordering

T = TypeVar("T")
_WORD = 8


class NotEnoughQuestions(Exception):
    """A draw asks for more questions than fit it. `place` is (section, slot), from 0."""

    def __init__(self, place: tuple[int, int], wanted: int, found: int) -> None:
        super().__init__(f"section {place[0]}, slot {place[1]}: {wanted} wanted, {found} found")
        self.place, self.wanted, self.found = place, wanted, found


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn, by its ids."""

    question: int
    version: int


@dataclass(frozen=True, slots=True)
class Draw:
    """`count` of the `pool`. A fixed question is a pool of one."""

    count: int
    pool: tuple[Candidate, ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its draws in order, and whether their questions are mixed."""

    draws: tuple[Draw, ...]
    shuffle: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question of the attempt, and the section and slot that it was drawn for."""

    candidate: Candidate
    section: int
    slot: int


class Chance:
    """Even chances from a seed: SHA-256 of the seed and a counter, taken as a number, those that would favour low
    results thrown away."""

    def __init__(self, *seed: str) -> None:
        self._seed = "\x1f".join(seed).encode()
        self._words = self._stream()

    def _stream(self) -> Iterator[int]:
        counter = 0
        while True:
            block = hashlib.sha256(self._seed + counter.to_bytes(_WORD, "big")).digest()
            for at in range(0, len(block), _WORD):
                yield int.from_bytes(block[at : at + _WORD], "big")
            counter += 1

    def below(self, bound: int) -> int:
        """An integer in [0, bound)."""
        most = 2 ** (8 * _WORD) // bound * bound
        return next(word for word in self._words if word < most) % bound

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """A new order (Fisher and Yates), each equally likely."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def draw(parts: Sequence[Part], *, seed: str, avoid: frozenset[int] = frozenset()) -> tuple[Drawn, ...]:
    """The questions of an attempt, in the order in which they are asked.

    No question comes twice: fixed ones are set aside first, then draws take theirs in order, those with the fewest to
    choose from before others, so that a broad draw does not use up what a narrow one needs. Questions in `avoid` (those
    of earlier attempts) are taken only where too few others are left. Raises NotEnoughQuestions.
    """
    chance = Chance(seed, "draw")
    slots = [(section, slot, one) for section, part in enumerate(parts) for slot, one in enumerate(part.draws)]
    used: set[int] = set()
    taken: dict[tuple[int, int], list[Candidate]] = {}
    for section, slot, one in sorted(slots, key=lambda entry: (not entry[2].fixed, len(entry[2].pool), entry[:2])):
        free = sorted((c for c in one.pool if c.question not in used), key=lambda candidate: candidate.question)
        if len(free) < one.count:
            raise NotEnoughQuestions((section, slot), one.count, len(free))
        fresh = chance.shuffled([c for c in free if c.question not in avoid])
        known = chance.shuffled([c for c in free if c.question in avoid])
        chosen = [*fresh, *known][: one.count]
        used.update(candidate.question for candidate in chosen)
        taken[section, slot] = chosen
    drawn: list[Drawn] = []
    for section, part in enumerate(parts):
        asked = [
            Drawn(candidate, section, slot) for slot in range(len(part.draws)) for candidate in taken[section, slot]
        ]
        drawn += chance.shuffled(asked) if part.shuffle else asked
    return tuple(drawn)


def option_order(question: AnyQuestion, *, seed: str, position: int, shuffle: bool) -> dict[str, list[str]]:
    """The order in which the person sees what can be chosen, by gap ("" for the question's own): kept with the
    attempt. Options that are marked fixed stay where they are. What is to be put in order is always mixed."""
    chance = Chance(seed, "options", str(position))
    match question:
        case Choice() | MultipleChoice():
            fixed = {at for at, option in enumerate(question.options) if option.fixed}
            return {"": _mixed([o.id for o in question.options], fixed, chance, shuffle and question.shuffle)}
        case Ordering():
            return {"": _mixed([item.id for item in question.items], set(), chance, True)}
        case Matching():
            return {"": _mixed([choice.id for choice in question.choices], set(), chance, shuffle and question.shuffle)}
        case GapFill():
            return {
                gap.id: _mixed([option.id for option in gap.options], set(), chance, shuffle)
                for gap in question.gaps
                if isinstance(gap, GapChoice)
            }
        case Hotspot():
            return {"": [region.id for region in question.regions]}
        case _:
            return {}


def _mixed(ids: list[str], fixed: set[int], chance: Chance, shuffle: bool) -> list[str]:
    if not shuffle:
        return ids
    moving = iter(chance.shuffled([name for at, name in enumerate(ids) if at not in fixed]))
    return [name if at in fixed else next(moving) for at, name in enumerate(ids)]
