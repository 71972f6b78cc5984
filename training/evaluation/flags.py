"""What a trainer should look at, in words, from the numbers of a question. Pure but for the translation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from training.evaluation.sampling import NOTHING

ENOUGH = 20
"""With fewer answers nothing is said: chance would say it."""
TOO_EASY = 0.95
TOO_HARD = 0.20
HARDLY = 0.15
"""Below this corrected item-total correlation a question tells little. Ebel & Frisbie, ch. 13, ask for a D of .20."""
HARDLY_CHOSEN = 0.05
"""A distractor that fewer choose does not work (Haladyna & Downing)."""


@dataclass(frozen=True, slots=True)
class Flag:
    """`grave`: marks may be wrong because of it."""

    text: str
    grave: bool = False


def flags(question: Mapping[str, Any]) -> list[Flag]:
    """The flags of a question as an analysis keeps it, the gravest first."""
    if question["n"] < ENOUGH:
        return [Flag(_("too few answers to judge"))]
    found = [*_by_numbers(question), *_by_options(question)]
    return sorted(found, key=lambda flag: not flag.grave)


def _by_numbers(question: Mapping[str, Any]) -> Iterator[Flag]:
    facility, corrected = question["facility"], question["corrected"]
    if facility > TOO_EASY:
        yield Flag(_("too easy"))
    elif facility < TOO_HARD:
        yield Flag(_("too hard"))
    if corrected is None:
        return
    if corrected < 0:
        yield Flag(_("discriminates negatively: check the key"), grave=True)
    elif corrected < HARDLY and TOO_HARD <= facility <= TOO_EASY:
        yield Flag(_("hardly discriminates"))


def _by_options(question: Mapping[str, Any]) -> Iterator[Flag]:
    """Of the newest version that was asked."""
    version = question["versions"][-1]
    options, right = version["options"], version["right"]
    chosen = {option: sum(options.get(option, ())) for option in right}
    people = sum(chosen.values()) + sum(options.get(NOTHING, ()))
    if people < ENOUGH:
        return
    upper = {option: options[option][2] for option in right if option in options}
    best_right = max((count for option, count in upper.items() if right[option]), default=0)
    if any(count > best_right for option, count in upper.items() if not right[option]):
        yield Flag(_("the best people choose a wrong option: check the key"), grave=True)
    wrong = [option for option, is_right in right.items() if not is_right]
    if any(not chosen[option] for option in wrong):
        yield Flag(_("distractor never chosen"))
    elif any(chosen[option] < HARDLY_CHOSEN * people for option in wrong):
        yield Flag(_("distractor hardly ever chosen"))
