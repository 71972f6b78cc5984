"""The tables that are taken away, row by row: things, the dealers of one thing, the dealers of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from content.exports import api as exports
from content.insight import detail, listing
from content.insight.models import DealerReach, ThingReach
from content.insight.scope import Scope, scope_of, thing_in
from portal.network.api import Viewer
from portal.network.models import User

THINGS, DEALERS, EVERY_DEALER = "reach.things", "reach.dealers", "reach.every_dealer"
AT_ONCE = 500
Line = list[Any]


def _people_columns() -> Line:
    told, seen = pgettext("people", "Told"), pgettext("people", "Seen")
    return [told, seen, pgettext("people", "Taken"), pgettext("people", "Confirmed")]


def _thing_columns() -> Line:
    return [_("Kind"), _("Document number"), _("Title"), _("Edition"), _("In force from")]


def _thing_cells(row: listing.Row) -> Line:
    one = row.thing
    since = timezone.localtime(one.since).date()
    return [row.category, one.document_number, one.title, one.label, since]


def register_tables() -> None:
    """Let people take them away."""
    exports.register_table(THINGS, title=_lazy("Reach"), opens=_opened_things)
    exports.register_table(DEALERS, title=_lazy("Reach of one thing by dealer"), opens=_opened_dealers)
    exports.register_table(EVERY_DEALER, title=_lazy("Reach by dealer"), opens=_opened_every_dealer)


def _opened_things(viewer: Viewer, user: User, asked: Mapping[str, Any]) -> exports.Opened:
    """The list as it is narrowed."""
    scope, narrowing = scope_of(viewer=viewer, user=user), listing.Narrowing.read(asked)
    return exports.Opened(
        title=_("Reach"),
        filename="reach",
        head=[*_thing_columns(), pgettext("people", "Targeted"), *_people_columns(), _("Share that saw it")],
        rows=lambda: _things(scope, narrowing),
        size=lambda: listing.listed(scope, narrowing).order_by().count(),
        grounds=scope.grounds,
    )


def _things(scope: Scope, narrowing: listing.Narrowing) -> Iterator[Line]:
    for lot in _lots(listing.listed(scope, narrowing).iterator(chunk_size=AT_ONCE)):
        for row in listing.rows(scope, lot):
            counts = [row.targeted, row.told, row.seen, row.taken, row.confirmed]
            yield [*_thing_cells(row), *counts, "" if row.share is None else round(row.share, 4)]


def _opened_dealers(viewer: Viewer, user: User, asked: Mapping[str, Any]) -> exports.Opened:
    """The dealers that a thing is meant for or has come to."""
    scope = scope_of(viewer=viewer, user=user)
    thing = thing_in(scope, thing=asked["kind"], thing_id=asked["id"])
    found = cache(lambda: detail.dealers_of(scope, thing))
    return exports.Opened(
        title=thing.title,
        filename=f"reach-{thing.thing}-{thing.thing_id}",
        head=[_("Dealer code"), _("Dealer"), pgettext("people", "Targeted"), *_people_columns()],
        rows=lambda: map(_dealer_cells, found()),
        size=lambda: len(found()),
        grounds=scope.grounds,
    )


def _dealer_cells(one: detail.Place) -> Line:
    return [one.code, one.name, *(one.counts[name] for name in detail.COUNTS)]


def _opened_every_dealer(viewer: Viewer, user: User, asked: Mapping[str, Any]) -> exports.Opened:
    """All dealers that the things of the list have come to: hundreds of thousands in a network."""
    scope, narrowing = scope_of(viewer=viewer, user=user), listing.Narrowing.read(asked)
    return exports.Opened(
        title=_("Reach by dealer"),
        filename="reach-dealers",
        head=[*_thing_columns(), _("Dealer code"), _("Dealer"), _("Region"), *_people_columns()],
        rows=lambda: _every_dealer(scope, narrowing),
        size=lambda: _reaches(scope, listing.listed(scope, narrowing)).count(),
        grounds=scope.grounds,
    )


def _reaches(scope: Scope, things: QuerySet[ThingReach]) -> QuerySet[DealerReach]:
    """The sums at the dealers of the scope that these things have come to."""
    listed = things.order_by().filter(thing=OuterRef("thing"), thing_id=OuterRef("thing_id"))
    rows = DealerReach.objects.filter(Exists(listed))
    return rows if scope.dealers is None else rows.filter(dealer__in=scope.dealers)


def _every_dealer(scope: Scope, narrowing: listing.Narrowing) -> Iterator[Line]:
    for lot in _lots(listing.listed(scope, narrowing).iterator(chunk_size=AT_ONCE)):
        known = {(one.thing, one.thing_id): listing.Row(one, 0, 0, 0, 0, 0) for one in lot}
        for thing in {one.thing for one in lot}:
            rows = DealerReach.objects.filter(thing=thing, thing_id__in=[pk for name, pk in known if name == thing])
            if scope.dealers is not None:
                rows = rows.filter(dealer__in=scope.dealers)
            ordered = rows.select_related("dealer__region").order_by("thing_id", "dealer__code")
            for row in ordered.iterator(chunk_size=2000):
                counts = [row.told, row.seen, row.taken, row.confirmed]
                place = [row.dealer.code, row.dealer.name, row.dealer.region.name]
                yield [*_thing_cells(known[thing, row.thing_id]), *place, *counts]


def _lots(rows: Iterable[ThingReach]) -> Iterator[list[ThingReach]]:
    waiting = iter(rows)
    while lot := list(islice(waiting, AT_ONCE)):
        yield lot
