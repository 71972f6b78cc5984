"""A person's own notices: the list, the number that is unread, and marking as read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from portal.network.models import User
from portal.notices.models import Notice
from portal.notices.telling import known_kinds

MOST_COUNTED = 100


def notices_of(*, user: User, topic: str = "", only_new: bool = False) -> QuerySet[Notice]:
    """The person's notices with `is_new`; unread first, then the newest. Of one topic, or the unread ones alone."""
    is_new = ExpressionWrapper(Q(read_at__isnull=True), output_field=BooleanField())
    known = Notice.objects.filter(user=user, kind__in=known_kinds())
    if topic:
        known = known.filter(topic=topic)
    if only_new:
        known = known.filter(read_at__isnull=True)
    return known.annotate(is_new=is_new).order_by("-is_new", "-created_at", "-pk")


def unread(*, user: User) -> int:
    """How many the person has not read, counted up to a hundred. One statement."""
    return Notice.objects.filter(user=user, read_at__isnull=True)[:MOST_COUNTED].count()


def unread_by_topic(*, user: User) -> dict[str, int]:
    """How many the person has not read of each topic of which they have any notice. One statement."""
    known = Notice.objects.filter(user=user, kind__in=known_kinds()).order_by()
    counted = known.values("topic").annotate(new=Count("pk", filter=Q(read_at__isnull=True)))
    return dict(counted.values_list("topic", "new"))


def mark_read(*, user: User, notice_ids: Iterable[int] | None = None, topic: str = "") -> None:
    """Mark some of the person's notices as read, or all, or all of a topic."""
    rows = Notice.objects.filter(user=user, read_at__isnull=True)
    if notice_ids is not None:
        rows = rows.filter(pk__in=list(notice_ids))
    if topic:
        rows = rows.filter(topic=topic)
    rows.update(read_at=timezone.now())
