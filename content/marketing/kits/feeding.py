"""Sales kits in people's feeds."""

from __future__ import annotations

from uuid import uuid5

from django.db.models import QuerySet
from django.urls import reverse

from content.announcing.api import Entry, Source, page_seen_from, register_source
from content.marketing.kits.models import SalesKit
from content.marketing.kits.reading import kits_visible
from content.marketing.kits.receivers import TOPIC
from portal.network.api import Viewer
from portal.notices.api import topic_name


def register() -> None:
    """From `ready`."""
    register_source(TOPIC, Source(_rows, _entry))


def _rows(viewer: Viewer) -> QuerySet[SalesKit]:
    return page_seen_from(kits_visible(viewer=viewer).select_related("department"))


def _entry(kit: SalesKit) -> Entry:
    return Entry(
        id=uuid5(kit.translation_key, "kit"),
        title=kit.title,
        label="",
        summary=kit.summary,
        category=TOPIC,
        category_name=topic_name(TOPIC),
        department=kit.department.name,
        language=kit.language,
        updated=kit.seen_from,
        path=reverse("kits:kit", kwargs={"kit_id": kit.pk}),
    )
