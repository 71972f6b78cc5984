"""Who is looking: a frozen value, resolved once per request, handed to every read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from portal.core.statements import Statement
from portal.network.models import Dealer, JobRole, Membership, User, lineage

OEM_PERMISSION = "wagtailadmin.access_admin"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one membership makes of a person: the ids that they have in each dimension of an audience.

    `regions` holds the dealer's region and all those above it. Standings are kept apart, never mixed: somebody who
    sells brand A in the north and brand B in the south is not in the audience "brand A, south".
    """

    brands: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    tiers: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    dealers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person as they are at one instant.

    `everything` is OEM staff: audiences do not bind them (dates and drafts do). Nobody signed in, or without a
    membership today, has no standing and sees nothing. `managed_dealers` are those that they manage.
    """

    user_id: int | None
    at: datetime
    standings: tuple[Standing, ...] = ()
    everything: bool = False
    managed_dealers: frozenset[int] = frozenset()

    @property
    def dealer(self) -> int | None:
        """Where they work: of several dealers that of the oldest membership. None for OEM staff."""
        return next((pk for standing in self.standings for pk in standing.dealers), None)


def viewer_for(*, user: User | AnonymousUser, at: datetime | None = None) -> Viewer:
    """Resolve a person into a Viewer at `at` (aware; now if None). Two statements at most, whatever they may see.

    The instant is cut to the whole second, the grain of the index, so that the database and the index agree on it.
    """
    at = (at or timezone.now()).replace(microsecond=0)
    if not isinstance(user, User) or not user.is_active:
        return Viewer(user_id=None, at=at)
    rows = [] if user.is_superuser else _MEMBERSHIPS.rows(user_id=user.pk, day=timezone.localdate(at))
    if _is_oem_staff(user, rows):
        return Viewer(user_id=user.pk, at=at, everything=True)
    memberships = _memberships(rows)
    standings = dict.fromkeys(standing for standing, _manages in memberships)
    managed = frozenset(dealer for standing, manages in memberships if manages for dealer in standing.dealers)
    return Viewer(user_id=user.pk, at=at, standings=tuple(standings), managed_dealers=managed)


def as_member(*, dealer: Dealer, roles: Collection[JobRole], at: datetime | None = None) -> Viewer:
    """Somebody who would work in these roles at this dealer, and nowhere else: for showing authors what such a person
    sees. One statement."""
    at = (at or timezone.now()).replace(microsecond=0)
    standing = replace(workplace(dealer=dealer), roles=frozenset(role.pk for role in roles))
    return Viewer(user_id=None, at=at, standings=(standing,))


def workplace(*, dealer: Dealer) -> Standing:
    """What working at the dealer makes of anybody, but for their roles. Two statements, none for a region and brands
    that are loaded."""
    brands = [brand.pk for brand in dealer.brands.all()]
    return _standing(dealer.pk, dealer.tier_id, dealer.region.path, (), brands)


def at_dealer(*, viewer: Viewer, dealer_id: int) -> Viewer:
    """The same person as they are at one of their dealers alone: without standing if they do not work there. OEM staff
    work at none."""
    there = tuple(one for one in viewer.standings if dealer_id in one.dealers)
    return replace(viewer, standings=there, everything=False, managed_dealers=viewer.managed_dealers & {dealer_id})


def with_team(*, viewer: Viewer) -> Viewer:
    """The same person, who sees besides what anybody sees who works today at a dealer that they manage: for choosing
    what to assign, and for nothing that they read themselves. One statement; none for who manages nobody."""
    if viewer.everything or not viewer.managed_dealers:
        return viewer
    members = Membership.objects.on(timezone.localdate(viewer.at)).filter(dealer__in=viewer.managed_dealers)
    facts = ("dealer_id", "dealer__tier_id", "dealer__region__path", "roles__pk", "dealer__brands__pk")
    found: dict[tuple[int, int, str], tuple[set[int], set[int]]] = {}
    for dealer, tier, path, role, brand in members.order_by("dealer").values_list(*facts).distinct():
        roles, brands = found.setdefault((dealer, tier, path), (set(), set()))
        roles.add(role)
        brands.add(brand)
    # A dealer's people differ in their roles alone: to have all of them together is to be any of them.
    team = [_standing(*workplace, *held) for workplace, held in found.items()]
    return replace(viewer, standings=tuple(dict.fromkeys((*viewer.standings, *team))))


def _is_oem_staff(user: User, rows: list[tuple[Any, ...]]) -> bool:
    """What `user.has_perm(OEM_PERMISSION)` says, without reading every permission that the person has. `rows` of
    memberships say whether they have any at all, as dealer staff do not."""
    if user.is_superuser:
        return True
    may_hold = not rows or rows[0][0]
    return bool(may_hold and _OEM_PERMISSION.rows(user_id=user.pk))


def _memberships(rows: list[tuple[Any, ...]]) -> list[tuple[Standing, bool]]:
    """What each membership of the day makes of the person, and whether they manage there."""
    found = []
    for (_holds, _pk, manages, dealer, tier, path), group in groupby(rows, key=_membership):
        roles, brands = zip(*(row[6:] for row in group), strict=True)
        found.append((_standing(dealer, tier, path, roles, brands), bool(manages)))
    return found


def _standing(
    dealer: int, tier: int, path: str, roles: Collection[int | None], brands: Collection[int | None]
) -> Standing:
    """Of whoever has these roles at this dealer. A dealer without brands, or somebody without roles, has a None."""
    return Standing(
        brands=frozenset(brand for brand in brands if brand is not None),
        regions=frozenset(lineage(path)),
        tiers=frozenset([tier]),
        roles=frozenset(role for role in roles if role is not None),
        dealers=frozenset([dealer]),
    )


def _membership(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[:6]


def _oem_permission(user_id: int) -> QuerySet[Any, Any]:
    app_label, codename = OEM_PERMISSION.split(".")
    own = User.user_permissions.through._default_manager.filter(permission=OuterRef("pk"), user=user_id)
    of_group = Group.permissions.through._default_manager.filter(permission=OuterRef("pk"), group__user=user_id)
    held = Permission.objects.filter(Exists(own) | Exists(of_group))
    return held.filter(content_type__app_label=app_label, codename=codename).order_by().values_list("pk")


def _memberships_on(user_id: int, day: date) -> QuerySet[Any, Any]:
    """Roles and brands are few, so that a row for each pair of them costs less than two more questions."""
    groups = User.groups.through._default_manager.filter(user=user_id)
    permissions = User.user_permissions.through._default_manager.filter(user=user_id)
    held = Membership.objects.on(day).filter(user=user_id).order_by("pk")
    held = held.annotate(holds=Exists(groups) | Exists(permissions))
    facts = ("holds", "pk", "is_manager", "dealer_id", "dealer__tier_id", "dealer__region__path")
    return held.values_list(*facts, "roles__pk", "dealer__brands__pk")


_OEM_PERMISSION = Statement(_oem_permission)
_MEMBERSHIPS = Statement(_memberships_on)


def request_viewer(request: HttpRequest) -> Viewer:
    """The viewer of a request, resolved on first use and kept for the rest of it."""
    viewer: Viewer | None = getattr(request, "forecourt_viewer", None)
    if viewer is None:
        viewer = viewer_for(user=request.user)
        request.forecourt_viewer = viewer  # type: ignore[attr-defined]
    return viewer
