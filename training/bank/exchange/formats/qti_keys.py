"""What is right in an item of QTI, from its declarations and its rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.bank.exchange.shares import decimal
from training.bank.exchange.values import ItemRefused

if TYPE_CHECKING:
    from training.bank.exchange.formats.qti_item import Item

_CLOSE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Key:
    """The share of the mark of each choice; `whole`: only all of them together count."""

    worth: dict[str, float]
    feedback: dict[str, dict[str, str]] = field(default_factory=dict)
    explanation: dict[str, str] = field(default_factory=dict)
    whole: bool = False


def _fraction(gain: Decimal, most: Decimal) -> float:
    return float(max(Decimal(-1), min(Decimal(1), gain / most)))


def _no_key() -> ItemRefused:
    return ItemRefused(_("The item does not say what is right."))


def always(item: Item, responses: Mapping[str, Any]) -> dict[str, str]:
    """The feedback that is shown whatever is answered; of a right answer that is given, what is shown with it."""
    if not item.feedback:
        return {}
    if not responses or not item.processing.has_rules:
        return item.said(item.told(item.processing.outcome({}).shown))
    shown = item.processing.outcome(responses).shown
    return item.said(item.told(shown))


def single(item: Item, name: str, names: Sequence[str]) -> Key:
    """One of several."""
    processing = item.processing
    if not processing.has_rules:
        worth = _declared(item, name, names)
        return Key(worth)
    outcomes = {one: processing.outcome({name: one}) for one in names}
    most = max((one.gain for one in outcomes.values()), default=Decimal(0))
    if most <= 0:
        raise _no_key()
    common = frozenset.intersection(*(one.shown for one in outcomes.values()))
    feedback = {one: item.said(item.told(outcome.shown - common)) for one, outcome in outcomes.items()}
    worth = {one: _fraction(outcome.gain, most) for one, outcome in outcomes.items()}
    return Key(worth, feedback, item.said(item.told(common)))


def _declared(item: Item, name: str, names: Sequence[str]) -> dict[str, float]:
    """Shares by the declarations alone, as the standard templates read them."""
    mapping = {key: worth for key, worth, _case in item.processing.mapping(name)}
    if (most := max(mapping.values(), default=Decimal(0))) and most > 0:
        return {one: _fraction(mapping.get(one, Decimal(0)), most) for one in names}
    right = item.processing.correct(name)
    if len(right) != 1 or right[0] not in names:
        raise _no_key()
    return {one: float(one == right[0]) for one in names}


def several(item: Item, name: str, names: Sequence[str]) -> Key:
    """Several of several."""
    processing = item.processing
    mapping = {key: worth for key, worth, _case in processing.mapping(name) if key in names}
    positive = sum((worth for worth in mapping.values() if worth > 0), Decimal(0))
    if positive > 0:
        shown = item.told(processing.outcome({name: tuple(names)}).shown) if processing.has_rules else ""
        return Key({one: _fraction(mapping.get(one, Decimal(0)), positive) for one in names}, {}, item.said(shown))
    if not processing.has_rules:
        return _whole(names, processing.correct(name), "", item)
    alone = {one: processing.outcome({name: (one,)}).gain for one in names}
    right = [one for one in names if alone[one] > 0]
    total = sum((alone[one] for one in right), Decimal(0))
    if right and abs(processing.outcome({name: tuple(right)}).gain - total) < _CLOSE:
        return Key({one: _fraction(alone[one], total) for one in names})
    best = _best(item, name, names)
    return _whole(names, best, item.told(processing.outcome({name: tuple(best)}).shown), item)


def _best(item: Item, name: str, names: Sequence[str]) -> list[str]:
    """The set of choices that the rules or the declaration ask for."""
    sets = [item.processing.correct(name)]
    rules = item.element.find("responseProcessing")
    for branch in [] if rules is None else rules.iter():
        if branch.tag in ("responseIf", "responseElseIf") and len(branch):
            denied = {value for no in branch[0].iter("not") for value in _literals(no)}
            sets.append([one for one in names if one in set(_literals(branch[0])) - denied])
    gains = [(item.processing.outcome({name: tuple(chosen)}).gain, chosen) for chosen in sets if chosen]
    gain, best = max(gains, key=lambda pair: pair[0], default=(Decimal(0), []))
    return best if gain > 0 else []


def _literals(element: Element) -> list[str]:
    return ["".join(one.itertext()).strip() for one in element.iter("baseValue")]


def _whole(names: Sequence[str], right: Sequence[str], shown: str, item: Item) -> Key:
    if not right or not set(right) <= set(names):
        raise _no_key()
    share = 1 / len(right)
    return Key({one: share if one in right else 0.0 for one in names}, {}, item.said(shown), whole=True)


def among(item: Item, name: str, names: Sequence[str]) -> tuple[dict[str, float], dict[str, dict[str, str]], Decimal]:
    """A choice within a text: shares, feedback, and the marks of the best."""
    gains = {key: worth for key, worth, _case in item.processing.mapping(name)}
    feedback: dict[str, dict[str, str]] = {}
    for case in item.processing.cases(name):
        for value in _literals(case.test):
            gains.setdefault(value, Decimal(1) if case.joint and case.gain > 0 else case.gain)
            feedback.setdefault(value, item.said(item.told(case.shown)))
    if not gains:
        gains = {value: Decimal(1) for value in item.processing.correct(name)}
    most = max((gains.get(one, Decimal(0)) for one in names), default=Decimal(0))
    if most <= 0:
        raise _no_key()
    return {one: _fraction(gains.get(one, Decimal(0)), most) for one in names}, feedback, most


def is_number(item: Item, name: str) -> bool:
    """Whether the response is a number."""
    declared = item.processing.declared.get(name)
    return declared is not None and declared.get("baseType") in ("integer", "float")


Keyed = list[tuple[Decimal, dict[str, Any]]]


def numbers(item: Item, name: str) -> Keyed:
    """The accepted numbers, each with what it gains. Raises ItemRefused when there are none."""
    found: Keyed = []
    for case in item.processing.cases(name):
        if value := _number(case.test):
            found.append((_gain(item, case), value | {"shown": case.shown}))
    for key, worth, _case in item.processing.mapping(name):
        found.append((worth, {"value": float(decimal(key)), "shown": frozenset()}))
    if not found:
        found = [
            (Decimal(1), {"value": float(decimal(one)), "shown": frozenset()}) for one in item.processing.correct(name)
        ]
    return _shared(found)


def _number(test: Element) -> dict[str, Any] | None:
    """The number, or the range, that a comparison accepts."""
    literals = _literals(test)
    if test.tag == "and":
        low, high = sorted(decimal(one) for one in literals[:2])
        return {"value": float((low + high) / 2), "tolerance": float((high - low) / 2)}
    if test.tag not in ("match", "equal", "equalRounded") or len(literals) != 1:
        return None
    mode, tolerance = test.get("toleranceMode", "exact"), (test.get("tolerance") or "0").split()[0]
    if mode == "relative":
        return {"value": float(decimal(literals[0])), "tolerance": float(decimal(tolerance) / 100), "relative": True}
    return {
        "value": float(decimal(literals[0])),
        "tolerance": float(decimal(tolerance)) if mode == "absolute" else 0.0,
    }


def wordings(item: Item, name: str) -> Keyed:
    """The accepted wordings, each with what it gains. Raises ItemRefused when there are none."""
    found: Keyed = []
    for case in item.processing.cases(name):
        for literal in _literals(case.test) or [case.test.get("pattern", "")]:
            pattern = _wildcards(literal) if case.test.tag == "patternMatch" else _plain(literal)
            if pattern is None:
                item.lose(_("A wording given as a regular expression is not kept."))
            elif pattern:
                matters = case.test.get("caseSensitive", "true") != "false"
                found.append((_gain(item, case), {"pattern": pattern, "case_sensitive": matters, "shown": case.shown}))
    for key, worth, case_matters in item.processing.mapping(name):
        found.append((worth, {"pattern": _plain(key), "case_sensitive": case_matters, "shown": frozenset()}))
    if not found:
        found = [
            (Decimal(1), {"pattern": _plain(one), "case_sensitive": True, "shown": frozenset()})
            for one in item.processing.correct(name)
        ]
    return _shared(found)


def _gain(item: Item, case: Any) -> Decimal:
    if case.joint and case.gain > 0:
        item.lose(_("All gaps have to be right together; here each counts by itself."))
        return Decimal(1)
    return Decimal(case.gain)


def _shared(found: Keyed) -> Keyed:
    most = max((gain for gain, _key in found), default=Decimal(0))
    if most <= 0:
        raise _no_key()
    return [(gain, key | {"fraction": _fraction(gain, most)}) for gain, key in found]


def told(item: Item, keys: Sequence[dict[str, Any]], explanation: dict[str, str]) -> list[dict[str, Any]]:
    """The keys with the feedback that is shown with each, but for what is shown with all."""
    every = frozenset(item.processing.outcome({}).shown)
    made = []
    for key in keys:
        said = item.said(item.told(key.pop("shown") - every))
        made.append(key | {"feedback": said})
    shown = {text for key in made for text in key["feedback"].values()} | set(explanation.values())
    left = [text for text in item.feedback.values() if text and text not in shown]
    item.lose(_("Feedback to every other answer is not kept."), when=left)
    return made


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("*", "\\*")


def _wildcards(pattern: str) -> str | None:
    """A regular expression of letters and ".*" as a wording with stars; None when it is anything more."""
    made: list[str] = []
    for piece in re.split(r"(\.\*)", pattern):
        if piece == ".*":
            made.append("*")
            continue
        bare = re.sub(r"\\([^A-Za-z0-9])", lambda found: chr(0xE000 + ord(found[1]) % 0x1000), piece)
        if re.search(r"[.^$*+?()\[\]{}|\\]", bare):
            return None
        literal = re.sub(r"\\([^A-Za-z0-9])", r"\1", piece)
        made.append(literal.replace("*", "\\*"))
    return "".join(made)
