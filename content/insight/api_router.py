"""The insight part of the API: what the pages of reach show, for machines, each scoped by who asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from content.insight import detail, listing
from content.insight.kinds import KINDS
from content.insight.scope import Scope, scope_of, thing_in
from content.library.api import NotVisible
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from portal.network.models import User

router = Router(tags=["insight"])


class PageIn(Schema):
    """Which page of the answer."""

    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=200)


class ThingsIn(PageIn):
    kind: str = Field("", max_length=12, description="`edition`, `asset`... Empty: all.")
    q: str = Field("", max_length=100, description="Words of the title or document number.")
    past: bool = Field(False, description="Also what is no longer in force.")
    unused: bool = Field(False, description="Only what nobody has seen.")


class ReachOut(Schema):
    """People, each counted once."""

    targeted: int
    told: int
    seen: int
    taken: int = Field(description="Downloaded, printed or shared it.")
    confirmed: int


class ThingOut(ReachOut):
    """A thing that was sent out, and its reach at the dealers that the person answers for."""

    kind: str
    id: int
    title: str
    document_number: str
    edition: str
    since: datetime
    current: bool
    url: str


class DealerOut(ReachOut):
    """The reach of a thing at one dealer."""

    dealer: int
    dealer_code: str
    name: str


class ThingsOut(Schema):
    total: int
    items: list[ThingOut]


class DealersOut(Schema):
    total: int
    items: list[DealerOut]


@router.get("/things", response=ThingsOut, summary="Things that were sent out, with their reach")
def things(request: HttpRequest, parameters: Query[ThingsIn]) -> dict[str, Any]:
    """For authors what their departments own, at all dealers; for managers what their people may see, at their own
    dealers; for others 404."""
    scope = _scope(request)
    if parameters.kind and parameters.kind not in KINDS:
        return {"total": 0, "items": []}
    narrowing = listing.Narrowing(
        thing=parameters.kind,
        words=parameters.q.replace("\x00", ""),
        past=parameters.past,
        unused=parameters.unused,
    )
    paginator = Paginator(listing.listed(scope, narrowing), parameters.page_size)
    first = (parameters.page - 1) * parameters.page_size
    page = paginator.object_list[first : first + parameters.page_size]
    return {"total": paginator.count, "items": [_thing(row) for row in listing.rows(scope, page)]}


@router.get("/things/{kind}/{thing_id}/dealers", response=DealersOut, summary="The reach of a thing by dealer")
def dealers(request: HttpRequest, kind: str, thing_id: int, parameters: Query[PageIn]) -> dict[str, Any]:
    """The dealers that it is meant for or has come to, by name."""
    scope = _scope(request)
    if thing_id > LARGEST_ID:
        raise Http404
    try:
        found = thing_in(scope, thing=kind, thing_id=thing_id)
    except NotVisible:
        raise Http404 from None
    rows = detail.dealers_of(scope, found)
    first = (parameters.page - 1) * parameters.page_size
    return {"total": len(rows), "items": [_dealer(one) for one in rows[first : first + parameters.page_size]]}


def _scope(request: HttpRequest) -> Scope:
    assert isinstance(request.user, User)  # noqa: S101  (the API lets nobody else in)
    try:
        return scope_of(viewer=request_viewer(request), user=request.user)
    except NotVisible:
        raise Http404 from None


def _dealer(one: detail.Place) -> DealerOut:
    counts = {name: one.counts[name] for name in detail.COUNTS}
    return DealerOut(dealer=one.id, dealer_code=one.code, name=one.name, **counts)


def _thing(row: listing.Row) -> ThingOut:
    one = row.thing
    return ThingOut(
        kind=one.thing,
        id=one.thing_id,
        title=one.title,
        document_number=one.document_number,
        edition=one.label,
        since=one.since,
        current=one.is_current,
        url=KINDS[one.thing].url(one.target_id, one.thing_id),
        targeted=row.targeted,
        told=row.told,
        seen=row.seen,
        taken=row.taken,
        confirmed=row.confirmed,
    )
