"""A person's own duties: what they have to confirm, what they have confirmed, and what a reading view says of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from content.acknowledgement.confirming import wording_of
from content.acknowledgement.models import Acknowledgement, Duty, OfDealer
from content.library.models import Edition, Manual
from portal.network.api import Viewer, visible_to
from portal.network.models import User

SHOWN = 3


def open_duties(*, viewer: Viewer, user: User) -> QuerySet[Duty]:
    """What the person has to confirm and may see, the most urgent first; `before` is the label of the edition of the
    same publication that they confirmed last. One statement."""
    earlier = Duty.objects.filter(user=user, state=Duty.State.CONFIRMED, edition__manual=OuterRef("edition__manual"))
    label = earlier.order_by("-confirmed_at", "-pk").values("edition__label")[:1]
    seen = visible_to(model=Manual, viewer=viewer, through="edition__manual__")
    in_force = Edition.objects.in_force(at=viewer.at).order_by().values("pk")
    found = Duty.objects.filter(seen, edition__in=in_force, user=user, state=Duty.State.OPEN)
    found = found.annotate(before=Subquery(label)).select_related("edition__manual")
    return found.defer("edition__outline").order_by("due_at", "pk")


def record(*, viewer: Viewer, user: User) -> QuerySet[Acknowledgement]:
    """What the person has confirmed, the newest first, each edition once; `readable` where it still is. One
    statement."""
    first = Acknowledgement.objects.filter(user=user, edition=OuterRef("edition"), pk__lt=OuterRef("pk"))
    readable = Edition.objects.readable_by(viewer).filter(pk=OuterRef("edition")).order_by()
    found = Acknowledgement.objects.filter(user=user).exclude(Exists(first))
    return (
        found.annotate(readable=Exists(readable))
        .select_related("edition")
        .defer("edition__outline")
        .order_by("-at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """For the first page: the most urgent duties, whether there are more, and how many of a manager's people's are
    late (None for who manages nobody)."""

    next: list[Duty]
    more: bool
    late_in_team: int | None


def waiting(*, viewer: Viewer, user: User) -> Waiting:
    """One statement; for managers two."""
    found = list(open_duties(viewer=viewer, user=user)[: SHOWN + 1])
    late = None
    if viewer.managed_dealers:
        sums = OfDealer.objects.filter(dealer__in=viewer.managed_dealers)
        late = sums.aggregate(late=Sum("overdue"))["late"] or 0
    return Waiting(found[:SHOWN], len(found) > SHOWN, late)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reading view says of an edition to a person: their duty, what they would confirm, the label of the edition
    that they confirmed before."""

    duty: Duty
    wording: str
    before: str
    is_late: bool


def asked(*, viewer: Viewer, user: User, manual: Manual, edition: Edition) -> Asked | None:
    """None where nothing is asked and nothing confirmed. One statement, two where it is open. None is asked for a
    publication that is not to be confirmed."""
    if not manual.must_confirm:
        return None
    duty = Duty.objects.filter(user=user, edition=edition).exclude(state=Duty.State.RELEASED).first()
    if duty is None or (duty.state == Duty.State.OPEN and not edition.is_in_force(at=viewer.at)):
        return None
    before = ""
    if duty.state == Duty.State.OPEN:
        earlier = Duty.objects.filter(user=user, edition__manual=manual, state=Duty.State.CONFIRMED)
        before = earlier.order_by("-confirmed_at", "-pk").values_list("edition__label", flat=True).first() or ""
    return Asked(duty, wording_of(manual), before, duty.is_late(at=timezone.now()))
