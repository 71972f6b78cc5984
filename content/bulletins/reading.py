"""What a person may read of a bulletin: the only way to the text of an edition and to its files."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from content.bulletins.document import Document
from content.bulletins.models import Issue
from content.bulletins.models.file import stored_name
from content.library import api as library
from content.library.models import BulletinCategory, Edition, Manual
from portal.network.api import Viewer


@dataclass(frozen=True, slots=True)
class OpenBulletin:
    """An edition of a bulletin that a viewer may read. `document` is None where a PDF was uploaded."""

    manual: Manual
    edition: Edition
    successor: Edition | None
    neighbours: library.Neighbours
    document: Document | None


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file of an edition's text, by its name in the store."""

    stored_as: str
    kind: str
    name: str
    sha256: str
    content_type: str
    size: int


def bulletins_in_force(*, viewer: Viewer) -> QuerySet[Manual]:
    """The bulletins in force that `viewer` may see, newest first, as `library.manuals_in_force` has them."""
    return library.manuals_in_force(viewer=viewer, categories=BulletinCategory)


def open_bulletin(*, viewer: Viewer, bulletin_id: int, edition_id: int | None = None) -> OpenBulletin:
    """The edition in force of a bulletin, or the named one, with its text. Raises NotVisible, Withdrawn. Two or
    three statements, more for one that has to do with other publications."""
    opened = library.open_edition(viewer=viewer, manual_id=bulletin_id, edition_id=edition_id)
    if opened.manual.category not in BulletinCategory.values:
        raise library.NotVisible
    document = Issue.objects.filter(edition=opened.edition).values_list("document", flat=True).first()
    return OpenBulletin(
        manual=opened.manual,
        edition=opened.edition,
        successor=opened.successor,
        neighbours=opened.neighbours,
        document=document,
    )


def open_file(*, viewer: Viewer, bulletin_id: int, edition_id: int, place: int) -> tuple[OpenBulletin, IssuedFile]:
    """The file at `place` of an edition's text. Raises NotVisible."""
    opened = open_bulletin(viewer=viewer, bulletin_id=bulletin_id, edition_id=edition_id)
    files = opened.document["files"] if opened.document else []
    if place >= len(files):
        raise library.NotVisible
    facts = files[place]
    names = ("kind", "name", "sha256", "content_type", "size")
    return opened, IssuedFile(stored_as=stored_name(facts["sha256"]), **{name: facts[name] for name in names})
