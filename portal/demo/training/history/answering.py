"""How people answer: who knows more is right more often, hard questions are answered rightly less often, and who is
wrong is wrong in a way that suits the question. Pure.

Whether an answer is right follows the two-parameter logistic model of item response theory (Birnbaum 1968):
P(right) = 1 / (1 + exp(-a (θ - b))), with the person's ability θ, the question's difficulty b and discrimination a.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portal.demo.training.history.chance import chance
from training.assessments.grading.places import region_at
from training.bank.shapes import (
    AnyQuestion,
    Choice,
    Essay,
    GapChoice,
    GapFill,
    GapNumber,
    GapText,
    Hotspot,
    Matching,
    MultipleChoice,
    Numeric,
    NumericKey,
    Ordering,
    Rectangle,
    Region,
    ShortText,
    TextKey,
    TrueFalse,
    wording,
)

LEVELS = {1: -1.5, 2: -0.9, 3: -0.35, 4: 0.25, 5: 0.9}
"""Where the bank's five degrees of difficulty lie on the scale of abilities."""
_SPREAD = 0.5
_STEEPNESS = (1.7, 0.35)
_DISTRACTORS = (5.0, 3.0, 1.5)
"""How much the wrong options of a question draw, the most tempting first; those after the third as the third."""
_BLANK = 0.04
_SLIPS = (0.5, 0.8, 1.25, 2.0, 10.0, 0.1)
_SECONDS = {1: 18.0, 2: 26.0, 3: 38.0, 4: 55.0, 5: 75.0}
_ESSAY_SECONDS = 900.0
_OFF = 0.02
"""A corner of a picture in which nothing is drawn."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A question's difficulty and discrimination on the scale of abilities."""

    difficulty: float
    discrimination: float

    def right(self, ability: float) -> float:
        """The chance that somebody of this ability is right."""
        return 1.0 / (1.0 + math.exp(-self.discrimination * (ability - self.difficulty)))


def curve(identifier: str, difficulty: int) -> Curve:
    """Of a question by its identifier and the bank's degree of difficulty, which authors judge roughly."""
    dice = chance("curve", identifier)
    return Curve(
        difficulty=dice.gauss(LEVELS[difficulty], _SPREAD),
        discrimination=max(0.5, dice.gauss(*_STEEPNESS)),
    )


def seconds(dice: random.Random, difficulty: int, asked: AnyQuestion) -> float:
    """How long somebody thinks: log-normal, longer for what is harder."""
    middle = _ESSAY_SECONDS if isinstance(asked, Essay) else _SECONDS[difficulty]
    return max(4.0, middle * dice.lognormvariate(0.0, 0.45))


def right_answer(asked: AnyQuestion, *, language: str, believed: str = "") -> dict[str, Any]:
    """What somebody answers who knows it. `believed` is the option of a choice that is right in truth where the key
    says otherwise."""
    match asked:
        case Choice():
            best = max(asked.options, key=lambda option: option.fraction).id
            return {"option": believed or best}
        case MultipleChoice():
            return {"options": [option.id for option in asked.options if option.fraction > 0]}
        case TrueFalse():
            return {"value": asked.answer}
        case Numeric():
            return {"text": _number(asked.keys[0].value, asked.units[0].symbol if asked.units else "")}
        case ShortText():
            return {"text": _text(asked.keys, language)}
        case Ordering():
            return {"order": [item.id for item in asked.items]}
        case Matching():
            return {"pairs": {pair.id: pair.choice for pair in asked.pairs}}
        case GapFill():
            return {"gaps": {gap.id: _gap(gap, language) for gap in asked.gaps}}
        case Hotspot():
            worth = sorted((one for one in asked.regions if one.fraction > 0), key=lambda one: -one.fraction)
            return _pointed(worth[: asked.most_points])
        case Essay():
            return {"text": wording(asked.model_answer, language)}


