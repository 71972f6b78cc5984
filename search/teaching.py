"""Which courses teach a fault code or another identifier: those with a lesson that names it or has people read a page
that does. One request to the engine, and the check of the database."""

from __future__ import annotations

from collections.abc import Sequence

from content.library.models import Edition, EditionPage
from portal.core.filters import AllOf, Terms
from portal.network.api import Viewer
from search.access import access_filter
from search.cards import AnswerHit, shown
from search.documents.readings import FAULT_CODE
from search.engine import asked
from search.engines.base import SearchRequest
from search.kinds import TrainingKind

MOST = 3
MOST_CODES = 200


class NoSuchPage(Exception):
    """There is no such page for this viewer."""


def teaching(*, viewer: Viewer, codes: Sequence[str]) -> tuple[AnswerHit, ...]:
    """At most MOST courses that teach one of these identifiers (in normal form) and that `viewer` may see, by title,
    each with the first place where it does. Raises SearchUnavailable."""
    if not codes:
        return ()
    access = AllOf((access_filter(viewer=viewer), Terms("identifiers", tuple(codes[:MOST_CODES]))))
    request = SearchRequest(raw="", kinds=(TrainingKind.COURSE.value,), page_size=MOST, passages_per_hit=1)
    found = asked(lambda engine: engine.search(request=request, access=access))
    return shown(viewer=viewer, hits=found.hits)


def codes_of_page(*, viewer: Viewer, edition_id: int, number: int) -> tuple[str, ...]:
    """The fault codes on a page that `viewer` may read. Raises NoSuchPage. One statement."""
    pages = EditionPage.objects.filter(
        edition=edition_id, edition__in=Edition.objects.readable_by(viewer).values("pk"), number=number
    )
    found = pages.values_list("identifiers", flat=True).first()
    if found is None:
        raise NoSuchPage
    return tuple(normal for kind, _text, normal in found if kind == FAULT_CODE)
