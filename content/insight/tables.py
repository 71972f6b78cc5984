"""The tables that are taken away, row by row: things, the dealers of one thing, the dealers of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from content.insight import detail, listing
from content.insight.models import DealerReach, ThingReach
from content.insight.scope import Scope

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


def things(scope: Scope, narrowing: listing.Narrowing) -> tuple[Line, Iterator[Line]]:
    """Titles and rows of the list as it is narrowed."""
    head = [*_thing_columns(), pgettext("people", "Targeted"), *_people_columns(), _("Share that saw it")]
    return head, _things(scope, narrowing)


def _things(scope: Scope, narrowing: listing.Narrowing) -> Iterator[Line]:
    for lot in _lots(listing.listed(scope, narrowing).iterator(chunk_size=AT_ONCE)):
        for row in listing.rows(scope, lot):
            counts = [row.targeted, row.told, row.seen, row.taken, row.confirmed]
            yield [*_thing_cells(row), *counts, "" if row.share is None else round(row.share, 4)]


def dealers(scope: Scope, thing: ThingReach) -> tuple[Line, Iterator[Line]]:
    """Titles and rows of the dealers that a thing is meant for or has come to."""
    head = [_("Dealer code"), _("Dealer"), pgettext("people", "Targeted"), *_people_columns()]
    rows = detail.dealers_of(scope, thing)
    return head, ([one.code, one.name, *(one.counts[name] for name in detail.COUNTS)] for one in rows)


def every_dealer(scope: Scope, narrowing: listing.Narrowing) -> tuple[Line, Iterator[Line]]:
    """Titles and rows of all dealers that the things of the list have come to: hundreds of thousands in a network."""
    head = [*_thing_columns(), _("Dealer code"), _("Dealer"), _("Region"), *_people_columns()]
    return head, _every_dealer(scope, narrowing)


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
