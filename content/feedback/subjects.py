"""What can be reported on. Pages of editions are known here; rooms above name theirs with `register_subject`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from content.feedback.models import Report
from content.library import api as library
from content.library.models import BulletinCategory, Edition, EditionPage, Manual
from content.reader.api import permanent_url
from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer

EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing, or a place of it, that the viewer may see. `place` is a page from 1, or 0 for the whole; `url` a path of
    the portal. Edition and page are those of a publication."""

    kind: str
    id: int
    title: str
    department_id: int
    url: str
    place: int = 0
    place_label: str = ""
    document_number: str = ""
    language: str = ""
    edition: Edition | None = None
    page: EditionPage | None = None

    @classmethod
    def of_page(cls, kind: str, page: Any) -> Subject:
        """A page of a department, as a whole."""
        return cls(
            kind=kind,
            id=page.pk,
            title=page.title,
            department_id=page.department_id,
            url=page.reading_path(),
            document_number=page.document_number,
            language=page.language,
        )

    @property
    def manual(self) -> Manual | None:
        return self.edition.manual if self.edition else None


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """`open(viewer, id, place)` raises NotVisible; `visible(viewer)` is a queryset of the ids that the viewer may see,
    for a subquery."""

    open: Callable[[Viewer, int, int], Subject]
    visible: Callable[[Viewer], QuerySet[Any, Any]]

    @classmethod
    def without_places(
        cls, *, rows: Callable[[Viewer], QuerySet[Any]], subject: Callable[[Any], Subject]
    ) -> SubjectKind:
        """Of things that are reported on as a whole: `rows(viewer)` are those that the viewer may see."""

        def opened(viewer: Viewer, id: int, place: int) -> Subject:
            found = None if place else rows(viewer).filter(pk=id).first()
            if found is None:
                raise library.NotVisible
            return subject(found)

        return cls(open=opened, visible=lambda viewer: rows(viewer).order_by().values("pk"))


_kinds: dict[str, SubjectKind] = {}


def register_subject(name: str, kind: SubjectKind) -> None:
    """Let people report on things of this kind. `name` is at most 20 letters. From an app's `ready`."""
    _kinds[name] = kind


def open_subject(*, viewer: Viewer, kind: str, id: int, place: int = 0) -> Subject:
    """The thing, as the viewer may see it now. Raises NotVisible."""
    known = _kinds.get(kind)
    if known is None or viewer.user_id is None or not (0 < id <= LARGEST_ID) or place > LARGEST_ID:
        raise library.NotVisible
    return known.open(viewer, id, place)


def about_visible(viewer: Viewer) -> Q:
    """The condition on reports that holds for those on what `viewer` may see now."""
    condition = Q(pk__in=[])
    for name, kind in _kinds.items():
        condition |= Q(about=name, about_id__in=kind.visible(viewer))
    return condition


def follow_owners(*, about: str, things: QuerySet[Any, Any]) -> None:
    """Reports on these things, which have a `department`, go with them when they are moved to another. One statement;
    it belongs into the transaction that moves them."""
    owner = Subquery(things.filter(pk=OuterRef("about_id")).order_by().values("department"))
    moved = Report.objects.filter(about=about, about_id__in=things.order_by().values("pk")).exclude(department=owner)
    moved.update(department=owner)


def _open_edition(viewer: Viewer, edition_id: int, place: int) -> Subject:
    manual_id = Edition.objects.filter(pk=edition_id).values_list("manual_id", flat=True).first()
    if manual_id is None:
        raise library.NotVisible
    opened = library.open_edition(viewer=viewer, manual_id=manual_id, edition_id=edition_id)
    edition, manual = opened.edition, opened.manual
    page = library.page_of(open_edition=opened, number=place) if place else None
    return Subject(
        kind=EDITION,
        id=edition.pk,
        title=manual.title,
        department_id=manual.department_id,
        url=_address(edition, place),
        place=place,
        place_label=(page.label or str(page.number)) if page else "",
        document_number=manual.document_number,
        language=manual.language,
        edition=edition,
        page=page,
    )


def _address(edition: Edition, place: int) -> str:
    """A page of the edition; the whole is a bulletin's text, or the first page."""
    if not place and edition.manual.category in BulletinCategory.values:
        return reverse("bulletins:edition", args=[edition.manual_id, edition.pk])
    return permanent_url(edition=edition, number=place or 1)


register_subject(
    EDITION,
    SubjectKind(open=_open_edition, visible=lambda viewer: Edition.objects.readable_by(viewer).order_by().values("pk")),
)
