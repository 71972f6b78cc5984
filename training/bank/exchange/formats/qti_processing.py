"""How an item of QTI scores: its declarations and its response processing, run on answers to find what they are worth.

Source: IMS QTI 2.1 Assessment Test, Section and Item Information Model, sections 8 (response processing) and 15
(expressions). What is not understood refuses the item instead of guessing its key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.bank.exchange.formats.qti_tree import values_of
from training.bank.exchange.shares import decimal
from training.bank.exchange.values import ItemRefused

MOST_STEPS = 20_000
Responses = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer comes to: the score above that of no answer, and the identifiers of the feedback shown."""

    gain: Decimal
    shown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """One answer that the rules name, and what they give for it. `joint`: only together with other answers."""

    test: Element
    gain: Decimal
    shown: frozenset[str]
    joint: bool = False


@dataclass(slots=True)
class _State:
    outcomes: dict[str, Any] = field(default_factory=dict)
    steps: int = 0


class Processing:
    """The rules of one item."""

    def __init__(self, item: Element) -> None:
        self.declared = {one.get("identifier", ""): one for one in item.iter("responseDeclaration")}
        self._outcomes = {one.get("identifier", ""): one for one in item.iter("outcomeDeclaration")}
        self._rules = item.find("responseProcessing")
        template = (self._rules.get("template", "") if self._rules is not None else "").lower()
        self.template = template.rpartition("/")[2].removesuffix(".xml")
        self._score = self._score_name()

    def correct(self, name: str) -> list[str]:
        """The values declared as correct."""
        return values_of(self._in(name, "correctResponse"))

    def mapping(self, name: str) -> list[tuple[str, Decimal, bool]]:
        """The mapping of a response, where the rules use it: (value, worth, case sensitive)."""
        mapping = self._in(name, "mapping")
        if mapping is None or not self._uses_mapping(name):
            return []
        return [
            (
                " ".join(entry.get("mapKey", "").split()),
                decimal(entry.get("mappedValue", "0")),
                entry.get("caseSensitive", "true") == "true",
            )
            for entry in mapping.iter("mapEntry")
        ]

    def areas(self, name: str) -> list[tuple[str, str, Decimal]]:
        """The area mapping of a response: (shape, coordinates, worth)."""
        mapping = self._in(name, "areaMapping")
        entries = [] if mapping is None else list(mapping.iter("areaMapEntry"))
        return [(one.get("shape", ""), one.get("coords", ""), decimal(one.get("mappedValue", "0"))) for one in entries]

    def _in(self, name: str, child: str) -> Element | None:
        declared = self.declared.get(name)
        return None if declared is None else declared.find(child)

    def _uses_mapping(self, name: str) -> bool:
        if self._rules is None or not len(self._rules):
            return self.template != "match_correct"
        return any(one.get("identifier") == name for one in self._rules.iter("mapResponse"))

    @property
    def has_rules(self) -> bool:
        return self._rules is not None and len(self._rules) > 0

    def _score_name(self) -> str:
        if "SCORE" in self._outcomes or self._rules is None:
            return "SCORE"
        for one in self._rules.iter("setOutcomeValue"):
            declared = self._outcomes.get(one.get("identifier", ""))
            if declared is not None and declared.get("baseType") in ("integer", "float"):
                return one.get("identifier", "")
        return "SCORE"

    def outcome(self, responses: Responses) -> Outcome:
        """What these responses come to. Raises ItemRefused for rules that are not understood."""
        after, before = self._run(responses), self._run({})
        return Outcome(self._points(after) - self._points(before), self._shown(after))

    def cases(self, name: str) -> Iterator[Case]:
        """The answers to response `name` that the rules test for, in their order, but for those under a "not"."""
        for branch in self._branches():
            condition = branch[0]
            tests = list(_positive(condition))
            named = {variable for test in tests for variable in _variables(test)}
            joint = condition.tag == "and" and len(named) > 1
            state = self._start()
            for statement in branch[1:]:
                self._do(statement, state, {})
            gain = self._points(state) - self._points(self._start())
            for test in tests:
                if name in _variables(test):
                    yield Case(test, gain, self._shown(state), joint)

    def _branches(self) -> Iterator[Element]:
        for kind in [] if self._rules is None else self._rules.iter():
            if kind.tag in ("responseIf", "responseElseIf") and len(kind):
                yield kind

    def _start(self) -> _State:
        state = _State()
        for name, declared in self._outcomes.items():
            values = values_of(declared.find("defaultValue"))
            single = declared.get("cardinality", "single") == "single"
            state.outcomes[name] = (values[0] if values else None) if single else tuple(values)
        return state

    def _run(self, responses: Responses) -> _State:
        state = self._start()
        for statement in [] if self._rules is None else self._rules:
            self._do(statement, state, responses)
        return state

    def _points(self, state: _State) -> Decimal:
        value = state.outcomes.get(self._score)
        return _number(value) or Decimal(0)

    def _shown(self, state: _State) -> frozenset[str]:
        shown: set[str] = set()
        for value in state.outcomes.values():
            shown.update(value if isinstance(value, tuple) else () if value is None else (str(value),))
        return frozenset(shown)

    def _do(self, statement: Element, state: _State, responses: Responses) -> None:
        state.steps += 1
        if state.steps > MOST_STEPS:
            raise ItemRefused(_("The rules for scoring are too long."))
        if statement.tag == "setOutcomeValue" and len(statement):
            state.outcomes[statement.get("identifier", "")] = self._value(statement[0], state, responses)
        elif statement.tag == "responseCondition":
            for branch in statement:
                if branch.tag == "responseElse" or (len(branch) and self._value(branch[0], state, responses) is True):
                    for inner in branch if branch.tag == "responseElse" else branch[1:]:
                        self._do(inner, state, responses)
                    return
        elif statement.tag != "exitResponse":
            raise _unknown(statement)

    def _value(self, element: Element, state: _State, responses: Responses) -> Any:
        state.steps += 1
        name = element.get("identifier", "")
        match element.tag:
            case "baseValue":
                return " ".join("".join(element.itertext()).split())
            case "variable":
                return state.outcomes[name] if name in state.outcomes else responses.get(name)
            case "correct":
                values = tuple(self.correct(name))
                single = self.declared.get(name, element).get("cardinality", "single") == "single"
                return (values[0] if values else None) if single else values
            case "mapResponse":
                return self._mapped(name, responses.get(name))
            case "mapResponsePoint":
                # Which area a point is in is asked of `areas`; here it only has to be understood.
                return Decimal(0)
            case "null":
                return None
        return _operate(element, [self._value(child, state, responses) for child in element])

    def _mapped(self, name: str, given: Any) -> Decimal:
        mapping = self._in(name, "mapping")
        if mapping is None:
            return Decimal(0)
        default = decimal(mapping.get("defaultValue", "0"))
        worth = {key: value for key, value, _case in self.mapping(name)}
        values = given if isinstance(given, tuple) else () if given is None else (given,)
        return sum((worth.get(str(value), default) for value in values), Decimal(0))


