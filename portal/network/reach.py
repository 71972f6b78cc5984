"""Whom a thing reaches: the rule of audiences read the other way round, from the thing to the people.

`portal.network.audience` answers what one person may see. Whoever has to reach all of them (duties, announcements,
tasks of dealers) asks here, in a fixed number of statements. OEM staff are reached by their memberships alone: that
they may see everything makes nothing their duty. `tests/portal/network/test_reach.py` proves the two directions equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value

from portal.network.audience import DIMENSIONS, Visibility
from portal.network.models import Dealer, Membership, MembershipQuerySet, Region, Targeted, User


def audience_of(*, model: type[Targeted], pk: int) -> Visibility:
    """The audience of a kept thing. Its dates are left open and it counts as live: who asks knows when. One
    statement."""
    parts = []
    for dimension in DIMENSIONS:
        rows, source, target = _rows(model, dimension)
        label = Value(dimension, output_field=CharField())
        parts.append(rows.filter(**{source: pk}).values_list(label, F(target)))
    found: dict[str, set[int]] = defaultdict(set)
    for dimension, target_id in parts[0].union(*parts[1:], all=True):
        found[dimension].add(target_id)
    return Visibility.of(found)


def audiences_of(*, model: type[Targeted], pks: Collection[int]) -> dict[int, Visibility]:
    """The audience of each of these kept things, as `audience_of` has it. Five statements."""
    found: dict[int, dict[str, set[int]]] = {pk: defaultdict(set) for pk in pks}
    for dimension in DIMENSIONS:
        rows, source, target = _rows(model, dimension)
        for pk, target_id in rows.filter(**{f"{source}__in": list(pks)}).values_list(source, target):
            found[pk][dimension].add(target_id)
    return {pk: Visibility.of(parts) for pk, parts in found.items()}


def _rows(model: type[Targeted], dimension: str) -> tuple[QuerySet[Any], str, str]:
    """The rows of a dimension, and the names of the columns with the thing and with whom it names."""
    relation = getattr(model, f"audience_{dimension}")
    names = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
    return relation.through._default_manager.order_by(), f"{names[0]}_id", f"{names[1]}_id"


def memberships_reached(*, audience: Visibility, day: date) -> MembershipQuerySet:
    """Memberships that hold on `day` and meet the audience, each once. One membership has to meet all dimensions."""
    found = Membership.objects.on(day)
    if audience.brands:
        sold = Dealer.brands.through._default_manager.filter(brand__in=audience.brands).order_by()
        found = found.filter(dealer__in=sold.values("dealer"))
    if audience.regions:
        found = found.filter(dealer__region__in=_below(audience.regions))
    if audience.tiers:
        found = found.filter(dealer__tier__in=audience.tiers)
    if audience.roles:
        held = Membership.roles.through._default_manager.filter(jobrole__in=audience.roles).order_by()
        found = found.filter(pk__in=held.values("membership"))
    if audience.dealers:
        found = found.filter(dealer__in=audience.dealers)
    return found


def people_reached(*, model: type[Targeted], pk: int, day: date) -> QuerySet[User]:
    """Active people whom the thing reaches on `day`, by id. Two statements, this one and the caller's."""
    theirs = memberships_reached(audience=audience_of(model=model, pk=pk), day=day)
    # By a list that is made once: asked for each person, SQLite makes the list of roles anew each time.
    return User.objects.filter(pk__in=theirs.order_by().values("user"), is_active=True).order_by("pk")


def dealers_reached(*, model: type[Targeted], pk: int, day: date) -> QuerySet[Dealer]:
    """Active dealers at which somebody is reached on `day`, by id. Two statements, this one and the caller's."""
    there = memberships_reached(audience=audience_of(model=model, pk=pk), day=day)
    there = there.filter(user__is_active=True).order_by()
    return Dealer.objects.filter(pk__in=there.values("dealer"), is_active=True).order_by("pk")


def _below(regions: frozenset[int]) -> QuerySet[Region]:
    """The regions and all below them."""
    meets = Q()
    for pk in sorted(regions):
        meets |= Q(path__contains=f"/{pk}/")
    return Region.objects.filter(meets).order_by()
