"""Who is looking: a frozen value, resolved once per request, handed to every read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from portal.network.models import Membership, User

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


def viewer_for(*, user: User | AnonymousUser, at: datetime | None = None) -> Viewer:
    """Resolve a person into a Viewer at `at` (aware; now if None). Five statements at most, whatever they may see.

    The instant is cut to the whole second, the grain of the index, so that the database and the index agree on it.
    """
    at = (at or timezone.now()).replace(microsecond=0)
    if not isinstance(user, User) or not user.is_active:
        return Viewer(user_id=None, at=at)
    if user.has_perm(OEM_PERMISSION):
        return Viewer(user_id=user.pk, at=at, everything=True)
    memberships = list(
        Membership.objects.on(timezone.localdate(at))
        .filter(user=user)
        .select_related("dealer__region")
        .prefetch_related("roles", "dealer__brands")
    )
    standings = dict.fromkeys(_standing(membership) for membership in memberships)
    managed = frozenset(m.dealer_id for m in memberships if m.is_manager)
    return Viewer(user_id=user.pk, at=at, standings=tuple(standings), managed_dealers=managed)


def _standing(membership: Membership) -> Standing:
    dealer = membership.dealer
    return Standing(
        brands=frozenset(brand.pk for brand in dealer.brands.all()),
        regions=frozenset(dealer.region.lineage),
        tiers=frozenset([dealer.tier_id]),
        roles=frozenset(role.pk for role in membership.roles.all()),
        dealers=frozenset([dealer.pk]),
    )


def request_viewer(request: HttpRequest) -> Viewer:
    """The viewer of a request, resolved on first use and kept for the rest of it."""
    viewer: Viewer | None = getattr(request, "forecourt_viewer", None)
    if viewer is None:
        viewer = viewer_for(user=request.user)
        request.forecourt_viewer = viewer  # type: ignore[attr-defined]
    return viewer
