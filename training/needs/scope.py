"""Whose numbers a viewer may see: staff of the maker all, a manager the dealers that they manage, nobody else any.

Every read of a dashboard, an export, a report and the API goes through here.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from portal.network.api import Viewer
from portal.network.models import Dealer, Membership, Region, User
from training.courses.models import Registration


class NotVisible(Exception):
    """There is no such thing for this viewer. Whether it exists for others is not said."""


def dealers(*, viewer: Viewer) -> QuerySet[Dealer]:
    """The active dealers whose numbers the viewer may see, by name."""
    rows = Dealer.objects.filter(is_active=True).order_by("name", "pk")
    return rows if viewer.everything else rows.filter(pk__in=viewer.managed_dealers)


def dealer(*, viewer: Viewer, dealer_id: int) -> Dealer:
    """Raises NotVisible."""
    found = dealers(viewer=viewer).select_related("region", "tier").filter(pk=dealer_id).first()
    if found is None:
        raise NotVisible
    return found


def region(*, viewer: Viewer, region_id: int) -> Region:
    """Regions are for staff alone. Raises NotVisible."""
    found = Region.objects.filter(pk=region_id).first() if viewer.everything else None
    if found is None:
        raise NotVisible
    return found


def people(*, viewer: Viewer, at: QuerySet[Dealer] | None = None) -> QuerySet[User]:
    """The people who work today at a dealer of `at` (all that the viewer may see if None), by name. Staff sees people
    without a dealer too when `at` is None."""
    active = User.objects.filter(is_active=True).order_by("last_name", "first_name", "pk")
    if viewer.everything and at is None:
        return active
    return active.filter(pk__in=_memberships(viewer, at).values("user"))


def registrations(*, viewer: Viewer, at: QuerySet[Dealer] | None = None) -> QuerySet[Registration]:
    """The registrations of those people."""
    rows = Registration.objects.all()
    if viewer.everything and at is None:
        return rows
    return rows.filter(user__in=_memberships(viewer, at).values("user"))


def _memberships(viewer: Viewer, at: QuerySet[Dealer] | None) -> QuerySet[Membership]:
    """The memberships of the day that make somebody visible: `at` never widens what the viewer may see."""
    rows = Membership.objects.on(timezone.localdate(viewer.at))
    if not viewer.everything:
        rows = rows.filter(dealer__in=viewer.managed_dealers)
    return rows if at is None else rows.filter(dealer__in=at.order_by().values("pk"))


def person(*, viewer: Viewer, user_id: int) -> User:
    """Raises NotVisible."""
    found = people(viewer=viewer).filter(pk=user_id).first()
    if found is None:
        raise NotVisible
    return found