def wrong_answer(
    dice: random.Random, identifier: str, asked: AnyQuestion, *, language: str, believed: str = ""
) -> dict[str, Any]:
    """What somebody answers who does not know it: not always something, and seldom by mere chance."""
    if dice.random() < _BLANK:
        return {}
    match asked:
        case Choice():
            best = {believed} if believed else {option.id for option in asked.options if option.fraction >= 1}
            return {"option": _tempting(dice, identifier, [one.id for one in asked.options if one.id not in best])}
        case MultipleChoice():
            return {"options": _several(dice, asked)}
        case TrueFalse():
            return {"value": not asked.answer}
        case Numeric():
            unit = asked.units[0].symbol if asked.units else ""
            return {"text": _number(_off(dice, asked.keys), unit)}
        case ShortText():
            return {"text": _misspelt(_text(asked.keys, language))}
        case Ordering():
            return {"order": _swapped(dice, [item.id for item in asked.items])}
        case Matching():
            return {"pairs": _crossed(dice, asked)}
        case GapFill():
            return {"gaps": _gaps(dice, asked, language)}
        case Hotspot():
            return _missed(dice, asked)
        case Essay():
            text = wording(asked.model_answer, language)
            return {"text": text[: max(40, len(text) // 3)]}


def _tempting(dice: random.Random, identifier: str, wrong: Sequence[str]) -> str:
    """Which distractor draws most belongs to the question, not to who answers it."""
    order = list(wrong)
    chance("distractors", identifier).shuffle(order)
    weights = [_DISTRACTORS[min(place, len(_DISTRACTORS) - 1)] for place in range(len(order))]
    return dice.choices(order, weights)[0]


def _several(dice: random.Random, asked: MultipleChoice) -> list[str]:
    right = [option.id for option in asked.options if option.fraction > 0]
    wrong = [option.id for option in asked.options if option.fraction <= 0]
    if wrong and dice.random() < 0.5:
        return [*right, dice.choice(wrong)]
    left_out = dice.choice(right)
    kept = [option for option in right if option != left_out]
    return kept or wrong[:1]


def _off(dice: random.Random, keys: Sequence[NumericKey]) -> float:
    """A value outside every tolerance."""
    value = keys[0].value
    for factor in dice.sample(_SLIPS, len(_SLIPS)):
        slip = value * factor if value else factor
        if all(abs(slip - key.value) > _room(key) for key in keys):
            return slip
    return value + 1000.0


def _room(key: NumericKey) -> float:
    return key.tolerance * abs(key.value) if key.relative else key.tolerance


def _swapped(dice: random.Random, order: list[str]) -> list[str]:
    at = dice.randrange(len(order) - 1)
    order[at], order[at + 1] = order[at + 1], order[at]
    return order


def _crossed(dice: random.Random, asked: Matching) -> dict[str, str]:
    """Two prompts with each other's choices; where both have the same, one with another choice."""
    pairs = {pair.id: pair.choice for pair in asked.pairs}
    crossing = [(one, two) for one, two in pairwise(pairs) if pairs[one] != pairs[two]]
    if crossing:
        one, two = dice.choice(crossing)
        pairs[one], pairs[two] = pairs[two], pairs[one]
    else:
        first = next(iter(pairs))
        pairs[first] = next(choice.id for choice in asked.choices if choice.id != pairs[first])
    return pairs


def _gaps(dice: random.Random, asked: GapFill, language: str) -> dict[str, str]:
    """One gap wrong, the others right."""
    missed = dice.choice(asked.gaps)
    given = {gap.id: _gap(gap, language) for gap in asked.gaps}
    match missed:
        case GapChoice():
            given[missed.id] = dice.choice([option.id for option in missed.options if option.fraction < 1])
        case GapText():
            given[missed.id] = _misspelt(given[missed.id])
        case GapNumber():
            given[missed.id] = _number(_off(dice, missed.keys), "")
    return given


def _gap(gap: GapChoice | GapText | GapNumber, language: str) -> str:
    match gap:
        case GapChoice():
            return max(gap.options, key=lambda option: option.fraction).id
        case GapText():
            return _text(gap.keys, language)
        case GapNumber():
            return _number(gap.keys[0].value, "")


def _text(keys: Sequence[TextKey], language: str) -> str:
    whole = [key for key in keys if key.fraction >= 1]
    fitting = [key for key in whole if key.language in (None, language)] or whole
    return fitting[0].pattern.replace("\\*", "\0").replace("*", "").replace("\0", "*")


def _misspelt(text: str) -> str:
    """Another word of the same look: a code with another digit, a name cut short."""
    last = text[-1:]
    return text[:-1] + str((int(last) + 3) % 10) if last.isdecimal() else text[: len(text) // 2] + "?"


def _number(value: float, unit: str) -> str:
    return f"{value:.6g} {unit}".strip()


def _missed(dice: random.Random, asked: Hotspot) -> dict[str, Any]:
    """Another region than the right one; where the two overlap, it is named."""
    others = [region for region in asked.regions if region.fraction <= 0]
    if not others:
        return {"points": [[_OFF, _OFF]]}
    other = dice.choice(others)
    given = _pointed([other])
    hit = [region_at(x, y, asked.regions) for x, y in given["points"]]
    return given if hit == [other] else {"regions": [other.id]}


def _pointed(regions: Sequence[Region]) -> dict[str, Any]:
    """Pointed at, where the middle of the region is known; else named."""
    points, named = [], []
    for region in regions:
        outline = region.outline
        if isinstance(outline, Rectangle):
            points.append([outline.left + outline.width / 2, outline.top + outline.height / 2])
        else:
            named.append(region.id)
    return {"points": points, "regions": named}
