"""Who was told of things, and who has confirmed them, by dealer: read from the rooms that keep it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date

from portal.network.models import Membership
from portal.notices.models import Notice

ByDealer = dict[int, dict[int, int]]
"""Thing -> dealer -> people."""
Source = Callable[[str, Collection[int], date], ByDealer]
_confirmed: list[Source] = []


def register_confirmed(source: Source) -> None:
    """Name a function that knows who has confirmed things of a kind: called as source(kind, ids, day)."""
    _confirmed.append(source)


def told(kind: str, ids: Collection[int], day: date) -> ByDealer:
    """The people who have a notice that the thing is in force (`content.announcing`), where they work on `day`. Two
    statements."""
    keys = {f"{kind}:{one}:in_force": one for one in ids}
    rows = Notice.objects.filter(key__in=list(keys)).order_by()
    return at_work(((keys[key], user) for key, user in rows.values_list("key", "user_id")), day=day)


def confirmed(kind: str, ids: Collection[int], day: date) -> ByDealer:
    """The people who have confirmed that they read it. The statements of each source."""
    found: ByDealer = defaultdict(Counter)
    for source in _confirmed:
        for thing, dealers in source(kind, ids, day).items():
            for dealer, people in dealers.items():
                found[thing][dealer] += people
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
