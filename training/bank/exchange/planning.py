"""What an import would do: which questions are new, changed or the same, and which are refused. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from training.bank.editing import digest_of
from training.bank.exchange.aligning import aligned, joined
from training.bank.exchange.models import ImportItem
from training.bank.exchange.values import Found
from training.bank.markup import media_of, plain_text
from training.bank.shapes import AnyQuestion

Outcome = ImportItem.Outcome
_GAP = re.compile(r"\[\[[A-Za-z0-9_-]{1,40}\]\]")
LONGEST_NAME, LONGEST_IDENTIFIER, LONGEST_OBJECTIVE, LONGEST_TAG = 160, 120, 200, 100
DEEPEST = 6
"""Levels of categories below the one that is imported into; deeper ones are joined."""


@dataclass(frozen=True, slots=True)
class Held:
    """A question that the category has already."""

    question_id: int
    asked: AnyQuestion
    name: str
    difficulty: int
    objective: str
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one question of the file. `question_id` is set where the bank has it."""

    where: str
    name: str
    identifier: str
    outcome: str
    reason: str = ""
    lost: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    asked: AnyQuestion | None = None
    question_id: int | None = None
    tags: tuple[str, ...] | None = None
    difficulty: int | None = None
    objective: str | None = None


def plan(found: Sequence[Found], *, held: Mapping[str, Held], pictures: frozenset[str], language: str) -> list[Planned]:
    """Decide about every question. `held` are the questions below the category by identifier; `pictures` all that the
    bank or the file has."""
    planned: list[Planned] = []
    for one, identifier in zip(found, identifiers_of(found, language), strict=True):
        planned.append(_planned(one, identifier, held.get(identifier), pictures, language))
    return planned


def _planned(one: Found, identifier: str, held: Held | None, pictures: frozenset[str], language: str) -> Planned:
    name = name_of(one, language) or (held.name if held else one.where)
    base = {"where": one.where, "name": name, "lost": one.lost, "categories": categories_of(one.categories)}
    if one.asked is None:
        outcome = Outcome.SKIPPED if one.skipped else Outcome.REFUSED
        return Planned(**base, identifier=one.identifier[:LONGEST_IDENTIFIER], outcome=outcome, reason=one.refusal)  # type: ignore[arg-type]
    if not identifier:
        reason = _("The identifier “%(identifier)s” is in the file twice.") % {"identifier": one.identifier[:60]}
        return Planned(**base, identifier="", outcome=Outcome.REFUSED, reason=reason)  # type: ignore[arg-type]
    if not media_of(one.asked) <= pictures:
        reason = _("The question shows a picture that is neither in the file nor in the bank.")
        return Planned(**base, identifier=identifier, outcome=Outcome.REFUSED, reason=reason)  # type: ignore[arg-type]
    asked = settled(one.asked, held)
    told = {
        "tags": None if one.tags is None else tuple(sorted({tag[:LONGEST_TAG] for tag in one.tags})),
        "difficulty": one.difficulty,
        "objective": None if one.objective is None else one.objective[:LONGEST_OBJECTIVE],
    }
    what = _outcome(asked, held, name if one.name else None, told)
    question_id = held.question_id if held else None
    return Planned(**base, identifier=identifier, outcome=what, asked=asked, question_id=question_id, **told)  # type: ignore[arg-type]


def settled(asked: AnyQuestion, held: Held | None) -> AnyQuestion:
    """The question with the ids of the one that the bank has, and that one's other languages."""
    if held is None:
        return asked
    return joined(aligned(asked, held.asked), held.asked, frozenset(asked.stem))


def _outcome(asked: AnyQuestion, held: Held | None, name: str | None, told: Mapping[str, object]) -> str:
    if held is None:
        return Outcome.NEW
    tags: Any = told["tags"]
    facts = (
        (name is None or name == held.name)
        and (tags is None or frozenset(tags) == held.tags)
        and told["difficulty"] in (None, held.difficulty)
        and told["objective"] in (None, held.objective)
    )
    return Outcome.SAME if facts and digest_of(asked) == digest_of(held.asked) else Outcome.CHANGED


def name_of(one: Found, language: str) -> str:
    """What trainers call the question: as the file says, else how its text begins."""
    if name := " ".join(one.name.split()):
        return name[:LONGEST_NAME]
    texts = one.asked.stem if one.asked else {}
    text = _GAP.sub("…", texts.get(language) or next(iter(texts.values()), ""))
    words = " ".join(plain_text(text).split())
    return words if len(words) <= 80 else f"{words[:79]}…"


def identifiers_of(found: Sequence[Found], language: str) -> list[str]:
    """What each question is known again by: what the file says, else made of its name or of its text, numbered where
    several are alike. "" for one whose own identifier another has already."""
    taken: set[str] = set()
    made = []
    own = [_short(one.identifier) for one in found]
    reserved = {identifier for identifier in own if identifier}
    for one, identifier in zip(found, own, strict=True):
        if one.asked is None:
            made.append("")
            continue
        if identifier:
            made.append("" if identifier in taken else identifier)
            taken.add(identifier)
            continue
        base, count = _made(one, language), 1
        identifier = base
        while identifier in taken or identifier in reserved:
            count += 1
            identifier = f"{base}~{count}"
        taken.add(identifier)
        made.append(identifier)
    return made


def _short(identifier: str) -> str:
    bare = " ".join(identifier.split())
    if len(bare) <= LONGEST_IDENTIFIER:
        return bare
    return f"{bare[:90]}~{sha256(bare.encode()).hexdigest()[:24]}"


def _made(one: Found, language: str) -> str:
    if name := " ".join(one.name.split()):
        return f"name:{_short(name)[:108]}"
    texts = one.asked.stem if one.asked else {}
    text = texts.get(language) or next(iter(texts.values()), "")
    return f"text:{sha256(text.encode()).hexdigest()[:32]}"


def categories_of(names: Sequence[str]) -> tuple[str, ...]:
    """Names of categories that the bank can keep."""
    short = [name[:LONGEST_IDENTIFIER] for name in names]
    if len(short) > DEEPEST:
        short = [*short[: DEEPEST - 1], " / ".join(short[DEEPEST - 1 :])[:LONGEST_IDENTIFIER]]
    return tuple(short)
