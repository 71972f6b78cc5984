"""The sums of gaps by dealer, for the maker's view. Worked out anew each time; doing it again changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.network.models import Dealer, Membership
from training.needs.levels import Reached
from training.needs.models import GapAtDealer
from training.needs.profiles import Need, asked, jobs, reached_by, wanted_of

DEALERS_AT_ONCE = 100
COLUMNS = ("wanted", "reached", "expiring")


def follow_person(*, user_id: int, day: date | None = None) -> None:
    """The sums of the dealers at which the person works."""
    day = day or timezone.localdate()
    dealers = set(Membership.objects.on(day).filter(user=user_id).values_list("dealer_id", flat=True))
    if dealers:
        refresh_gaps(dealers=dealers, day=day)


def repair_gaps(*, day: date | None = None) -> None:
    """The sums of all dealers."""
    day = day or timezone.localdate()
    ids = list(Dealer.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), DEALERS_AT_ONCE):
        refresh_gaps(dealers=ids[start : start + DEALERS_AT_ONCE], day=day)


@transaction.atomic
def refresh_gaps(*, dealers: Collection[int], day: date) -> None:
    """The sums of these dealers, under a lock on their rows. A constant number of statements."""
    list(Dealer.objects.select_for_update().filter(pk__in=dealers).order_by("pk").values_list("pk", flat=True))
    sums = _sums(dealers, day)
    present = {(row.dealer_id, row.competency_id): row for row in GapAtDealer.objects.filter(dealer__in=dealers)}
    GapAtDealer.objects.filter(pk__in=[row.pk for key, row in present.items() if key not in sums]).delete()
    new, changed = [], []
    for key, counts in sums.items():
        row = present.get(key)
        if row is None:
            new.append(GapAtDealer(dealer_id=key[0], competency_id=key[1], **dict(zip(COLUMNS, counts, strict=True))))
        elif [getattr(row, name) for name in COLUMNS] != counts:
            for name, count in zip(COLUMNS, counts, strict=True):
                setattr(row, name, count)
            changed.append(row)
    GapAtDealer.objects.bulk_create(new, batch_size=1000)
    GapAtDealer.objects.bulk_update(changed, COLUMNS, batch_size=200)


def _sums(dealers: Collection[int], day: date) -> dict[tuple[int, int], list[int]]:
    """(dealer, competency) -> people of whom it is wanted, who reach it, who lose it soon. Three statements."""
    rows = jobs(day=day, dealers=dealers)
    profiles = asked()
    at: dict[int, list[int]] = defaultdict(list)
    for position, job in enumerate(rows):
        at[job.dealer_id].append(position)
    wanted = {
        dealer: wanted_of((rows[position] for position in positions), profiles) for dealer, positions in at.items()
    }
    users = {user for own in wanted.values() for user in own}
    have = reached_by(users=users, competencies=None, day=day)
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for dealer, people in wanted.items():
        for user, own in people.items():
            for competency, level in own.items():
                need = Need(competency, level, have.get((user, competency), Reached()), day)
                counts = sums[dealer, competency]
                counts[0] += 1
                counts[1] += need.met
                counts[2] += need.expiring
    return dict(sums)
