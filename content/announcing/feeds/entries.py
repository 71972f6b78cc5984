"""What stands in a person's feed: the editions in force that they may see now, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from content.announcing.topics import BULLETINS, MANUALS
from content.library.models import BulletinCategory, Edition, ManualCategory
from portal.network.api import Viewer


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition, or another thing, as it stands in a feed. `id` never changes, whatever the thing is called and
    wherever the portal runs; `path` is where it is read; `label` is the edition's, "" for what has none."""

    id: UUID
    title: str
    label: str
    summary: str
    category: str
    category_name: str
    department: str
    language: str
    updated: datetime
    path: str


def topics_of_editions() -> list[str]:
    """The topics of editions that have a feed of their own."""
    return [*BULLETINS, MANUALS]


def editions_for(*, viewer: Viewer, topic: str = "") -> QuerySet[Edition]:
    """Editions in force that the viewer may see, of one topic or all, the newest first; with `seen_from`: when they
    could be seen first. One statement; the caller pages it."""
    found = Edition.objects.readable_by(viewer).in_force(at=viewer.at)
    if topic:
        found = found.filter(manual__category__in=ManualCategory.values if topic == MANUALS else [topic])
    own = F("effective_from")
    seen_from = Greatest(own, Coalesce("ready_at", own), Coalesce("manual__effective_from", own))
    found = found.annotate(seen_from=seen_from).select_related("manual__department").defer("outline")
    return found.order_by("-seen_from", "-pk")


def entry_of(edition: Edition) -> Entry:
    """`edition` is one of `editions_for`."""
    manual = edition.manual
    return Entry(
        id=uuid5(manual.translation_key, f"edition:{edition.sha256}"),
        title=manual.title,
        label=edition.label,
        summary=edition.change_note or manual.description,
        category=manual.category,
        category_name=str(manual.get_category_display()),
        department=manual.department.name,
        language=manual.language,
        updated=edition.seen_from,  # type: ignore[attr-defined]
        path=_reading_path(manual.pk, manual.category),
    )


def _reading_path(manual_id: int, category: str) -> str:
    """What `reading_path` of the page of its kind says, without reading it."""
    if category in BulletinCategory.values:
        return reverse("bulletins:bulletin", kwargs={"bulletin_id": manual_id})
    return reverse("reader:manual", kwargs={"manual_id": manual_id})
