"""What both engines do to a `Filter` before compiling it, and the filters that a request's choices are."""

from __future__ import annotations

from portal.core.filters import Filter, Range, Terms
from search.engines.base import SearchRequest
from search.schema import INTEGER_FIELDS, KEYWORD_FIELDS


class FieldRefused(ValueError):
    """A filter names a field that holds text, or none that exists."""


LOWEST, HIGHEST = -(2**63), 2**63 - 1


def admissible(terms: Terms) -> list[str] | list[int]:
    """The values that the field can hold at all: text for a keyword; 64-bit whole numbers for an integer.

    Raises FieldRefused for a field that no filter may name.
    """
    if terms.field in KEYWORD_FIELDS:
        return sorted({str(value) for value in terms.values})
    if terms.field not in INTEGER_FIELDS:
        raise FieldRefused(f"{terms.field} is no field for a filter")
    whole: set[int] = set()
    for value in terms.values:
        try:
            number = int(value)
        except ValueError:
            continue
        if LOWEST <= number <= HIGHEST:
            whole.add(number)
    return sorted(whole)


def bounds(span: Range) -> tuple[int, int] | None:
    """The closed interval of 64-bit numbers that `span` admits; None when there is none. Raises FieldRefused for a
    field that is not of integers."""
    if span.field not in INTEGER_FIELDS:
        raise FieldRefused(f"{span.field} is no integer field")
    low, high = LOWEST, HIGHEST
    if span.gte is not None:
        low = max(low, span.gte)
    if span.gt is not None:
        low = max(low, span.gt + 1)
    if span.lte is not None:
        high = min(high, span.lte)
    if span.lt is not None:
        high = min(high, span.lt - 1)
    return (low, high) if low <= high else None


def choices(request: SearchRequest) -> dict[str, Filter]:
    """Facet name -> the filter of what was chosen in it; a facet without a choice is left out."""
    chosen: dict[str, tuple[str | int, ...]] = {
        "brands": request.brands,
        "models": request.models,
        "years": request.years,
        "kind": request.kinds,
        "language": request.languages,
    }
    return {name: Terms(name, values) for name, values in chosen.items() if values}
