"""What a question is, free of any database: its parts, its key, and what may be answered.

A question's structure has no language: options, gaps, regions and criteria have ids, and every text is `Localised`. So
an answer given in Chinese and one given in English name the same options, and progress and statistics hang on ids.
Texts are restricted HTML (`training.bank.markup` cleans them) unless a field says plain.

The kinds follow IMS QTI 2.1 interactions (choice, order, match, inline choice, text entry, hotspot, extended text) and
what Moodle's question types can express, so that an import loses as little as it can.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

Ident = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Text = Annotated[str, StringConstraints(max_length=50_000)]
Localised = dict[Language, Text]
Fraction = Annotated[float, Field(ge=-1.0, le=1.0, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Unit = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
"""A coordinate of a picture, as a share of its width or height."""

MOST_OPTIONS = 100


class Shape(BaseModel):
    """Immutable, and closed: an unknown field is an error, so that a misspelt one is not silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Shape):
    """One option of a choice. `fraction` is its share of the mark: 1.0 right, 0 wrong, below 0 costs."""

    id: Ident
    text: Localised
    fraction: Fraction = 0.0
    feedback: Localised = {}
    fixed: bool = False
    """Keeps its place when options are shuffled ("None of these")."""


class Picture(Shape):
    """A picture kept by the bank (`training.bank.models.Media`), by the SHA-256 of its bytes."""

    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    alt: Localised = {}


class Question(Shape):
    """What every kind has."""

    stem: Localised
    explanation: Localised = {}
    """Shown with the result, whatever was answered."""
    hints: tuple[Localised, ...] = ()
    """Shown one by one on request; what a hint costs is the assessment's policy."""
    media: tuple[Picture, ...] = ()

    @model_validator(mode="after")
    def _has_a_stem(self) -> Self:
        if not any(text.strip() for text in self.stem.values()):
            raise PydanticCustomError("no_text", "The question has no text.")
        return self


def _distinct(what: str, ids: list[str]) -> None:
    if len(ids) != len(set(ids)):
        raise PydanticCustomError("same_id", "Two {what} have the same id.", {"what": what})
    if len(ids) > MOST_OPTIONS:
        raise PydanticCustomError("too_many", "More than {most} {what}.", {"most": MOST_OPTIONS, "what": what})


class Choice(Question):
    """One of several. The best option is worth the whole mark; others may be worth a part."""

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)
    shuffle: bool = True

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _distinct("options", [option.id for option in self.options])
        if not math.isclose(max(option.fraction for option in self.options), 1.0, abs_tol=1e-6):
            raise PydanticCustomError("no_whole_option", "No option is worth 100 %.")
        return self


class MultipleChoice(Question):
    """Several of several. Right options' fractions add up to the whole mark."""

    kind: Literal["multiple"] = "multiple"
    options: tuple[Option, ...] = Field(min_length=2)
    shuffle: bool = True
    all_or_nothing: bool = False

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _distinct("options", [option.id for option in self.options])
        right = sum(option.fraction for option in self.options if option.fraction > 0)
        # Moodle writes thirds as 33.33333.
        if not math.isclose(right, 1.0, abs_tol=1e-3):
            raise PydanticCustomError(
                "options_not_whole",
                "The right options are worth {share} together, not 100 %.",
                {"share": f"{right:.2%}"},
            )
        return self


class TrueFalse(Question):
    kind: Literal["true_false"] = "true_false"
    answer: bool
    feedback_true: Localised = {}
    feedback_false: Localised = {}


class NumericKey(Shape):
    """One accepted value. `tolerance` is absolute, or relative to the value (0.05 = 5 %)."""

    value: Finite
    tolerance: Annotated[float, Field(ge=0.0, allow_inf_nan=False)] = 0.0
    relative: bool = False
    fraction: Fraction = 1.0
    feedback: Localised = {}


class NumericUnit(Shape):
    """A unit in which the answer may be given: `value_in_key_unit = given * factor`. The key's own has factor 1."""

    symbol: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    factor: Annotated[float, Field(gt=0.0, allow_inf_nan=False)] = 1.0


