"""The kinds of things whose reach is counted: how each is listed, who may see it, and where its audience is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.library.models import Edition, Manual
from portal.network.api import Viewer
from portal.network.models import Targeted

EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a list says of a thing."""

    id: int
    title: str
    department_id: int
    target_id: int
    since: datetime
    is_current: bool
    document_number: str = ""
    label: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class ThingKind:
    """`model` has the audience; `facts(ids)` yields the things with these ids, or all that were ever sent out;
    `visible(viewer)` is a queryset of the ids that the viewer may see now; `url(target_id, id)` where it is read."""

    name: str
    title: str | Promise
    model: type[Targeted]
    facts: Callable[[Collection[int] | None], Iterator[Facts]]
    visible: Callable[[Viewer], QuerySet[Any, Any]]
    url: Callable[[int, int], str]


KINDS: dict[str, ThingKind] = {}


def register(kind: ThingKind) -> None:
    """Count the reach of things of this kind."""
    KINDS[kind.name] = kind


def visible_things(viewer: Viewer) -> Q:
    """The condition on rows with `thing` and `thing_id` that holds for what the viewer may see now."""
    condition = Q(pk__in=[])
    for name, kind in KINDS.items():
        condition |= Q(thing=name, thing_id__in=kind.visible(viewer))
    return condition


def _editions(ids: Collection[int] | None) -> Iterator[Facts]:
    now = timezone.now()
    rows = Edition.objects.filter(state=Edition.State.READY, effective_from__lte=now).select_related("manual")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for one in rows.defer("outline", "manual__description").order_by("pk").iterator(chunk_size=1000):
        manual = one.manual
        lasting = manual.live and (manual.expires_at is None or manual.expires_at > now)
        shown = lasting and (manual.effective_from is None or manual.effective_from <= now)
        yield Facts(
            id=one.pk,
            title=manual.title,
            department_id=manual.department_id,
            target_id=manual.pk,
            since=max(filter(None, (one.effective_from, manual.effective_from))),
            is_current=shown and one.is_in_force(at=now),
            document_number=manual.document_number,
            label=one.label,
            category=manual.category,
        )


register(
    ThingKind(
        name=EDITION,
        title=_("Manuals and bulletins"),
        model=Manual,
        facts=_editions,
        visible=lambda viewer: Edition.objects.readable_by(viewer).order_by().values("pk"),
        url=lambda target_id, id: reverse("reader:edition_page", args=[target_id, id, 1]),
    )
)
