"""Bringing the sums up to date: what was touched within seconds, everything every few hours. Doing it again changes
nothing.

The rows of an edition are worked out while its `OfEdition` is locked, and those of a dealer while its `OfDealer` is:
two workers do not write an older sum over a newer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

import structlog
from django.db import models, transaction
from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from content.acknowledgement.models import (
    Acknowledgement,
    AtDealer,
    DealerWeek,
    Duty,
    DutyDealer,
    OfDealer,
    OfEdition,
    Round,
    Touched,
)
from content.library.models import Edition
from portal.core.rows import insert_from
from portal.network.models import Dealer

log = structlog.get_logger(__name__)
SUMS_MENDED = "acknowledgement.sums_mended"
AT_ONCE = 100
MOST_TOUCHED = 5000
COUNTS = ("open", "confirmed", "overdue")

Sums = dict[tuple[Any, ...], tuple[Any, ...]]
"""Key of a row -> its columns."""


def follow_touched(*, now: datetime | None = None) -> None:
    """Work out anew whatever was touched, and what has become overdue meanwhile."""
    now = now or timezone.now()
    _touch_overdue(now)
    while _follow_oldest(now):
        pass


def _follow_oldest(now: datetime) -> int:
    """Work out anew what the oldest touched rows are about. Says how many rows that were."""
    rows = list(Touched.objects.order_by("pk")[:MOST_TOUCHED])
    dealers_of: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        dealers_of[row.edition_id].add(row.dealer_id)
    present = set(Edition.objects.filter(pk__in=dealers_of).values_list("pk", flat=True))
    for edition_id in sorted(present):
        refresh_editions(editions=[edition_id], dealers=dealers_of[edition_id], now=now)
    for chunk in _chunks({row.dealer_id for row in rows}):
        refresh_dealers(dealers=chunk)
    Touched.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _touch_overdue(now: datetime) -> None:
    """Touch the sums in which something has become overdue."""
    passed = AtDealer.objects.filter(next_due_at__lt=now)
    insert_from(passed, into=Touched, edition_id=F("edition_id"), dealer_id=F("dealer_id"))


def repair(*, now: datetime | None = None) -> int:
    """Work out everything anew; says how many rows were not right, apart from what still had to follow."""
    now = now or timezone.now()
    follow_touched(now=now)
    mended = 0
    for chunk in _chunks(Round.objects.values_list("edition_id", flat=True)):
        mended += refresh_editions(editions=chunk, dealers=None, now=now)
    for chunk in _chunks(Dealer.objects.values_list("pk", flat=True)):
        mended += refresh_dealers(dealers=chunk)
    if mended:
        log.warning(SUMS_MENDED, rows=mended)
    return mended


@transaction.atomic
def refresh_editions(*, editions: Collection[int], dealers: Collection[int] | None, now: datetime) -> int:
    """The rows of these editions at all dealers, or at `dealers` alone, and their totals. Says how many changed. A
    constant number of statements."""
    if dealers is not None and len(dealers) > AT_ONCE:
        dealers = None  # SQLite would look for each of them at each of the duties
    _locked(OfEdition, "edition", editions)
    kept = {"edition__in": editions} | ({} if dealers is None else {"dealer__in": dealers})
    places = DutyDealer.objects.filter(duty__edition__in=editions, duty__state__in=Duty.COUNTED)
    here = places if dealers is None else places.filter(dealer__in=dealers)
    cells = _counted(here, now, "duty__edition_id", "dealer_id", next_due_at=_next_due(now))
    changed = _follow(AtDealer, ("edition_id", "dealer_id"), (*COUNTS, "next_due_at"), cells, kept)
    totals = _counted(places, now, "duty__edition_id")
    wanted = {(edition,): totals.get((edition,), (0, 0, 0)) for edition in editions}
    return changed + _follow(OfEdition, ("edition_id",), COUNTS, wanted, {"edition__in": editions})


def _next_due(now: datetime) -> Min:
    return Min("duty__due_at", filter=Q(duty__state=Duty.State.OPEN, duty__due_at__gte=now))


def _counted(places: QuerySet[DutyDealer], now: datetime, *key: str, **more: Any) -> Sums:
    """Key -> open, confirmed, overdue and `more`; a duty at two dealers is one. One statement."""

    def number(**lookups: Any) -> Count:
        return Count("duty_id", filter=Q(**lookups), distinct=True)

    counts = {
        "open": number(duty__state=Duty.State.OPEN),
        "confirmed": number(duty__state=Duty.State.CONFIRMED),
        "overdue": number(duty__state=Duty.State.OPEN, duty__due_at__lt=now),
    }
    rows = places.order_by().values_list(*key).annotate(**counts, **more)
    return {tuple(row[: len(key)]): tuple(row[len(key) :]) for row in rows}


@transaction.atomic
def refresh_dealers(*, dealers: Collection[int]) -> int:
    """What these dealers have to do now, and their weeks. Says how many rows changed. A constant number of
    statements."""
    _locked(OfDealer, "dealer", dealers)
    current = Round.objects.filter(state__in=Round.CURRENT).order_by().values("edition_id")
    cells = AtDealer.objects.filter(dealer__in=dealers, edition__in=current).order_by()
    sums = {row[0]: row[1:] for row in cells.values_list("dealer_id").annotate(*(Sum(name) for name in COUNTS))}
    wanted: Sums = {(dealer,): tuple(sums.get(dealer, (0, 0, 0))) for dealer in dealers}
    changed = _follow(OfDealer, ("dealer_id",), COUNTS, wanted, {"dealer__in": dealers})
    weeks = _weeks(dealers)
    return changed + _follow(DealerWeek, ("dealer_id", "week"), ("given", "confirmed"), weeks, {"dealer__in": dealers})


def _weeks(dealers: Collection[int]) -> Sums:
    """(dealer, Monday) -> duties given, confirmations. Two statements."""
    given = DutyDealer.objects.filter(dealer__in=dealers).order_by().annotate(week=TruncWeek("duty__given_at"))
    confirmed = Acknowledgement.objects.filter(dealer__in=dealers).order_by().annotate(week=TruncWeek("at"))
    found: defaultdict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for column, rows in enumerate((given, confirmed)):
        counted: Any = rows.values_list("dealer_id", "week").annotate(number=Count("pk"))
        for dealer, week, number in counted:
            found[dealer, timezone.localdate(week)][column] = number
    return {key: tuple(numbers) for key, numbers in found.items()}


def _locked(model: Any, key: str, ids: Collection[int]) -> None:
    """The totals of `ids`, made where there are none, locked in one order."""
    known = set(model.objects.filter(**{f"{key}__in": ids}).values_list(f"{key}_id", flat=True))
    missing = [model(**{f"{key}_id": one}) for one in sorted(set(ids) - known)]
    model.objects.bulk_create(missing, ignore_conflicts=True)
    list(model.objects.select_for_update().filter(**{f"{key}__in": ids}).order_by(f"{key}_id").values_list("pk"))


def _follow(model: Any, key: tuple[str, ...], columns: tuple[str, ...], wanted: Sums, kept: dict[str, Any]) -> int:
    """Make the model's rows within `kept` those that are wanted; what is right already is not written. Says how many
    were not."""
    present = {tuple(row[: len(key)]): row for row in model.objects.filter(**kept).values_list(*key, *columns, "pk")}
    gone = [row[-1] for found, row in present.items() if found not in wanted]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    new: list[models.Model] = []
    changed: list[models.Model] = []
    for found, values in wanted.items():
        row = present.get(found)
        facts = dict(zip((*key, *columns), (*found, *values), strict=True))
        if row is None:
            new.append(model(**facts))
        elif row[len(key) : -1] != values:
            changed.append(model(pk=row[-1], **facts))
    model.objects.bulk_create(new, batch_size=2000)
    if changed:
        model.objects.bulk_update(changed, columns, batch_size=200)
    return len(gone) + len(new) + len(changed)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