class Numeric(Question):
    kind: Literal["numeric"] = "numeric"
    keys: tuple[NumericKey, ...] = Field(min_length=1)
    units: tuple[NumericUnit, ...] = ()
    unit_required: bool = False
    wrong_unit_penalty: Unit = 0.0
    """Share of the mark lost when the number is right and the unit missing or unknown; 1 loses it all."""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not math.isclose(max(key.fraction for key in self.keys), 1.0, abs_tol=1e-6):
            raise PydanticCustomError("no_whole_value", "No value is worth 100 %.")
        if self.unit_required and not self.units:
            raise PydanticCustomError("no_unit", "A unit is required, but none is given.")
        return self


class TextKey(Shape):
    """One accepted wording. `*` stands for any characters, `\\*` for a star, as in Moodle. Never a regular expression:
    what an author or an import file writes must not be able to make grading slow."""

    pattern: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    case_sensitive: bool = False
    fraction: Fraction = 1.0
    feedback: Localised = {}
    language: Language | None = None
    """None: accepted whatever the language of the attempt."""


class ShortText(Question):
    kind: Literal["short_text"] = "short_text"
    keys: tuple[TextKey, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not math.isclose(max(key.fraction for key in self.keys), 1.0, abs_tol=1e-6):
            raise PydanticCustomError("no_whole_wording", "No wording is worth 100 %.")
        return self


class Item(Shape):
    id: Ident
    text: Localised


class Ordering(Question):
    """`items` are in the right order. Partial credit: the share of neighbouring pairs that are in order."""

    kind: Literal["ordering"] = "ordering"
    items: tuple[Item, ...] = Field(min_length=2)
    all_or_nothing: bool = False

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _distinct("items", [item.id for item in self.items])
        return self


class Pair(Shape):
    """`prompt` belongs to the choice with id `choice`."""

    id: Ident
    prompt: Localised
    choice: Ident


class Matching(Question):
    """Every prompt to one choice; there may be more choices than prompts."""

    kind: Literal["matching"] = "matching"
    pairs: tuple[Pair, ...] = Field(min_length=1)
    choices: tuple[Item, ...] = Field(min_length=2)
    shuffle: bool = True

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _distinct("prompts", [pair.id for pair in self.pairs])
        _distinct("choices", [choice.id for choice in self.choices])
        known = {choice.id for choice in self.choices}
        if missing := [pair.id for pair in self.pairs if pair.choice not in known]:
            raise PydanticCustomError(
                "no_such_choice", "Prompt {id} belongs to a choice that is not there.", {"id": missing[0]}
            )
        return self


class GapChoice(Shape):
    kind: Literal["gap_choice"] = "gap_choice"
    id: Ident
    weight: Annotated[float, Field(gt=0.0, allow_inf_nan=False)] = 1.0
    options: tuple[Option, ...] = Field(min_length=2)


class GapText(Shape):
    kind: Literal["gap_text"] = "gap_text"
    id: Ident
    weight: Annotated[float, Field(gt=0.0, allow_inf_nan=False)] = 1.0
    keys: tuple[TextKey, ...] = Field(min_length=1)


class GapNumber(Shape):
    kind: Literal["gap_number"] = "gap_number"
    id: Ident
    weight: Annotated[float, Field(gt=0.0, allow_inf_nan=False)] = 1.0
    keys: tuple[NumericKey, ...] = Field(min_length=1)


Gap = Annotated[GapChoice | GapText | GapNumber, Field(discriminator="kind")]


class GapFill(Question):
    """A text with gaps, `[[id]]` in the stem of every language. A gap's share of the mark is its weight over all."""

    kind: Literal["gap_fill"] = "gap_fill"
    gaps: tuple[Gap, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _distinct("gaps", [gap.id for gap in self.gaps])
        for language, text in self.stem.items():
            if missing := [gap.id for gap in self.gaps if f"[[{gap.id}]]" not in text]:
                raise PydanticCustomError(
                    "no_such_gap", "The text ({language}) has no [[{id}]].", {"language": language, "id": missing[0]}
                )
        return self


class Rectangle(Shape):
    kind: Literal["rectangle"] = "rectangle"
    left: Unit
    top: Unit
    width: Unit
    height: Unit


class Ellipse(Shape):
    kind: Literal["ellipse"] = "ellipse"
    x: Unit
    y: Unit
    rx: Unit
    ry: Unit


class Polygon(Shape):
    kind: Literal["polygon"] = "polygon"
    points: tuple[tuple[Unit, Unit], ...] = Field(min_length=3, max_length=200)


class Region(Shape):
    """A place of the picture. `label` names it for those who choose from the keyboard's list instead of pointing."""

    id: Ident
    outline: Annotated[Rectangle | Ellipse | Polygon, Field(discriminator="kind")]
    label: Localised
    fraction: Fraction = 0.0
    feedback: Localised = {}


class Hotspot(Question):
    """Point at a place. Answered by a point, or by a region's id from the list that stands beside the picture.
    With `most_points` above 1 the right regions' fractions add up to the whole mark."""

    kind: Literal["hotspot"] = "hotspot"
    picture: Picture
    regions: tuple[Region, ...] = Field(min_length=1)
    most_points: Annotated[int, Field(ge=1, le=20)] = 1

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _distinct("regions", [region.id for region in self.regions])
        right = [region.fraction for region in self.regions if region.fraction > 0]
        worth = max(right, default=0.0) if self.most_points == 1 else sum(right)
        if not math.isclose(worth, 1.0, abs_tol=1e-3):
            raise PydanticCustomError(
                "places_not_whole", "The right regions are worth {share}, not 100 %.", {"share": f"{worth:.2%}"}
            )
        return self


class Level(Shape):
    id: Ident
    text: Localised
    points: Annotated[float, Field(ge=0.0, allow_inf_nan=False)]


class Criterion(Shape):
    """One line of a rubric; a trainer picks one level."""

    id: Ident
    text: Localised
    levels: tuple[Level, ...] = Field(min_length=2)


class Essay(Question):
    """Graded by a trainer with the rubric. The mark is points reached over points to be had."""

    kind: Literal["essay"] = "essay"
    criteria: tuple[Criterion, ...] = ()
    model_answer: Localised = {}
    most_characters: Annotated[int, Field(ge=1, le=100_000)] = 20_000
    files: Annotated[int, Field(ge=0, le=10)] = 0
    """How many files may be handed in with it."""
    text_required: bool = True

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _distinct("criteria", [criterion.id for criterion in self.criteria])
        if self.criteria and not any(level.points for criterion in self.criteria for level in criterion.levels):
            raise PydanticCustomError("no_points", "The rubric has no points.")
        return self


AnyQuestion = Annotated[
    Choice | MultipleChoice | TrueFalse | Numeric | ShortText | Ordering | Matching | GapFill | Hotspot | Essay,
    Field(discriminator="kind"),
]
KINDS = (
    "choice",
    "multiple",
    "true_false",
    "numeric",
    "short_text",
    "ordering",
    "matching",
    "gap_fill",
    "hotspot",
    "essay",
)
_QUESTIONS: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)


def question_from(body: dict[str, Any]) -> AnyQuestion:
    """The question that `body` (as kept in the database, or as a form or a file gives it) describes.

    Raises `pydantic.ValidationError`, which names each wrong field and why.
    """
    return _QUESTIONS.validate_python(body)


def body_of(question: AnyQuestion) -> dict[str, Any]:
    """The question as JSON can hold it; `question_from` gives it back unchanged."""
    return question.model_dump(mode="json")


def wording(texts: Localised, language: str) -> str:
    """The text in `language`, else in the same language of another place, else English, else whatever there is."""
    if not texts:
        return ""
    if text := texts.get(language):
        return text
    stem = language.split("-")[0]
    for code, text in texts.items():
        if code.split("-")[0] == stem and text:
            return text
    return texts.get("en") or next(iter(texts.values()))
