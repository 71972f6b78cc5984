"""What a viewer may find: the filter that the index gets, and the check that the database makes afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, QuerySet

from content.library.models import Edition
from portal.core.filters import AllOf, AnyOf, Filter, Not, Range, Terms
from portal.core.statements import Statement
from portal.network.api import Viewer, filters
from search.documents.manuals import publication_key
from training.courses.api import Course, CourseVersion, Registration
from training.sessions import api as training_sessions
from training.sessions.models import Session

OF_EDITION = (
    "id",
    "manual_id",
    "label",
    "effective_from",
    "state",
    "withdrawn_at",
    "superseded_at",
    "replaced_at",
    "resumes_at",
)
OF_MANUAL = ("title", "category", "document_number")
"""What an answer says of an edition (in the order of the model, as `from_db` wants it) and of its manual. A page has
four times as many columns."""


@dataclass(frozen=True, slots=True)
class ConfirmedEdition:
    """An edition (of its columns OF_EDITION alone) and what an answer says of its manual."""

    edition: Edition
    title: str
    category: str
    document_number: str


def access_filter(*, viewer: Viewer, superseded: bool = False) -> Filter:
    """The visibility rule as a filter on passages; in force only, unless `superseded` editions are asked for."""
    rule = filters(viewer=viewer)
    if superseded:
        return rule
    at = int(viewer.at.timestamp())
    stands = AnyOf((Range("replaced_at", gt=at), Range("resumes_at", lte=at)))
    return AllOf((rule, Range("superseded_at", gt=at), stands))


def leaving_out(*, manual_ids: Iterable[int], access: Filter) -> Filter:
    """`access` without these manuals, whatever else is found."""
    keys = tuple(publication_key(pk) for pk in manual_ids)
    return AllOf((access, Not(Terms("publication", keys)))) if keys else access


def confirmed(*, viewer: Viewer, edition_ids: Iterable[int], superseded: bool = False) -> dict[int, ConfirmedEdition]:
    """The editions among `edition_ids` that the database lets `viewer` see, with their manuals. One statement, none
    for no edition.

    The index may be seconds old; nothing of an edition that is not in the answer may leave the server.
    """
    rows = _CONFIRMED.rows(viewer=viewer, edition_ids=frozenset(edition_ids), superseded=superseded)
    own = len(OF_EDITION)
    return {
        row[0]: ConfirmedEdition(Edition.from_db(DEFAULT_DB_ALIAS, OF_EDITION, row[:own]), *row[own:]) for row in rows
    }


def _confirmed(viewer: Viewer, edition_ids: frozenset[int], superseded: bool) -> QuerySet[Any, Any]:
    editions = Edition.objects.readable_by(viewer)
    if not superseded:
        editions = editions.in_force(at=viewer.at)
    of_manual = (f"manual__{name}" for name in OF_MANUAL)
    return editions.filter(pk__in=edition_ids).order_by().values_list(*OF_EDITION, *of_manual)


_CONFIRMED = Statement(_confirmed)


@dataclass(frozen=True, slots=True)
class ConfirmedCourse:
    """A course in its newest version, and the person's newest registration for it."""

    version: CourseVersion
    own: Registration | None

    @property
    def course(self) -> Course:
        return self.version.course


def confirmed_courses(*, viewer: Viewer, course_ids: Iterable[int]) -> dict[int, ConfirmedCourse]:
    """The courses among `course_ids` that the database lets `viewer` see. Two statements, none for no course.

    What an older version said is no longer to be shown: the caller drops passages of another version.
    """
    ids = set(course_ids)
    if not ids:
        return {}
    visible = Course.objects.visible_to(viewer).filter(pk__in=ids).order_by().values("pk")
    newer = CourseVersion.objects.filter(course=OuterRef("course"), number__gt=OuterRef("number"))
    versions = CourseVersion.objects.filter(~Exists(newer), course__in=visible).select_related("course")
    registrations = Registration.objects.filter(user=viewer.user_id, course__in=ids).order_by("cycle")
    own = {one.course_id: one for one in registrations}
    return {
        version.course_id: ConfirmedCourse(version, own.get(version.course_id))
        for version in versions.defer("course__body").order_by("pk")
    }


def confirmed_sessions(*, viewer: Viewer, session_ids: Iterable[int]) -> dict[int, Session]:
    """The sessions among `session_ids` that the database lets `viewer` see and that can be booked now, as
    `training.sessions` lists them. One statement, none for no session."""
    ids = set(session_ids)
    if not ids:
        return {}
    found = training_sessions.listed(viewer=viewer).filter(pk__in=ids)
    return {session.pk: session for session in found if session.takes_bookings(viewer.at)}
