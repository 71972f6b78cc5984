"""What a viewer may read: the only way from a person to an edition or a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, QuerySet, TextChoices

from content.library.models import Edition, EditionPage, Manual, ManualCategory
from content.library.standing import Neighbours, neighbours
from content.library.withdrawing import TakenBack, taken_back
from portal.core.statements import Statement
from portal.network.api import Viewer

FILE_FACTS = ("id", "manual_id", "file_name", "sha256", "page_count")
"""What the image of a page needs to know of its edition, in the order of the model, as `from_db` wants it."""


class NotVisible(Exception):
    """There is no such thing for this viewer. Whether it exists for others is not said."""


class Withdrawn(NotVisible):
    """It was visible for this viewer and was taken back. `told` is what stands in its place."""

    def __init__(self, told: TakenBack) -> None:
        super().__init__()
        self.told = told


@dataclass(frozen=True, slots=True)
class OpenEdition:
    """An edition that a viewer may read. `successor` is the edition that dealers should use instead, if any;
    `neighbours` are the publications that replace or amend this one, or that it replaces or amends."""

    manual: Manual
    edition: Edition
    successor: Edition | None
    neighbours: Neighbours


def open_edition(*, viewer: Viewer, manual_id: int, edition_id: int | None = None) -> OpenEdition:
    """The edition in force of a manual, or its last one if another publication has replaced it; or the named one.
    Raises NotVisible, Withdrawn. One or two statements, more for one that has to do with others
    (`standing.neighbours`)."""
    # The outline can be large, and only the table of contents needs it.
    editions = Edition.objects.readable_by(viewer).filter(manual_id=manual_id)
    editions = editions.select_related("manual", "source").defer("outline")
    current = editions.current(at=viewer.at)
    edition = current.first() if edition_id is None else editions.filter(pk=edition_id).first()
    if edition is None:
        told = taken_back(viewer=viewer, manual_id=manual_id, edition_id=edition_id)
        raise Withdrawn(told) if told else NotVisible
    successor = None
    if edition.superseded_at is not None and edition.superseded_at <= viewer.at:
        successor = current.first()
    return OpenEdition(
        manual=edition.manual,
        edition=edition,
        successor=successor,
        neighbours=neighbours(viewer=viewer, manual_id=manual_id, edition=edition),
    )


def open_file(*, viewer: Viewer, manual_id: int, edition_id: int) -> Edition:
    """The named edition as the file that it is: its key, name in the store, SHA-256 and number of pages, the rest is
    read when asked for. Raises NotVisible. One statement: the images of a manual's pages ask for it by the dozen."""
    rows = _OPEN_FILE.rows(viewer=viewer, manual_id=manual_id, edition_id=edition_id)
    if not rows:
        raise NotVisible
    return Edition.from_db(DEFAULT_DB_ALIAS, FILE_FACTS, rows[0])


def _open_file(viewer: Viewer, manual_id: int, edition_id: int) -> QuerySet[Any, Any]:
    editions = Edition.objects.readable_by(viewer).filter(manual_id=manual_id, pk=edition_id)
    return editions.order_by().values_list(*FILE_FACTS)


_OPEN_FILE = Statement(_open_file)


def page_of(*, open_edition: OpenEdition, number: int) -> EditionPage:
    """One page with its text and word boxes. Raises NotVisible when there is none of this number."""
    page = EditionPage.objects.filter(edition=open_edition.edition, number=number).first()
    if page is None:
        raise NotVisible
    return page


def page_labels(*, edition: Edition) -> list[tuple[int, str]]:
    """(number, printed label) of all pages, in order."""
    return list(edition.pages.order_by("number").values_list("number", "label"))


def publications_in_force(*, viewer: Viewer) -> QuerySet[Manual]:
    """Publications of every kind with an edition in force that `viewer` may see, newest first, each with `edition_id`,
    `edition_label`, `in_force_since` and `edition_pages`. One statement; the caller pages it."""
    return (
        Manual.objects.visible_to(viewer)
        .filter(editions__in=Edition.objects.in_force(at=viewer.at))
        .annotate(
            edition_id=F("editions__pk"),
            edition_label=F("editions__label"),
            in_force_since=F("editions__effective_from"),
            edition_pages=F("editions__page_count"),
        )
        .order_by("-in_force_since", "title")
    )


def manuals_in_force(*, viewer: Viewer, categories: type[TextChoices] = ManualCategory) -> QuerySet[Manual]:
    """Manuals of these, or by their `categories` bulletins. One statement; the caller pages it."""
    return publications_in_force(viewer=viewer).filter(category__in=categories.values)
