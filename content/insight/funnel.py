"""Who was told of things, and who has confirmed them, by dealer: read from the rooms that keep it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count

from content.acknowledgement.models import Acknowledgement
from content.announcing.api import in_force_keys
from content.announcing.models import Announcement
from content.insight.kinds import EDITION
from portal.network.models import Membership
from portal.notices.models import Notice

ByDealer = dict[int, dict[int, int]]
"""Thing -> dealer -> people."""
TOLD = ":in_force"
"""How the key of a notice ends that says that a thing is in force."""


def told(kind: str, ids: Collection[int], day: date) -> ByDealer:
    """The people who have a notice that the thing is in force (`content.announcing`), where they work on `day`. Three
    statements."""
    keys = told_keys(kind, ids)
    rows = Notice.objects.filter(key__in=list(keys)).order_by()
    return at_work(((keys[key], user) for key, user in rows.values_list("key", "user_id")), day=day)


def told_keys(kind: str, ids: Collection[int]) -> dict[str, int]:
    """{key of a notice: thing}. One statement for editions, which may come into force again."""
    return in_force_keys(ids) if kind == EDITION else {f"{kind}:{one}{TOLD}": one for one in ids}


def confirmed(kind: str, ids: Collection[int]) -> ByDealer:
    """The people who have confirmed that they read it, at the dealer as whose they did. One statement; things of other
    kinds are not confirmed."""
    found: ByDealer = defaultdict(dict)
    if kind == EDITION:
        rows = Acknowledgement.objects.filter(edition__in=ids).order_by().values_list("edition_id", "dealer_id")
        for thing, dealer, people in rows.annotate(people=Count("pk")):
            found[thing][dealer] = people
    return found


def moved_since(kind: str, since: date) -> set[int]:
    """The things of which people were told, or which they confirmed, lately. Two statements."""
    lately = Announcement.objects.filter(beat_at__date__gte=since, key__startswith=f"{kind}:", key__endswith=TOLD)
    numbers = (key.split(":")[1] for key in lately.order_by().values_list("key", flat=True))
    found = {int(number) for number in numbers if number.isdecimal()}
    if kind == EDITION:
        rows = Acknowledgement.objects.filter(at__date__gte=since, edition__isnull=False).order_by()
        found |= set(rows.values_list("edition_id", flat=True).distinct())
    return found


def at_work(pairs: Iterable[tuple[int, int]], *, day: date) -> ByDealer:
    """(thing, person) pairs counted at the dealers at which the people work on `day`; of several at the first, as a use
    is. One statement."""
    rows = Membership.objects.on(day).order_by("-pk").values_list("user_id", "dealer_id")
    people: dict[int, set[int]] = defaultdict(set)
    for thing, user in pairs:
        people[thing].add(user)
    first = dict(rows)
    return {thing: Counter(first[user] for user in users if user in first) for thing, users in people.items()}
