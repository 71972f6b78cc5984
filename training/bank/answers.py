"""What a person gave, one shape per kind of question. Hostile until `answer_from` has looked at it.

An answer names options, gaps and regions by their ids, so that it means the same in every language of the question.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from training.bank.shapes import (
    AnyQuestion,
    Choice,
    Essay,
    GapChoice,
    GapFill,
    Hotspot,
    Ident,
    Matching,
    MultipleChoice,
    Ordering,
    Shape,
    Unit,
)

Typed = Annotated[str, StringConstraints(max_length=1000)]


class InvalidAnswer(ValueError):
    """The answer does not fit the question. Its text is for a log: a browser that shows the question as it is does
    not send such an answer."""


class ChoiceAnswer(Shape):
    option: Ident | None = None


class MultipleAnswer(Shape):
    options: tuple[Ident, ...] = Field((), max_length=100)


class TrueFalseAnswer(Shape):
    value: bool | None = None


class NumericAnswer(Shape):
    text: Annotated[str, StringConstraints(max_length=100)] = ""
    """As typed, with its unit."""


class TextAnswer(Shape):
    text: Typed = ""


class OrderingAnswer(Shape):
    order: tuple[Ident, ...] = Field((), max_length=100)


class MatchingAnswer(Shape):
    pairs: dict[Ident, Ident] = Field({}, max_length=100)
    """Prompt to choice; a prompt may be left out."""


class GapAnswer(Shape):
    gaps: dict[Ident, Typed] = Field({}, max_length=100)
    """Gap to what was typed or, of a gap with options, the option's id."""


class HotspotAnswer(Shape):
    points: tuple[tuple[Unit, Unit], ...] = Field((), max_length=20)
    regions: tuple[Ident, ...] = Field((), max_length=20)
    """Chosen from the list instead of the picture."""


class EssayAnswer(Shape):
    text: Annotated[str, StringConstraints(max_length=100_000)] = ""
    files: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")], ...] = Field((), max_length=10)
    """SHA-256 of what was handed in with it."""


AnyAnswer = (
    ChoiceAnswer
    | MultipleAnswer
    | TrueFalseAnswer
    | NumericAnswer
    | TextAnswer
    | OrderingAnswer
    | MatchingAnswer
    | GapAnswer
    | HotspotAnswer
    | EssayAnswer
)
_SHAPES: dict[str, type[Shape]] = {
    "choice": ChoiceAnswer,
    "multiple": MultipleAnswer,
    "true_false": TrueFalseAnswer,
    "numeric": NumericAnswer,
    "short_text": TextAnswer,
    "ordering": OrderingAnswer,
    "matching": MatchingAnswer,
    "gap_fill": GapAnswer,
    "hotspot": HotspotAnswer,
    "essay": EssayAnswer,
}


def answer_from(question: AnyQuestion, payload: Any) -> AnyAnswer:
    """The answer to `question` that `payload` (JSON of a request, or as kept) is. Raises InvalidAnswer."""
    try:
        answer: AnyAnswer = _SHAPES[question.kind].model_validate(payload)  # type: ignore[assignment]
    except ValidationError as error:
        raise InvalidAnswer(str(error.errors(include_input=False, include_url=False)[0])) from error
    _fits(question, answer)
    return answer


def is_empty(answer: AnyAnswer) -> bool:
    """Whether nothing was answered: what a person skipped, and what they took back."""
    values = (getattr(answer, name) for name in type(answer).model_fields)
    return all(value is None or (not isinstance(value, bool) and not _said(value)) for value in values)


def _said(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_said, value.values()))
    return bool(value.strip() if isinstance(value, str) else value)


def _fits(question: AnyQuestion, answer: AnyAnswer) -> None:
    match question, answer:
        case Choice(), ChoiceAnswer(option=str() as option):
            _known([option], (one.id for one in question.options))
        case MultipleChoice(), MultipleAnswer():
            _known(answer.options, (one.id for one in question.options))
        case Ordering(), OrderingAnswer():
            items = {one.id for one in question.items}
            if answer.order and (len(answer.order) != len(items) or set(answer.order) != items):
                raise InvalidAnswer("not each item once")
        case Matching(), MatchingAnswer():
            _known(answer.pairs, (one.id for one in question.pairs))
            _known(answer.pairs.values(), (one.id for one in question.choices), distinct=False)
        case GapFill(), GapAnswer():
            _known(answer.gaps, (one.id for one in question.gaps))
            for gap in question.gaps:
                given = answer.gaps.get(gap.id)
                if given and isinstance(gap, GapChoice):
                    _known([given], (one.id for one in gap.options))
        case Hotspot(), HotspotAnswer():
            _known(answer.regions, (one.id for one in question.regions))
            if len(answer.points) + len(answer.regions) > question.most_points:
                raise InvalidAnswer("more points than asked for")
        case Essay(), EssayAnswer():
            if len(answer.text) > question.most_characters:
                raise InvalidAnswer("longer than allowed")
            if len(answer.files) > question.files:
                raise InvalidAnswer("more files than allowed")
        case _:
            pass


def _known(given: Iterable[str], ids: Iterable[str], *, distinct: bool = True) -> None:
    given = list(given)
    if unknown := set(given) - set(ids):
        raise InvalidAnswer(f"no such id: {min(unknown)}")
    if distinct and len(set(given)) != len(given):
        raise InvalidAnswer("an id given twice")
