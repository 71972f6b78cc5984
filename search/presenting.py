"""An answer as the page shows it: choices as links, pages of results, what to try when nothing was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from content.library.vin import looks_like_vin, normal_form
from search import kinds
from search.answers import Answer, FacetValue, Query
from search.parameters import LISTS, address, toggled

SHOWN = 8
"""Values of a facet before "more"; chosen ones always stand among them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet value as a link that takes it or gives it back."""

    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its first values and the rest."""

    name: str
    title: str
    first: list[Choice]
    more: list[Choice]
    selected: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as a link: the kinds that stand in it, and how many there are."""

    label: str
    count: int
    selected: bool
    url: str


def tabs(answer: Answer) -> list[Tab]:
    """All, and each tab in which something is found or which is chosen. None where there is one kind of thing only.
    What was chosen of kinds belongs to the tab that is left."""
    query = answer.query
    names = {"": _("All"), **{tab: str(label) for tab, (label, _kinds) in kinds.TABS.items()}}
    shown = [tab for tab in names if not tab or answer.tabs[tab] or tab == query.tab]
    if len(shown) < 3 and not query.tab:
        return []
    return [
        Tab(names[tab], answer.tabs[tab], tab == query.tab, f"?{address(replace(query, tab=tab, types=(), page=1))}")
        for tab in shown
    ]


def facets(answer: Answer) -> list[Facet]:
    """The facets that offer a choice."""
    titles = {
        "type": _("Type"),
        "brand": _("Brand"),
        "model": _("Model"),
        "year": _("Model year"),
        "language": _("Language"),
    }
    found = []
    for name in LISTS:
        values = sorted(answer.facets[name], key=lambda value: not value.selected)
        if values:
            choices = [_choice(answer.query, name, value) for value in values]
            selected = any(value.selected for value in values)
            found.append(Facet(name, titles[name], choices[:SHOWN], choices[SHOWN:], selected))
    return found


def _choice(query: Query, name: str, value: FacetValue) -> Choice:
    return Choice(value.label, value.count, value.selected, f"?{address(toggled(query, name, value.value))}")


def chosen(answer: Answer) -> list[Choice]:
    """What narrows the answer, each as a link that gives it back."""
    return [_choice(answer.query, name, value) for name in LISTS for value in answer.facets[name] if value.selected]


def page_links(answer: Answer) -> Iterator[tuple[int | None, str]]:
    """(page, address) for the first, the last and those around the present one; (None, "") for a gap."""
    last, here = answer.pages, answer.query.page
    before = 0
    for page in range(1, last + 1):
        if page in (1, last) or abs(page - here) <= 2:
            if page - before > 1:
                yield None, ""
            yield page, f"?{address(replace(answer.query, page=page))}"
            before = page


def context(answer: Answer) -> dict[str, object]:
    """What the results template needs."""
    query = answer.query
    plain = Query(text=query.text)
    return {
        "answer": answer,
        "query": query,
        "tabs": tabs(answer),
        "facets": facets(answer),
        "chosen": chosen(answer),
        "page_links": list(page_links(answer)) if answer.pages > 1 else [],
        "all_url": f"?{address(plain)}",
        "superseded_url": f"?{address(replace(query, superseded=not query.superseded, page=1))}",
        "others_url": f"?{address(replace(query, others=not query.others, page=1))}",
        "typed_vin": normal_form(query.text) if looks_like_vin(query.text) else "",
        "suggestion_url": f"?{address(replace(query, text=answer.suggestion, page=1))}" if answer.suggestion else "",
        "taught_url": _taught_url(query),
        "is_filtered_out": not answer.total and query.is_narrowed,
    }


def _taught_url(query: Query) -> str:
    """Where the page asks for the courses that teach a code in the query, once; "" when it has none."""
    if query.page > 1 or not query.request().identifiers:
        return ""
    return f"{reverse('search:taught')}?{urlencode({'q': query.text})}"
