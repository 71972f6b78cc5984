"""Working out the sums: of the last days every few minutes, of everything each night. Doing it again changes nothing.

A use counts as the first of its person when there is none on an earlier day, so that the sums of a day do not depend on
when they are worked out, and how many people a thing has come to is the sum of its days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone

from content.delivery.api import What
from content.insight import funnel
from content.insight.kinds import KINDS, Facts, ThingKind
from content.insight.models import DaySum, DealerReach, ThingReach, Use
from content.insight.targeting import Aim, crowds
from portal.network.api import audiences_of

TAKEN = (What.DOWNLOADED, What.PRINTED, What.SHARED)
RECENT = timedelta(days=1)
"""Days back that are worked out anew every few minutes: a use is written on the day on which it happens."""
AT_ONCE = 500
DAY_COUNTS = ("seen", "downloaded", "printed", "shared", "new_seen", "new_taken")
REACHED = ("told", "seen", "taken", "confirmed")
FACTS = ("title", "document_number", "label", "category", "department_id", "target_id", "since", "is_current")
TOTALS = (*FACTS, *REACHED, "targeted", "dealers", "dealers_seen", "refreshed_at")


def follow(*, now: date | None = None) -> int:
    """Let the sums follow what happened yesterday and today, and what came into force. Returns how many things were
    worked out."""
    today = now or timezone.localdate()
    since = today - RECENT
    for back in range(RECENT.days + 1):
        sum_day(day=today - timedelta(days=back))
    moved: dict[str, set[int]] = defaultdict(set)
    for thing, number in DaySum.objects.filter(day__gte=since).values_list("thing", "thing_id").distinct():
        moved[thing].add(number)
    done = 0
    for kind in KINDS.values():
        known = dict(ThingReach.objects.filter(thing=kind.name).values_list("thing_id", "is_current"))
        facts = {one.id: one for one in kind.facts(None)}
        changed = {pk for pk, one in facts.items() if known.get(pk) is not one.is_current}
        wanted = moved[kind.name] | changed | funnel.moved_since(kind.name, since)
        done += _sum_things(kind, [facts[pk] for pk in sorted(wanted & facts.keys())], day=today)
        _end_gone(kind, known.keys() - facts.keys())
    return done


def repair(*, now: date | None = None) -> None:
    """Work out everything anew: what was written late, audiences and titles that changed."""
    today = now or timezone.localdate()
    for day in Use.objects.order_by("day").values_list("day", flat=True).distinct():
        sum_day(day=day)
    for kind in KINDS.values():
        _sum_things(kind, list(kind.facts(None)), day=today)


def sum_day(*, day: date) -> None:
    """The sums of one day, of all things. Two statements, one more a thousand rows."""
    earlier = Use.objects.filter(
        user=OuterRef("user"), thing=OuterRef("thing"), thing_id=OuterRef("thing_id"), day__lt=day
    )
    rows = (
        Use.objects.filter(day=day)
        .annotate(saw=Exists(earlier.filter(what=What.SEEN)), took=Exists(earlier.filter(what__in=TAKEN)))
        .order_by()
        .values("thing", "thing_id", "dealer_id")
        .annotate(
            **{what.value: Count("pk", filter=Q(what=what)) for what in What},
            new_seen=Count("pk", filter=Q(what=What.SEEN, saw=False)),
            new_taken=Count("user", filter=Q(what__in=TAKEN, took=False), distinct=True),
        )
    )
    _upsert(DaySum, ("thing", "thing_id", "dealer", "day"), DAY_COUNTS, (DaySum(day=day, **row) for row in rows))


def _end_gone(kind: ThingKind, ids: Collection[int]) -> None:
    """What is not there any more is not current."""
    gone = ThingReach.objects.filter(thing=kind.name, thing_id__in=ids, is_current=True)
    gone.update(is_current=False)


def _sum_things(kind: ThingKind, facts: list[Facts], *, day: date) -> int:
    """The reach of these things, at each dealer and over all. A fixed number of statements for five hundred."""
    if not facts:
        return 0
    aim = Aim(crowds(day=day))
    for lot in _lots(facts, AT_ONCE):
        with transaction.atomic():
            _sum_lot(kind, lot, aim, day)
    return len(facts)


def _sum_lot(kind: ThingKind, facts: list[Facts], aim: Aim, day: date) -> None:
    ids = [one.id for one in facts]
    meant = audiences_of(model=kind.model, pks={one.target_id for one in facts})
    at_dealers = _reached(kind, ids, day)
    # Who was told and moved since counts where they work now.
    told = DealerReach.objects.filter(Q(told__gt=0) | Q(confirmed__gt=0), thing=kind.name, thing_id__in=ids)
    told.update(told=0, confirmed=0)
    rows = (
        DealerReach(thing=kind.name, thing_id=pk, dealer_id=dealer, **counts)
        for (pk, dealer), counts in sorted(at_dealers.items())
    )
    _upsert(DealerReach, ("thing", "thing_id", "dealer"), REACHED, rows)
    totals: dict[int, dict[str, int]] = {pk: dict.fromkeys((*REACHED, "dealers_seen"), 0) for pk in ids}
    for (pk, _dealer), counts in at_dealers.items():
        for name in REACHED:
            totals[pk][name] += counts[name]
        totals[pk]["dealers_seen"] += bool(counts["seen"])
    _upsert(ThingReach, ("thing", "thing_id"), TOTALS, (_total(kind, one, totals[one.id], aim, meant) for one in facts))


def _total(kind: ThingKind, one: Facts, counts: dict[str, int], aim: Aim, meant: dict[int, Any]) -> ThingReach:
    whom = aim.at_whom(meant[one.target_id])
    said = {name: getattr(one, name) for name in FACTS}
    return ThingReach(
        thing=kind.name, thing_id=one.id, targeted=whom.people, dealers=len(whom.dealers), **said, **counts
    )


def _reached(kind: ThingKind, ids: list[int], day: date) -> dict[tuple[int, int], dict[str, int]]:
    """(thing, dealer) -> how many people were told, saw, took and confirmed it."""
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(REACHED, 0))
    days = DaySum.objects.filter(thing=kind.name, thing_id__in=ids).order_by().values_list("thing_id", "dealer_id")
    for pk, dealer, seen, taken in days.annotate(saw=Sum("new_seen"), took=Sum("new_taken")):
        found[pk, dealer] |= {"seen": seen, "taken": taken}
    told, confirmed = funnel.told(kind.name, ids, day), funnel.confirmed(kind.name, ids)
    for name, things in (("told", told), ("confirmed", confirmed)):
        for pk, dealers in things.items():
            for dealer, people in dealers.items():
                found[pk, dealer][name] = people
    return found


def _upsert(model: Any, key: tuple[str, ...], columns: tuple[str, ...], rows: Iterable[Any]) -> None:
    fields = [name.removesuffix("_id") if name == "department_id" else name for name in columns]
    for lot in _lots(rows, 1000):
        model.objects.bulk_create(lot, update_conflicts=True, unique_fields=list(key), update_fields=fields)


def _lots(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while lot := list(islice(waiting, size)):
        yield lot
