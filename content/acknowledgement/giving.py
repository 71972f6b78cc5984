"""One piece of a round: duties given, taken up again, let go. Inside the round's transaction, under its lock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from content.acknowledgement import asking, telling
from content.acknowledgement.calendar import following
from content.acknowledgement.models import Duty, DutyDealer, Touched
from content.library.models import Edition
from portal.core.rows import insert_from
from portal.network.models import Dealer, Membership, User
from portal.notices.api import settle_many


def give_and_let_go(*, edition: Edition, now: datetime, most: int, user_id: int | None = None) -> bool:
    """Ask up to `most` of those who are meant and not asked; when there are fewer, let go up to `most` of those who are
    not meant any more. Of one person alone if given. Whether there may be more to do."""
    members = asking.meant(manual_id=edition.manual_id, day=timezone.localdate(now))
    if user_id is not None:
        members = members.filter(user=user_id)
    unasked = list(asking.not_asked(edition=edition, members=members)[:most])
    if unasked:
        _give(edition, unasked, now)
    if len(unasked) == most:
        return True
    gone = asking.no_longer_meant(edition=edition, members=members)
    if user_id is not None:
        gone = gone.filter(duty__user=user_id)
    places = list(gone[:most])
    if places:
        _let_go(edition, places, now)
    return len(places) == most


def _give(edition: Edition, unasked: list[tuple[int, int, int]], now: datetime) -> None:
    people = sorted({user for user, _dealer, _membership in unasked})
    among = Duty.objects.filter(edition=edition, user__gte=people[0], user__lte=people[-1])
    known = {user: (pk, state) for user, pk, state in among.values_list("user_id", "pk", "state")}
    new = [user for user in people if user not in known]
    again = [known[user][0] for user in people if user in known and known[user][1] == Duty.State.RELEASED]
    due = asking.due_at(day=timezone.localdate(now), days=edition.manual.confirm_days)
    asked = {"given_at": now, "due_at": due, "remind_at": following(due_at=due, after=now)}
    Duty.objects.filter(pk__in=again).update(
        **asked, state=Duty.State.OPEN, released_at=None, released_because="", escalated_at=None
    )
    insert_from(User.objects.filter(pk__in=new), into=Duty, edition=edition.pk, user=F("pk"), **asked)
    duty = Subquery(Duty.objects.filter(edition=edition, user=OuterRef("user")).order_by().values("pk"))
    places = Membership.objects.filter(pk__in=[membership for _user, _dealer, membership in unasked])
    insert_from(places, into=DutyDealer, duty=duty, dealer=F("dealer"))
    touch(edition.pk, (dealer for _user, dealer, _membership in unasked))
    telling.give(edition, new, due_at=due, before=_confirmed_before(edition, new))


def _confirmed_before(edition: Edition, people: Collection[int]) -> dict[int, str]:
    """The label of the edition of the same publication that each person confirmed last."""
    if not Duty.objects.filter(edition__manual=edition.manual_id, state=Duty.State.CONFIRMED).exists():
        return {}
    earlier = Duty.objects.filter(edition__manual=edition.manual_id, state=Duty.State.CONFIRMED, user__in=people)
    earlier = earlier.exclude(edition=edition).order_by("confirmed_at", "pk")
    return dict(earlier.values_list("user_id", "edition__label"))


def _let_go(edition: Edition, places: list[DutyDealer], now: datetime) -> None:
    """Take these places away; who is left with none, and has not confirmed, is released."""
    touch(edition.pk, (one.dealer_id for one in places))
    duties = {one.duty_id: one.duty for one in places}
    DutyDealer.objects.filter(pk__in=[one.pk for one in places]).delete()
    placed = set(DutyDealer.objects.filter(duty__in=duties).values_list("duty_id", flat=True))
    released = {pk: one.user_id for pk, one in duties.items() if pk not in placed and one.state == Duty.State.OPEN}
    working = set(
        Membership.objects.on(timezone.localdate(now))
        .filter(user__in=released.values(), dealer__in={one.dealer_id for one in places})
        .values_list("user_id", flat=True)
    )
    for because, stays in ((Duty.Reason.NOT_MEANT, True), (Duty.Reason.LEFT, False)):
        _mark_released([pk for pk, user in released.items() if (user in working) is stays], because, now)
    settle_many(user_ids=released.values(), keys_beginning=telling.key_of(edition.pk))


def release(*, edition: Edition, because: str, now: datetime, most: int) -> bool:
    """Release up to `most` open duties of an edition. Whether there may be more."""
    open_ = Duty.objects.filter(edition=edition, state=Duty.State.OPEN).order_by("pk")
    found = dict(open_.values_list("pk", "user_id")[:most])
    if found:
        dealers = DutyDealer.objects.filter(duty__in=found).order_by().values_list("dealer_id", flat=True)
        touch(edition.pk, dealers.distinct())
        _mark_released(list(found), because, now)
        settle_many(user_ids=found.values(), keys_beginning=telling.key_of(edition.pk))
    return len(found) == most


def _mark_released(duties: list[int], because: str, now: datetime) -> None:
    Duty.objects.filter(pk__in=duties, state=Duty.State.OPEN).update(
        state=Duty.State.RELEASED, released_at=now, released_because=because, remind_at=None
    )


def touch(edition_id: int, dealers: Iterable[int]) -> None:
    """The sums of the edition at these dealers have to follow."""
    insert_from(Dealer.objects.filter(pk__in=set(dealers)), into=Touched, edition_id=edition_id, dealer_id=F("pk"))
