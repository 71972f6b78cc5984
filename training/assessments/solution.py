"""The right answer of a question in words, for those who may see it. The other half of `presenting`, kept apart from it
so that no page of an open attempt can reach it by mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from training.assessments.presenting import Address
from training.bank.markup import with_addresses
from training.bank.shapes import (
    AnyQuestion,
    Choice,
    Essay,
    Gap,
    GapChoice,
    GapFill,
    GapNumber,
    Hotspot,
    Localised,
    Matching,
    MultipleChoice,
    Numeric,
    NumericKey,
    Ordering,
    ShortText,
    TrueFalse,
    wording,
)


@dataclass(frozen=True, slots=True)
class Solution:
    """`ids` are what should have been chosen, in order where order matters; `pairs` prompt to choice; `lines` the same
    in words, as clean HTML; `truth` the answer of a true-or-false question."""

    ids: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    truth: bool | None = None


def solution(question: AnyQuestion, *, language: str, address: Address) -> Solution:
    """The best answer."""

    def html(texts: Localised) -> str:
        return with_addresses(wording(texts, language), address)

    match question:
        case Choice():
            best = max(question.options, key=lambda option: option.fraction)
            return Solution(ids=(best.id,), lines=(html(best.text),))
        case MultipleChoice():
            right = [option for option in question.options if option.fraction > 0]
            return Solution(ids=tuple(o.id for o in right), lines=tuple(html(o.text) for o in right))
        case TrueFalse():
            return Solution(truth=question.answer)
        case Numeric():
            unit = next((unit.symbol for unit in question.units if unit.factor == 1.0), "")
            key = max(question.keys, key=lambda one: one.fraction)
            return Solution(lines=(escape(f"{_number(key)} {unit}".strip()),))
        case ShortText():
            best_keys = [k.pattern for k in question.keys if k.fraction >= 1 and k.language in (None, language)]
            return Solution(lines=tuple(map(escape, best_keys[:3] or [question.keys[0].pattern])))
        case Ordering():
            return Solution(ids=tuple(i.id for i in question.items), lines=tuple(html(i.text) for i in question.items))
        case Matching():
            choices = {choice.id: html(choice.text) for choice in question.choices}
            return Solution(
                pairs=tuple((pair.id, pair.choice) for pair in question.pairs),
                lines=tuple(f"{html(pair.prompt)} → {choices[pair.choice]}" for pair in question.pairs),
            )
        case GapFill():
            return Solution(lines=tuple(_gap(gap, html) for gap in question.gaps))
        case Hotspot():
            right_regions = [region for region in question.regions if region.fraction > 0]
            return Solution(
                ids=tuple(region.id for region in right_regions),
                lines=tuple(escape(wording(region.label, language)) for region in right_regions),
            )
        case Essay():
            model = html(question.model_answer)
            return Solution(lines=(model,) if model else ())


def _gap(gap: Gap, html: Callable[[Localised], str]) -> str:
    match gap:
        case GapChoice():
            return html(max(gap.options, key=lambda option: option.fraction).text)
        case GapNumber():
            return _number(max(gap.keys, key=lambda key: key.fraction))
        case _:
            return escape(max(gap.keys, key=lambda key: key.fraction).pattern)


def _number(key: NumericKey) -> str:
    if not key.tolerance:
        return f"{key.value:g}"
    return f"{key.value:g} ± {key.tolerance:.0%}" if key.relative else f"{key.value:g} ± {key.tolerance:g}"
