"""The declarations and rules of an item that is written: what is right, what it is worth, what is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from training.bank.exchange.formats.qti_tree import add
from training.bank.exchange.formats.telling import Telling
from training.bank.exchange.shares import plain
from training.bank.shapes import NumericKey, TextKey

TEMPLATE = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
Put = Callable[[Element, str], None]


class Rules:
    """Filled while an item is made, and put into it by `close`."""

    def __init__(self, item: Element, put: Put) -> None:
        self._item, self._put = item, put
        self._rules = Element("responseProcessing")
        self._modal: list[tuple[str, str]] = []
        self._simple: list[str] = []
        """Responses that are only right or wrong as a whole."""

    def declare(self, name: str, cardinality: str, base: str) -> Element:
        """A response."""
        return add(self._item, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)

    def identifiers(self, name: str, worth: Mapping[str, Decimal], *, several: bool, whole: bool) -> None:
        """A choice of identifiers, each worth its share, or all right ones together the whole."""
        declared = self.declare(name, "multiple" if several else "single", "identifier")
        right = (
            [one for one, value in worth.items() if value > 0] if several else [max(worth, key=lambda one: worth[one])]
        )
        correct = add(declared, "correctResponse")
        for one in right:
            add(correct, "value", one)
        if whole or (not several and sorted(worth.values())[:-1] == [0] * (len(worth) - 1)):
            self._simple.append(name)
            return
        self._mapping(declared, worth)
        self._mapped(name)

    def _mapping(self, declared: Element, worth: Mapping[str, Decimal]) -> None:
        mapping = add(declared, "mapping", defaultValue="0")
        for one, value in worth.items():
            add(mapping, "mapEntry", mapKey=one, mappedValue=plain(value))

    def _mapped(self, name: str) -> None:
        total = add(self._score(self._rules), "sum")
        add(total, "variable", identifier="SCORE")
        add(total, "mapResponse", identifier=name)

    def _score(self, parent: Element) -> Element:
        return add(parent, "setOutcomeValue", identifier="SCORE")

    def among(self, name: str, worth: Mapping[str, Decimal], feedback: Mapping[str, str]) -> None:
        """A choice within a text, among other gaps."""
        declared = self.declare(name, "single", "identifier")
        add(add(declared, "correctResponse"), "value", max(worth, key=lambda one: worth[one]))
        self._mapping(declared, worth)
        self._mapped(name)
        for one, text in feedback.items():
            self.feedback_of(name, one, text, several=False)

    def order(self, name: str, right: Sequence[str]) -> None:
        """Choices in their right order."""
        correct = add(self.declare(name, "ordered", "identifier"), "correctResponse")
        for one in right:
            add(correct, "value", one)
        self._simple.append(name)

    def pairs(self, name: str, right: Sequence[str]) -> None:
        """Pairs, each worth the same."""
        declared = self.declare(name, "multiple", "directedPair")
        correct = add(declared, "correctResponse")
        for one in right:
            add(correct, "value", one)
        self._mapping(declared, {one: Decimal(1) for one in right})
        mapped = add(self._score(self._rules), "divide")
        add(mapped, "mapResponse", identifier=name)
        add(mapped, "baseValue", str(len(right)), baseType="float")

    def entry(
        self,
        name: str,
        keys: Sequence[Any],
        base: str,
        tell: Telling,
        feedback: Callable[[str], str],
        *,
        weight: Decimal = Decimal(1),
    ) -> None:
        """A typed answer: the first rule that holds counts, so they stand in the order of their worth."""
        ordered = sorted(keys, key=lambda key: -key.fraction)
        tell.lose(_("The order of the accepted answers."), when=ordered != list(keys))
        declared = self.declare(name, "single", base)
        best = ordered[0]
        if isinstance(best, NumericKey) or "*" not in best.pattern.replace("\\*", ""):
            correct = plain(Decimal(repr(best.value))) if isinstance(best, NumericKey) else _literal(best.pattern)
            add(add(declared, "correctResponse"), "value", correct)
        condition = add(self._rules, "responseCondition")
        for place, key in enumerate(ordered):
            branch = add(condition, "responseElseIf" if place else "responseIf")
            _test(branch, name, key, tell)
            total = add(self._score(branch), "sum")
            add(total, "variable", identifier="SCORE")
            add(total, "baseValue", plain(Decimal(repr(key.fraction)) * weight), baseType="float")
            if text := tell.text(key.feedback):
                self._show(branch, feedback(text))

    def feedback(self, text: str) -> str:
        """Keep a feedback; returns its identifier."""
        name = f"told{len(self._modal) + 1}"
        self._modal.append((name, text))
        return name

    def feedback_of(self, response: str, value: str, text: str, *, several: bool) -> None:
        """A feedback that is shown when the response is `value`."""
        if not text or several:
            return
        branch = add(add(self._rules, "responseCondition"), "responseIf")
        test = add(branch, "match")
        add(test, "variable", identifier=response)
        add(test, "baseValue", value, baseType="identifier")
        self._show(branch, self.feedback(text))

    def show_chosen(self, response: str) -> None:
        """Show the feedback that stands beside the options that are chosen."""
        if any(rule.get("identifier") == "FEEDBACK" for rule in self._rules):
            return
        many = add(add(self._rules, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
        add(many, "variable", identifier="FEEDBACK")
        add(many, "variable", identifier=response)

    def _show(self, parent: Element, name: str) -> None:
        many = add(add(parent, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
        add(many, "variable", identifier="FEEDBACK")
        add(many, "baseValue", name, baseType="identifier")

    def close(self, explanation: str) -> None:
        """Put outcomes before the item's body, and rules and feedback behind it."""
        if explanation:
            self._show(self._rules, "explanation")
            self._modal.append(("explanation", explanation))
        place = next(spot for spot, one in enumerate(self._item) if one.tag == "itemBody")
        outcomes = [("SCORE", "single", "float")]
        if any(one.get("identifier") == "FEEDBACK" for one in self._rules.iter("setOutcomeValue")):
            outcomes.append(("FEEDBACK", "multiple", "identifier"))
        for name, cardinality, base in reversed(outcomes):
            made = Element("outcomeDeclaration", {"identifier": name, "cardinality": cardinality, "baseType": base})
            if name == "SCORE":
                add(add(made, "defaultValue"), "value", "0")
            self._item.insert(place, made)
        self._whole()
        self._item.append(self._rules)
        for name, text in self._modal:
            shown = SubElement(
                self._item,
                "modalFeedback",
                {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"},
            )
            self._put(shown, text)

    def _whole(self) -> None:
        """The standard template where it says all, else a rule that does the same."""
        if not self._simple:
            return
        name = self._simple[0]
        if not len(self._rules):
            self._rules.set("template", TEMPLATE)
            return
        branch = add(add(self._rules, "responseCondition"), "responseIf")
        test = add(branch, "match")
        add(test, "variable", identifier=name)
        add(test, "correct", identifier=name)
        add(self._score(branch), "baseValue", "1", baseType="float")


def _literal(pattern: str) -> str:
    return pattern.replace("\\*", "*")


def _test(branch: Element, name: str, key: NumericKey | TextKey, tell: Telling) -> None:
    if isinstance(key, NumericKey):
        mode = "relative" if key.relative else "absolute" if key.tolerance else "exact"
        tolerance = plain(Decimal(repr(key.tolerance)) * (100 if key.relative else 1))
        said = {} if mode == "exact" else {"tolerance": f"{tolerance} {tolerance}"}
        test = add(branch, "equal", toleranceMode=mode, **said)
        add(test, "variable", identifier=name)
        add(test, "baseValue", plain(Decimal(repr(key.value))), baseType="float")
        return
    tell.lose(_("In which language a wording is accepted."), when=key.language)
    bare = key.pattern.replace("\\*", "\0")
    if "*" in bare:
        tell.lose(_("That upper and lower case do not count, in wordings with *."), when=not key.case_sensitive)
        tell.lose(_("Spaces at the ends of a piece between two *."), when=bare != " ".join(bare.split()))
        expression = ".*".join(re.escape(piece).replace("\\ ", " ") for piece in bare.split("*"))
        test = add(branch, "patternMatch", pattern=expression.replace("\0", "\\*").replace("\\\x00", "\\*"))
        add(test, "variable", identifier=name)
        return
    test = add(branch, "stringMatch", caseSensitive=str(key.case_sensitive).lower())
    add(test, "variable", identifier=name)
    add(test, "baseValue", _literal(key.pattern), baseType="string")
