"""The list of things with their reach, narrowed and sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone

from content.insight.kinds import KINDS
from content.insight.models import DealerReach, ThingReach
from content.insight.scope import Scope
from content.insight.targeting import Aim, crowds
from content.library.models.category import CATEGORIES
from portal.network.api import audiences_of

COUNTS = ("told", "seen", "taken", "confirmed")
CATEGORY_NAMES = dict(CATEGORIES)
SORTS = {
    "since": "since",
    "title": "title",
    "targeted": "targeted",
    "told": "at_told",
    "seen": "at_seen",
    "taken": "at_taken",
    "confirmed": "at_confirmed",
    "share": "at_share",
}
"""What a list is sorted by; with a "-" the other way round."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the person asked for; empty is any. `unused` are things that nobody has seen."""

    thing: str = ""
    words: str = ""
    past: bool = False
    unused: bool = False
    sort: str = "-since"

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Narrowing:
        """From the parameters of a request: kind, q, past, unused, sort."""
        sort = parameters.get("sort", "")[:20]
        return cls(
            thing=parameters.get("kind", "") if parameters.get("kind", "") in KINDS else "",
            words=" ".join(parameters.get("q", "").replace("\x00", "").split())[:100],
            past=parameters.get("past") == "1",
            unused=parameters.get("unused") == "1",
            sort=sort if sort.removeprefix("-") in SORTS else "-since",
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as it is shown: people counted at the dealers of the scope."""

    thing: ThingReach
    targeted: int
    told: int
    seen: int
    taken: int
    confirmed: int

    @property
    def share(self) -> float | None:
        """Of the people it is meant for, how many have seen it; None when it is meant for nobody. Who left since, or
        is not meant any more, may have seen it too."""
        return min(1.0, self.seen / self.targeted) if self.targeted else None

    @property
    def category(self) -> str:
        """The type of a publication, or the kind of thing."""
        named = CATEGORY_NAMES.get(self.thing.category)
        return str(named or KINDS[self.thing.thing].title)


def listed(scope: Scope, narrowing: Narrowing) -> QuerySet[ThingReach]:
    """The things in order, each with `at_told`, `at_seen`, `at_taken`, `at_confirmed` and `at_share`. One statement;
    the caller pages it."""
    rows: Any = _counted(scope)  # what is annotated is known at run time alone
    if not narrowing.past:
        rows = rows.filter(is_current=True)
    if narrowing.thing:
        rows = rows.filter(thing=narrowing.thing)
    for word in narrowing.words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(document_number__icontains=word))
    if narrowing.unused:
        rows = rows.filter(at_seen=0)
    field = F(SORTS[narrowing.sort.removeprefix("-")])
    descending = narrowing.sort.startswith("-")
    order = field.desc(nulls_last=True) if descending else field.asc(nulls_last=True)
    return rows.order_by(order, "pk")


def _counted(scope: Scope) -> QuerySet[ThingReach]:
    counts: dict[str, Any] = {f"at_{name}": F(name) for name in COUNTS}
    if scope.dealers is not None:
        here: Any = DealerReach.objects.filter(thing=OuterRef("thing"), thing_id=OuterRef("thing_id"))
        here = here.filter(dealer__in=scope.dealers).order_by().values("thing", "thing_id")
        counts = {
            f"at_{name}": Coalesce(Subquery(here.annotate(people=Sum(name)).values("people")), 0) for name in COUNTS
        }
    rows = scope.things.annotate(**counts)
    return rows.annotate(at_share=Cast("at_seen", FloatField()) / NullIf("targeted", 0))


def rows(scope: Scope, things: Iterable[ThingReach]) -> list[Row]:
    """The things of `listed` as rows. For a manager, whom they are meant for among the team is worked out: eight
    statements, five more for each further kind of thing."""
    found = list(things)
    targeted = {one.pk: one.targeted for one in found}
    if scope.dealers is not None and found:
        targeted = dict(_meant_for_team(found, scope.dealers))
    return [Row(one, targeted[one.pk], *(getattr(one, f"at_{name}") for name in COUNTS)) for one in found]


def _meant_for_team(things: list[ThingReach], dealers: frozenset[int]) -> Iterator[tuple[int, int]]:
    aim = Aim(crowds(day=timezone.localdate(), dealers=dealers))
    for name, group in groupby(sorted(things, key=lambda one: one.thing), key=lambda one: one.thing):
        own = list(group)
        meant = audiences_of(model=KINDS[name].model, pks={one.target_id for one in own})
        for one in own:
            yield one.pk, aim.at_whom(meant[one.target_id]).people
