"""A question as a learner sees it: in their language and order, and without anything that tells the answer.

A `Face` is built from what may be shown, field by field, never by leaving things out of the question: whatever is added
to questions later stays hidden until somebody decides otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from training.bank.markup import with_addresses
from training.bank.shapes import (
    AnyQuestion,
    Choice,
    Essay,
    GapChoice,
    GapFill,
    GapNumber,
    Hotspot,
    Localised,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    wording,
)

Address = Callable[[str], str]
_GAP = re.compile(r"\[\[([A-Za-z0-9_-]{1,40})\]\]")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be chosen. `text` is clean HTML."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap. Without `offers` it is typed; `numeric` asks for a number."""

    id: str
    offers: tuple[Offer, ...] = ()
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture: its address and what it shows in words."""

    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class Face:
    """`pieces` is the text of a gap fill, HTML and gaps in turn; `stem` of all others is clean HTML."""

    kind: str
    stem: str
    offers: tuple[Offer, ...] = ()
    prompts: tuple[Offer, ...] = ()
    pieces: tuple[str | Blank, ...] = ()
    pictures: tuple[Shown, ...] = ()
    target: Shown | None = None
    most_points: int = 1
    units: tuple[str, ...] = ()
    unit_required: bool = False
    hints: int = 0
    most_characters: int = 0
    files: int = 0
    criteria: tuple[str, ...] = field(default=())


def face(question: AnyQuestion, *, language: str, order: Mapping[str, Sequence[str]], address: Address) -> Face:
    """The question for a learner. `order` is what `drawing.option_order` gave; `address` makes the address of a
    picture from its SHA-256."""

    def html(texts: Localised) -> str:
        return with_addresses(wording(texts, language), address)

    def offers(entries: Sequence[tuple[str, Localised]], gap: str = "") -> tuple[Offer, ...]:
        texts = dict(entries)
        ids = [name for name in order.get(gap, ()) if name in texts] or list(texts)
        return tuple(Offer(name, html(texts[name])) for name in ids)

    def shown(sha256: str, alt: Localised) -> Shown:
        return Shown(address(sha256), wording(alt, language))

    shown_as = Face(
        kind=question.kind,
        stem=html(question.stem),
        pictures=tuple(shown(picture.sha256, picture.alt) for picture in question.media),
        hints=len(question.hints),
    )
    match question:
        case Choice() | MultipleChoice():
            return replace(shown_as, offers=offers([(one.id, one.text) for one in question.options]))
        case Ordering():
            return replace(shown_as, offers=offers([(one.id, one.text) for one in question.items]))
        case Matching():
            return replace(
                shown_as,
                offers=offers([(one.id, one.text) for one in question.choices]),
                prompts=tuple(Offer(pair.id, html(pair.prompt)) for pair in question.pairs),
            )
        case Numeric():
            return replace(
                shown_as,
                units=tuple(unit.symbol for unit in question.units),
                unit_required=question.unit_required,
            )
        case GapFill():
            blanks = {
                gap.id: Blank(
                    gap.id,
                    offers([(one.id, one.text) for one in gap.options], gap.id) if isinstance(gap, GapChoice) else (),
                    isinstance(gap, GapNumber),
                )
                for gap in question.gaps
            }
            pieces = _GAP.split(shown_as.stem)
            return replace(
                shown_as,
                pieces=tuple(blanks[piece] if at % 2 and piece in blanks else piece for at, piece in enumerate(pieces)),
            )
        case Hotspot():
            return replace(
                shown_as,
                target=shown(question.picture.sha256, question.picture.alt),
                offers=tuple(Offer(region.id, wording(region.label, language)) for region in question.regions),
                most_points=question.most_points,
            )
        case Essay():
            return replace(
                shown_as,
                most_characters=question.most_characters,
                files=question.files,
                criteria=tuple(html(criterion.text) for criterion in question.criteria),
            )
        case _:
            return shown_as
