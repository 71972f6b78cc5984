"""Random filters and passages for the property test, and what a filter means, in plain Python."""

from __future__ import annotations

from hypothesis import strategies as st

from portal.core.filters import AllOf, AnyOf, Filter, Not, Range, Terms
from search.schema import Passage
from tests.contracts.passages import passage

KEYWORDS = {
    "brands": ("north", "south", "Ost & Co", "西"),
    "audience_regions": ("*", "1", "2"),
    "audience_dealers": ("*", "7"),
    "language": ("en", "zh"),
    "identifiers": ("P0420", "12345A10"),
}
INTEGERS = ("years", "effective_from", "superseded_at", "number", "edition_id")
NUMBERS = st.integers(min_value=-2, max_value=6)
ANY_NUMBER = NUMBERS | st.sampled_from([-(2**63), 2**63 - 1, 2**70])


def holds(rule: Filter, one: Passage) -> bool:
    """Whether `one` is admitted by `rule`: the meaning that every engine must share."""
    match rule:
        case Terms():
            return any(value in rule.values for value in _values(one, rule.field))
        case Range():
            return any(_inside(rule, int(value)) for value in _values(one, rule.field))
        case AllOf():
            return all(holds(part, one) for part in rule.parts)
        case AnyOf():
            return any(holds(part, one) for part in rule.parts)
        case Not():
            return not holds(rule.part, one)


def _values(one: Passage, field: str) -> tuple[str | int, ...]:
    value = getattr(one, field)
    return value if isinstance(value, tuple) else (value,)


def _inside(span: Range, value: int) -> bool:
    return (
        (span.gte is None or value >= span.gte)
        and (span.gt is None or value > span.gt)
        and (span.lte is None or value <= span.lte)
        and (span.lt is None or value < span.lt)
    )


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


@st.composite
def passages(draw: st.DrawFn) -> list[Passage]:
    """A few passages of a few publications, with random values in the fields that filters name."""
    count = draw(st.integers(min_value=1, max_value=8))
    return [
        passage(
            draw(st.integers(min_value=1, max_value=4)),
            at,
            "torque the bolt",
            id=f"p:{at}",
            brands=draw(_some(KEYWORDS["brands"])),
            audience_regions=draw(_some(KEYWORDS["audience_regions"])),
            audience_dealers=draw(_some(KEYWORDS["audience_dealers"])),
            identifiers=draw(_some(KEYWORDS["identifiers"])),
            language=draw(st.sampled_from(KEYWORDS["language"])),
            years=draw(st.lists(NUMBERS, max_size=2, unique=True).map(tuple)),
            effective_from=draw(NUMBERS),
            superseded_at=draw(NUMBERS),
            edition_id=draw(NUMBERS),
        )
        for at in range(count)
    ]


def _keyword_terms() -> st.SearchStrategy[Filter]:
    return st.sampled_from(sorted(KEYWORDS)).flatmap(
        lambda field: _some((*KEYWORDS[field], "nobody")).map(lambda values: Terms(field, values))
    )


def _number_terms() -> st.SearchStrategy[Filter]:
    numbers = st.lists(ANY_NUMBER, max_size=3).map(tuple)
    return st.builds(Terms, st.sampled_from(INTEGERS), numbers)


def _ranges() -> st.SearchStrategy[Filter]:
    bound = st.none() | ANY_NUMBER
    return st.builds(Range, st.sampled_from(INTEGERS), gte=bound, gt=bound, lte=bound, lt=bound)


def filters() -> st.SearchStrategy[Filter]:
    """Trees of the whole algebra, empty groups included."""

    def groups(inner: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
        parts = st.lists(inner, max_size=3).map(tuple)
        return st.builds(AllOf, parts) | st.builds(AnyOf, parts) | st.builds(Not, inner)

    return st.recursive(_keyword_terms() | _number_terms() | _ranges(), groups, max_leaves=6)
