"""Which editions are to be confirmed now, and whom that means. Querysets alone; nothing is changed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils import timezone

from content.acknowledgement.models import Duty, DutyDealer
from content.library.models import Edition, Manual
from portal.network.api import Viewer, visible_to
from portal.network.models import Membership, MembershipQuerySet
from portal.network.reach import audience_of, memberships_reached


def askable(*, at: datetime) -> QuerySet[Edition]:
    """The editions that whoever is meant has to confirm at `at`: in force, of publications that are to be confirmed and
    can be seen then."""
    anybody = Viewer(user_id=None, at=at, everything=True)
    seen = visible_to(model=Manual, viewer=anybody, through="manual__")
    return Edition.objects.in_force(at=at).filter(seen, manual__must_confirm=True)


def meant(*, manual_id: int, day: date) -> MembershipQuerySet:
    """The memberships by which active people are meant on the day: they meet the audience, and hold one of the roles
    that must confirm if some are named. Two statements to put it together."""
    audience = audience_of(model=Manual, pk=manual_id)
    found = memberships_reached(audience=audience, day=day).filter(user__is_active=True)
    named = Manual.confirm_roles.through._default_manager.filter(manual=manual_id).order_by()
    roles = sorted(named.values_list("jobrole_id", flat=True))
    if roles:
        held = Membership.roles.through._default_manager.filter(jobrole__in=roles).order_by()
        found = found.filter(pk__in=held.values("membership"))
    return found


def not_asked(*, edition: Edition, members: MembershipQuerySet) -> QuerySet[Membership, tuple[int, int, int]]:
    """(person, dealer, a membership there) of those among `members` who are not asked as of that dealer, by person."""
    asked = DutyDealer.objects.filter(
        duty__edition=edition,
        duty__user=OuterRef("user"),
        duty__state__in=Duty.COUNTED,
        dealer=OuterRef("dealer"),
    )
    found = members.exclude(Exists(asked)).order_by("user_id", "dealer_id")
    return found.values_list("user_id", "dealer_id").annotate(membership=Min("pk"))


def no_longer_meant(*, edition: Edition, members: MembershipQuerySet) -> QuerySet[DutyDealer]:
    """Where somebody is asked who is not meant any more as of that dealer, with the duty."""
    still = members.filter(user=OuterRef("duty__user"), dealer=OuterRef("dealer")).order_by()
    kept = DutyDealer.objects.filter(duty__edition=edition, duty__state__in=Duty.COUNTED)
    return kept.exclude(Exists(still)).select_related("duty").order_by("duty", "pk")


def due_at(*, day: date, days: int) -> datetime:
    """The last second of the day that lies so many days after `day`, in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time(23, 59, 59)))
