"""Nobody sits in two sessions at once: who has a seat elsewhere at the time of a session."""

from __future__ import annotations

from collections.abc import Collection

from portal.core.dispatch import send_after_commit
from portal.network.models import User
from training.sessions.models import Booking, Session, SessionDate


def hold(user_ids: Collection[int]) -> None:
    """Hold these people's rows until the transaction ends, so that two sessions that give out seats at the same moment
    see what the other gave. Always after the session's row, and in one order."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=user_ids).order_by("pk").values_list("pk"))


def seated_elsewhere(*, session: Session, user_ids: Collection[int]) -> dict[int, str]:
    """Those of these people who have a seat in another session at the same time: user -> its title. Two statements."""
    dates = list(session.dates.all())
    if not dates or not user_ids:
        return {}
    first, last = min(one.starts_at for one in dates), max(one.ends_at for one in dates)
    others = SessionDate.objects.filter(
        session__bookings__user__in=user_ids,
        session__bookings__state=Booking.State.BOOKED,
        starts_at__lt=last,
        ends_at__gt=first,
    ).exclude(session=session.pk)
    rows = others.order_by("starts_at", "pk").values_list(
        "session__bookings__user", "session__title", "starts_at", "ends_at"
    )
    found: dict[int, str] = {}
    for user_id, title, starts_at, ends_at in rows:
        if any(one.starts_at < ends_at and starts_at < one.ends_at for one in dates):
            found.setdefault(user_id, title)
    return found


def let_move_up_elsewhere(*, session: Session, user_ids: Collection[int]) -> None:
    """People who gave back a seat here may be next where they wait: those sessions are looked at after the commit,
    because each is looked at under the lock of its own row."""
    waiting = Booking.objects.filter(
        user__in=user_ids, state=Booking.State.WAITLISTED, session__state__in=Session.TO_COME
    ).exclude(session=session.pk)
    for session_id in waiting.order_by("session").values_list("session", flat=True).distinct():
        send_after_commit("training.sessions.tasks.move_people_up", session_id)
