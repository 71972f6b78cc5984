"""One answer to one question.

A fraction is the share of the question's mark: 1 all of it, 0 none, below 0 what a wrong answer costs where costs are
kept (see `Policy`). Partial credit per kind:

- one of several: the option's own fraction;
- several of several: the fractions of the chosen options added up and cut to [0, 1], as in Moodle; or all or nothing;
- order: the share of neighbouring pairs that are in order (Moodle's "relative to the next item, excluding last");
- match: the share of prompts with their own choice; gaps: the share of the weight that was filled rightly;
- places: as one or several of several, each region counted once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from training.assessments.grading import numbers, places, wording
from training.bank.answers import (
    AnyAnswer,
    ChoiceAnswer,
    GapAnswer,
    HotspotAnswer,
    MatchingAnswer,
    MultipleAnswer,
    NumericAnswer,
    OrderingAnswer,
    TextAnswer,
    TrueFalseAnswer,
    is_empty,
)
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
    Ordering,
    ShortText,
    TrueFalse,
)

_WHOLE = 1e-4
"""Thirds are written 0.33333: three of them are the whole."""


class State(StrEnum):
    """How a grade is shown."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    NONE = "none"
    NEEDS_GRADING = "needs_grading"


@dataclass(frozen=True, slots=True)
class Grade:
    """`parts` are the fractions of gaps, prompts, or chosen options and regions, by id. `keys` are the places of the
    accepted values or wordings that matched, by gap ("" for a question without gaps): whose feedback is shown."""

    fraction: float
    state: State
    parts: Mapping[str, float] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)


def grade(question: AnyQuestion, answer: AnyAnswer | None, *, language: str) -> Grade:
    """What `answer`, checked by `answer_from`, is worth. `language` is that of the attempt, in which texts are read."""
    if isinstance(question, Essay):
        return Grade(0.0, State.NONE if answer is None or is_empty(answer) else State.NEEDS_GRADING)
    if answer is None or is_empty(answer):
        return Grade(0.0, State.NONE)
    fraction, parts, keys = _worth(question, answer, language)
    fraction = max(-1.0, min(1.0, fraction))
    if fraction >= 1.0 - _WHOLE:
        return Grade(1.0, State.RIGHT, parts, keys)
    return Grade(fraction, State.PARTLY if fraction > 0 else State.WRONG, parts, keys)


_Worth = tuple[float, Mapping[str, float], Mapping[str, int]]


def _worth(question: AnyQuestion, answer: AnyAnswer, language: str) -> _Worth:
    match question, answer:
        case Choice(), ChoiceAnswer():
            worth = {one.id: one.fraction for one in question.options}
            fraction = worth.get(answer.option or "", 0.0)
            return fraction, {answer.option or "": fraction}, {}
        case MultipleChoice(), MultipleAnswer():
            worth = {one.id: one.fraction for one in question.options}
            return _several(worth, answer.options, question.all_or_nothing)
        case TrueFalse(), TrueFalseAnswer():
            return float(answer.value == question.answer), {}, {}
        case Numeric(), NumericAnswer():
            return _numeric(question, answer)
        case ShortText(), TextAnswer():
            fraction, key = wording.judge(answer.text, question.keys, language=language)
            return fraction, {}, _key(key)
        case Ordering(), OrderingAnswer():
            return _ordering(question, answer)
        case Matching(), MatchingAnswer():
            parts = {pair.id: float(answer.pairs.get(pair.id) == pair.choice) for pair in question.pairs}
            return sum(parts.values()) / len(parts), parts, {}
        case GapFill(), GapAnswer():
            return _gaps(question, answer, language)
        case Hotspot(), HotspotAnswer():
            return _places(question, answer)
        case _:
            raise TypeError(f"{type(answer).__name__} answers no {question.kind}")


def _key(place: int | None, name: str = "") -> dict[str, int]:
    return {} if place is None else {name: place}


def _several(worth: Mapping[str, float], chosen: tuple[str, ...], all_or_nothing: bool) -> _Worth:
    parts = {option: worth[option] for option in chosen}
    if all_or_nothing:
        right = {option for option, fraction in worth.items() if fraction > 0}
        return float(set(chosen) == right), parts, {}
    return max(0.0, min(1.0, sum(parts.values()))), parts, {}


def _numeric(question: Numeric, answer: NumericAnswer) -> _Worth:
    given = numbers.read_number(answer.text)
    if given is None:
        return 0.0, {}, {}
    if given.unit:
        factor = numbers.unit_factor(given.unit, question.units)
        named = factor is not None
    else:
        factor, named = None, not question.unit_required
    verdict = numbers.judge(given.value * (factor or 1.0), question.keys)
    fraction = verdict.fraction
    if not named and fraction > 0:
        fraction *= 1.0 - question.wrong_unit_penalty if question.units else float(not given.unit)
    return fraction, {}, _key(verdict.key)


def _ordering(question: Ordering, answer: OrderingAnswer) -> _Worth:
    right = tuple(item.id for item in question.items)
    if question.all_or_nothing:
        return float(answer.order == right), {}, {}
    follows = dict(pairwise(right))
    parts = {first: float(follows.get(first) == second) for first, second in pairwise(answer.order)}
    return sum(parts.values()) / (len(right) - 1), parts, {}


def _gaps(question: GapFill, answer: GapAnswer, language: str) -> _Worth:
    parts: dict[str, float] = {}
    keys: dict[str, int] = {}
    for gap in question.gaps:
        given = answer.gaps.get(gap.id, "")
        fraction, key = 0.0, None
        match gap:
            case GapChoice():
                fraction = {option.id: option.fraction for option in gap.options}.get(given, 0.0)
            case GapText() if given.strip():
                fraction, key = wording.judge(given, gap.keys, language=language)
            case GapNumber() if (number := numbers.read_number(given)) and not number.unit:
                verdict = numbers.judge(number.value, gap.keys)
                fraction, key = verdict.fraction, verdict.key
            case _:
                pass
        parts[gap.id] = fraction
        keys |= _key(key, gap.id)
    weight = sum(gap.weight for gap in question.gaps)
    return sum(parts[gap.id] * gap.weight for gap in question.gaps) / weight, parts, keys


def _places(question: Hotspot, answer: HotspotAnswer) -> _Worth:
    worth = {region.id: region.fraction for region in question.regions}
    chosen = list(dict.fromkeys(answer.regions))
    for x, y in answer.points:
        region = places.region_at(x, y, question.regions)
        if region is not None and region.id not in chosen:
            chosen.append(region.id)
    if question.most_points == 1:
        fraction = worth[chosen[0]] if chosen else 0.0
        return fraction, {chosen[0]: fraction} if chosen else {}, {}
    return _several(worth, tuple(chosen), all_or_nothing=False)


def grade_rubric(question: Essay, levels: Mapping[str, str]) -> float:
    """The fraction that a trainer's choice of a level for each criterion comes to. Raises ValueError when a criterion
    has no level, a level is not of its criterion, or the question has no rubric."""
    reached = most = 0.0
    for criterion in question.criteria:
        points = {level.id: level.points for level in criterion.levels}
        try:
            reached += points[levels[criterion.id]]
        except KeyError as missing:
            raise ValueError(f"criterion {criterion.id}: {missing}") from missing
        most += max(points.values())
    if set(levels) - {criterion.id for criterion in question.criteria}:
        raise ValueError("a level of no criterion")
    if not most:
        raise ValueError("no rubric")
    return reached / most
