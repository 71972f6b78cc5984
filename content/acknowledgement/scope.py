"""Whose duties a person may see: their own; those of the people of the dealers that they manage, on the day; staff of
the maker, everybody's."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from content.acknowledgement.models import Round
from content.library.api import NotVisible
from content.library.models import Edition, Manual
from portal.network.api import Viewer, visible_to, with_team
from portal.network.models import Dealer, Membership, Region, User


def reporting(*, viewer: Viewer) -> Viewer:
    """The viewer with what they may know of their people's publications. Raises NotVisible for who has no people."""
    if not viewer.everything and not viewer.managed_dealers:
        raise NotVisible
    return with_team(viewer=viewer)


def dealers(*, viewer: Viewer) -> QuerySet[Dealer]:
    """The dealers of whose people the viewer may see."""
    every = Dealer.objects.order_by("name", "pk")
    return every if viewer.everything else every.filter(pk__in=viewer.managed_dealers)


def dealer(*, viewer: Viewer, dealer_id: int) -> Dealer:
    """Raises NotVisible."""
    found = dealers(viewer=viewer).select_related("region").filter(pk=dealer_id).first()
    if found is None:
        raise NotVisible
    return found


def region(*, viewer: Viewer, region_id: int) -> Region:
    """For staff of the maker. Raises NotVisible."""
    found = Region.objects.filter(pk=region_id).first() if viewer.everything else None
    if found is None:
        raise NotVisible
    return found


def people(*, viewer: Viewer, at: QuerySet[Dealer]) -> QuerySet[User]:
    """The people who work today at the dealers `at`, which are the viewer's."""
    working = Membership.objects.on(timezone.localdate(viewer.at)).filter(user=OuterRef("pk"), dealer__in=_keys(at))
    return User.objects.filter(Exists(working.order_by()), is_active=True)


def _keys(at: QuerySet[Dealer]) -> QuerySet[Any, Any]:
    return at.order_by().values("pk")


def current(*, viewer: Viewer, path: str = "") -> Q:
    """The condition on editions at `path` (a lookup that ends in "__") that are asked for now, and that the viewer may
    know of. `viewer` is one of `reporting`."""
    asked = Q(**{f"{path}confirmation_round__state__in": Round.CURRENT})
    return asked & visible_to(model=Manual, viewer=viewer, through=f"{path}manual__")


def publication(*, viewer: Viewer, edition_id: int) -> Edition:
    """An edition that is asked for, or to staff of the maker one that was, while its publication can be seen. Raises
    NotVisible."""
    if viewer.everything:
        asked = Q(confirmation_round__isnull=False) & visible_to(model=Manual, viewer=viewer, through="manual__")
    else:
        asked = current(viewer=viewer)
    found = Edition.objects.select_related("manual", "confirmation_round").defer("outline")
    edition = found.filter(asked, pk=edition_id).first()
    if edition is None:
        raise NotVisible
    return edition