def _unknown(element: Element) -> ItemRefused:
    return ItemRefused(_("The rule “%(name)s” for scoring is not understood.") % {"name": element.tag[:40]})


def _operate(element: Element, values: list[Any]) -> Any:
    """The value of an operator. NULL spreads, as the specification says."""
    name = element.tag
    match name:
        case "isNull":
            return values[0] is None or values[0] == ()
        case "multiple" | "ordered":
            return tuple(one for value in values for one in (value if isinstance(value, tuple) else (value,)) if one)
        case "and":
            return False if False in values else None if None in values else True
        case "or":
            return True if True in values else None if None in values else False
        case "not":
            return None if values[0] is None else not values[0]
    if any(value is None for value in values):
        return None
    match name, values:
        case (("match" | "stringMatch" | "equal" | "equalRounded"), [one, two]):
            return _same(one, two, folded=element.get("caseSensitive", "true") == "false")
        case "member", [one, many]:
            return any(_same(one, other) for other in (many if isinstance(many, tuple) else (many,)))
        case "contains", [many, one]:
            return all(part in many for part in (one if isinstance(one, tuple) else (one,)))
        case (("gt" | "gte" | "lt" | "lte"), [one, two]):
            first, second = _number(one), _number(two)
            if first is None or second is None:
                return None
            return {"gt": first > second, "gte": first >= second, "lt": first < second, "lte": first <= second}[name]
        case "divide", [one, two]:
            first, second = _number(one), _number(two)
            return None if first is None or not second else first / second
        case (("sum" | "subtract" | "product"), [_one, *_more]):
            return _count(name, values)
        case "inside", _:
            return False
    raise _unknown(element)


def _count(name: str, values: list[Any]) -> Decimal | None:
    numbers = [_number(one) for value in values for one in (value if isinstance(value, tuple) else (value,))]
    if any(number is None for number in numbers):
        return None
    known = [number for number in numbers if number is not None]
    if name == "product":
        made = Decimal(1)
        for number in known:
            made *= number
        return made
    return sum(known, Decimal(0)) if name == "sum" else known[0] - sum(known[1:], Decimal(0))


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except DecimalException:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 300 else None


def _same(one: Any, two: Any, *, folded: bool = False) -> bool:
    if isinstance(one, tuple) or isinstance(two, tuple):
        return one == two or (isinstance(one, tuple) and isinstance(two, tuple) and sorted(one) == sorted(two))
    first, second = _number(one), _number(two)
    if first is not None and second is not None:
        return first == second
    return str(one).casefold() == str(two).casefold() if folded else str(one) == str(two)


_TESTS = {"match", "stringMatch", "equal", "equalRounded", "member", "patternMatch", "gte", "lte", "gt", "lt", "inside"}


def _positive(condition: Element) -> Iterator[Element]:
    """The comparisons that hold where the condition does; a range stays together."""
    if condition.tag in _TESTS or (
        condition.tag == "and" and [child.tag for child in condition] in (["gte", "lte"], ["gt", "lt"])
    ):
        yield condition
    elif condition.tag in ("and", "or"):
        for child in condition:
            yield from _positive(child)


def _variables(element: Element) -> set[str]:
    return {one.get("identifier", "") for one in element.iter("variable")}
