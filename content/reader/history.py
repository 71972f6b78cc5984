"""Where people read and what they bookmarked. Nothing here shows what the viewer may no longer see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from content.library.models import Edition, EditionPage, Manual
from content.reader.models import Bookmark, ReadingPosition
from portal.network.api import Viewer
from portal.network.models import User


@dataclass(frozen=True, slots=True)
class RecentReading:
    """A manual that a person read, and the address at which they go on. `label` is the page as printed, or its
    number."""

    manual: Manual
    edition_label: str
    number: int
    label: str
    url: str
    at: datetime


def remember(*, user: User, edition: Edition, row: EditionPage) -> None:
    """The person is at this page now. One statement."""
    ReadingPosition.objects.bulk_create(
        [ReadingPosition(user=user, manual_id=edition.manual_id, edition=edition, number=row.number, label=row.label)],
        update_conflicts=True,
        unique_fields=["user", "manual"],
        update_fields=["edition", "number", "label", "at"],
    )


def position(*, viewer: Viewer, manual_id: int) -> ReadingPosition | None:
    """Where the viewer left a manual, in an edition that they may still read."""
    return _positions(viewer).filter(manual_id=manual_id).first()


def recent(*, viewer: Viewer, limit: int) -> list[RecentReading]:
    """The manuals that the viewer read last and may still read, newest first. One statement."""
    rows = _positions(viewer).select_related("manual", "edition").defer("edition__outline")
    return [
        RecentReading(
            manual=row.manual,
            edition_label=row.edition.label,
            number=row.number,
            label=row.label or str(row.number),
            url=place_url(edition=row.edition, number=row.number, at=viewer.at),
            at=row.at,
        )
        for row in rows.order_by("-at")[:limit]
    ]


def place_url(*, edition: Edition, number: int, at: datetime) -> str:
    """Where to go on reading: the page itself, or its like in the edition that has replaced it by `at`."""
    kwargs = {"manual_id": edition.manual_id, "number": number}
    if edition.is_in_force(at=at):
        return reverse("reader:page", kwargs=kwargs)
    return reverse("reader:in_force", kwargs={**kwargs, "edition_id": edition.pk})


def _positions(viewer: Viewer) -> QuerySet[ReadingPosition]:
    readable = Edition.objects.readable_by(viewer)
    return ReadingPosition.objects.filter(user_id=viewer.user_id or 0, edition__in=readable.values("pk"))


def is_bookmarked(*, viewer: Viewer, edition: Edition, number: int) -> bool:
    """Whether the viewer bookmarked this page."""
    return Bookmark.objects.filter(user_id=viewer.user_id or 0, edition=edition, number=number).exists()


def toggle_bookmark(*, user: User, edition: Edition, row: EditionPage) -> bool:
    """Set the bookmark of this page or take it away. Returns whether it is set now."""
    deleted, _ = Bookmark.objects.filter(user=user, edition=edition, number=row.number).delete()
    if deleted:
        return False
    Bookmark.objects.create(
        user=user,
        edition=edition,
        number=row.number,
        label=row.label,
        heading=" › ".join(map(str, row.heading))[:300],
        created_at=timezone.now(),
    )
    return True


def bookmarks(*, viewer: Viewer) -> QuerySet[Bookmark]:
    """The viewer's bookmarks in editions that they may still read, newest first. The caller pages them."""
    readable = Edition.objects.readable_by(viewer)
    return (
        Bookmark.objects.filter(user_id=viewer.user_id or 0, edition__in=readable.values("pk"))
        .select_related("edition__manual")
        .defer("edition__outline")
        .order_by("-created_at", "-pk")
    )
