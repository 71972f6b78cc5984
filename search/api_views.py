"""The search API: the answer of the search page in JSON, with an OpenAPI document at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Annotated, Literal

import structlog
from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Query, Schema, Status
from pydantic import BaseModel

from content.library.models import BulletinCategory, ManualCategory
from portal.network.api import request_viewer
from portal.network.models import User
from portal.network.tokens import user_for_bearer
from search import answers
from search.engines.base import SchemaMismatch, SearchUnavailable
from search.kinds import MarketingKind, TrainingKind
from search.parser import MAX_PAGE_SIZE

log = structlog.get_logger(__name__)
UNAVAILABLE = "search.api_unavailable"

YEAR_RANGE = (1900, 2200)


def person(request: HttpRequest) -> User | None:
    """Whoever asks: by bearer token if one is sent, else by session."""
    header = request.headers.get("Authorization")
    if header is not None:
        user = user_for_bearer(header=header)
        if user is not None:
            request.user = user
        return user
    return request.user if isinstance(request.user, User) and request.user.is_active else None


api = NinjaAPI(
    title="Forecourt",
    version="1",
    description="Dealer search and training. Sign in by session cookie or by `Authorization: Bearer` token.",
    docs_url=None,
    auth=person,
    urls_namespace="api",
)


class PageOut(BaseModel):
    """A page that matched: of a manual; of a course a lesson, or a place in its film; of a session itself."""

    number: int = Field(
        description="Physical page of the file, from 1. In a course: of the lesson, 0 for the course itself."
    )
    label: str = Field(description="Printed page number; the number of a lesson; the time in a film (1:05).")
    heading: list[str] = Field(description="Titles that lead to the page, outermost first; of a module and its lesson.")
    snippet: str = Field(description="HTML: escaped text with matches in <mark>.")
    url: str


class HitOut(BaseModel):
    """A publication, course or session with its best pages."""

    kind: str = Field(description="A category of manuals, `course` or `session`; `id` is of that kind.")
    id: int
    title: str
    document_number: str
    edition: str
    url: str
    pages: list[PageOut]


class FacetOut(BaseModel):
    """A value that narrows the search, and how many publications it would leave."""

    value: str
    label: str
    count: int


class AnswerOut(BaseModel):
    """`total` counts publications."""

    total: int
    took_ms: float
    facets: dict[str, list[FacetOut]]
    hits: list[HitOut]


class SearchIn(Schema):
    """Several values of one parameter mean any of them."""

    q: str = Field("", max_length=300)
    tab: Literal["", "manuals", "bulletins", "marketing", "training"] = Field("", description="Of these kinds alone.")
    type: list[ManualCategory | BulletinCategory | TrainingKind | MarketingKind] = Field(
        [], max_length=20, description="Kinds, as in the hits."
    )
    brand: list[str] = Field([], max_length=20, description="Codes of brands.")
    model: list[str] = Field([], max_length=20, description="Codes of models.")
    year: list[Annotated[int, Field(ge=YEAR_RANGE[0], le=YEAR_RANGE[1])]] = Field([], max_length=20)
    language: list[str] = Field([], max_length=20)
    superseded: bool = Field(False, description="Include editions that are no longer in force.")
    page: int = Field(1, ge=1, le=1000)
    page_size: int = Field(10, ge=1, le=MAX_PAGE_SIZE)


class Problem(Schema):
    """What happened and what to do next."""

    detail: str


@api.get("/search", response={200: AnswerOut, 503: Problem}, summary="Search what the person may see")
def search(request: HttpRequest, parameters: Query[SearchIn]) -> HttpResponse | Status:
    """Publications with their best pages, best first."""
    query = answers.Query(
        text=parameters.q,
        tab=parameters.tab,
        types=tuple(parameters.type),
        brands=tuple(parameters.brand),
        models=tuple(parameters.model),
        years=tuple(parameters.year),
        languages=tuple(parameters.language),
        superseded=parameters.superseded,
        page=parameters.page,
        page_size=parameters.page_size,
    )
    try:
        answer = answers.find(viewer=request_viewer(request), query=query)
    except (SearchUnavailable, SchemaMismatch) as error:
        log.warning(UNAVAILABLE, error=type(error).__name__)
        return Status(503, Problem(detail="Search is not available just now. Try again in a minute."))
    found = AnswerOut(
        total=answer.total,
        took_ms=answer.took_ms,
        facets={
            name: [FacetOut(value=one.value, label=one.label, count=one.count) for one in values]
            for name, values in answer.facets.items()
        },
        hits=[_hit(hit) for hit in answer.hits],
    )
    # Written here: handed to the framework it would be taken apart and checked a second time, at a third of our cost.
    return HttpResponse(found.model_dump_json(), content_type="application/json; charset=utf-8")


def _hit(hit: answers.AnswerHit) -> HitOut:
    pages = [
        PageOut(number=page.number, label=page.label, heading=list(page.heading), snippet=page.snippet, url=page.url)
        for page in hit.pages
    ]
    return HitOut(
        kind=hit.kind,
        id=hit.id,
        title=hit.title,
        document_number=hit.document_number,
        edition=hit.edition_label,
        url=hit.url,
        pages=pages,
    )
