"""What a good answer is: weights and thresholds with their reasons, and the plan both engines compile.

A plan is made of units: one word, one short CJK word, or one pair of a long CJK run. Each unit scores by its best
field (so that a word in the title is not counted once more for every field), units add up, and a share of them must
be there. The engines only translate; nothing about ranking is decided in them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from search.engines.analysis import Token, bigrams, fold, tokens
from search.engines.base import SearchRequest
from search.parser import normal_form

TITLE = 1.2
HEADING = 1.6
BODY = 1.0
BODY_EXACT = 1.0
"""Weights of the fields of a unit. A title is repeated on every page of a manual, so it says little about a page; a
heading names what the page is about. The unstemmed body lets `options` prefer a page with just that form."""

TIE_BREAKER = 0.7
"""Share of the weaker fields of a unit that still counts: several fields agreeing is evidence, but not twice it."""

IDENTIFIER = 30.0
"""A page that carries the very part number or fault code outranks any page that only has the words (a unit of BM25
is worth at most about 10)."""

ANSWERS_ITSELF = 6.0
"""What a page is worth for not being a table of contents or a printed index (`search.listing`)."""

PHRASE = 0.5
PAIR = 0.1
PHRASE_SLOP = 0
"""All units near each other, and each neighbouring pair: order and nearness tell `oil filter wrench` from a page that
mentions the three apart. Slop (2 and 5 were tried) helped one set by 0.01 and hurt three by as much."""

WHOLE_PHRASE_UNITS = 8
SHORT_CJK_RUN = 2
"""Two characters are one Chinese word. A longer run may be several words or a sentence, of whose pairs some are
chance, so that only a share is asked for."""

REQUIRED_SHARE = 0.6
ENOUGH_PASSAGES = 10
"""When fewer match, the first page of results would not be filled, and the relaxed plan is asked instead: pages with
all the words still come first in it. Measured: asking it only when nothing matches costs 0.07 nDCG on car-repair
questions, never asking it 0.1."""

MAX_UNITS = 64
MIN_TYPO_LENGTH = 4
CORRECTIONS_PER_UNIT = 3
CORRECTION_WEIGHT = 0.9
"""A word nobody may read is looked for under its nearest spelling, at slightly less than the word's own weight."""

_STOP_WORDS = (
    "a an and any are as at be but by can could did do does for from had has have how i if in into is it its me my "
    "no not of on or our should so such than that the their then there these they this to was we were what when "
    "where which who why will with would you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing looked for. `tokens` are its words: one, or the pairs of a short CJK run, all of which must occur.

    `exact_only` is a single CJK character, which the paired fields do not hold. `corrections` are other spellings,
    nearest first.
    """

    text: str
    tokens: tuple[str, ...]
    is_cjk: bool = False
    exact_only: bool = False
    corrections: tuple[str, ...] = ()

    @property
    def may_be_misspelt(self) -> bool:
        """A Latin word long enough that its neighbours mean the same; never a code."""
        return not self.is_cjk and len(self.text) >= MIN_TYPO_LENGTH and self.text.isalpha()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine compiles. `required_units` of `units` must match, or one of `identifiers`. `phrases` and
    `excluded` are folded text; `fields` pairs of a field of the request language and folded text."""

    units: tuple[Unit, ...]
    required_units: int
    identifiers: tuple[str, ...]
    whole_phrase: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]

    @property
    def scores(self) -> bool:
        """Whether there is anything to rank by; else results are listed by title."""
        return bool(self.units or self.identifiers or self.phrases)


def plan(request: SearchRequest) -> Plan:
    """The plan for what was typed. Stop words count only when there is nothing else."""
    found = tokens(request.terms)
    units = _units([token for token in found if token.text not in STOP_WORDS]) or _units(found)
    sequence = tuple(word for unit in units for word in unit.tokens if not unit.exact_only)
    return Plan(
        units=units,
        required_units=required(len(units)),
        identifiers=request.identifiers,
        whole_phrase=sequence if 2 <= len(sequence) <= WHOLE_PHRASE_UNITS else (),
        pairs=tuple(pairwise(sequence)) if len(sequence) > 2 else (),
        phrases=tuple(fold(phrase) for phrase in request.phrases),
        excluded=tuple(fold(phrase) for phrase in request.excluded),
        fields=tuple((name, normal_form(value) if name == "number" else fold(value)) for name, value in request.fields),
    )


def required(units: int) -> int:
    """How many of so many units a page must have at first: all of two, then three fifths, rounded up.

    Few words are chosen with care, and a page without one of them is noise in the counts. A question in a sentence
    uses words that its answer does not.
    """
    return units if units <= 2 else math.ceil(units * REQUIRED_SHARE)


def relaxed(plan: Plan) -> Plan | None:
    """The plan that is content with any one unit; None when `plan` already is."""
    return replace(plan, required_units=1) if plan.required_units > 1 else None


def _units(found: list[Token]) -> tuple[Unit, ...]:
    units: dict[str, Unit] = {}
    for token in found:
        for unit in _units_of(token):
            units.setdefault(unit.text, unit)
    return tuple(units.values())[:MAX_UNITS]


def _units_of(token: Token) -> list[Unit]:
    if not token.is_cjk:
        return [Unit(token.text, (token.text,))]
    pairs = tuple(bigrams(token.text))
    if len(token.text) == 1:
        return [Unit(token.text, pairs, is_cjk=True, exact_only=True)]
    if len(token.text) <= SHORT_CJK_RUN:
        return [Unit(token.text, pairs, is_cjk=True)]
    return [Unit(pair, (pair,), is_cjk=True) for pair in pairs]
