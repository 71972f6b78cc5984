"""Sessions with a trainer as passages: one for each that is open for booking, until its booking closes.

Who may see the course may find the session. The address online and the materials are for those who are booked, and are
in no passage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from search.documents import training
from search.documents.training import identifiers_of, sealed
from search.kinds import TrainingKind
from search.schema import Passage
from training.sessions.models import Session

AUDIENCE = tuple(f"course__audience_{name}" for name in ("brands", "regions", "tiers", "roles", "dealers"))


def publication_key(session_id: int) -> str:
    """The grouping key of a session in the index, and the id of its passage."""
    return f"session:{session_id}"


def passages_of(*, session_ids: Collection[int]) -> Iterator[Passage]:
    """The passages of those that can be booked. A fixed number of statements."""
    brand_codes = training.brand_codes()
    found = Session.objects.filter(
        pk__in=session_ids, state=Session.State.OPEN, starts_at__isnull=False, course__live=True
    )
    found = found.select_related("course", "venue").defer("course__body").prefetch_related(*AUDIENCE)
    for session in found.order_by("pk"):
        yield _passage(session, brand_codes)


def all_passages() -> Iterator[Passage]:
    """Every passage of a session that belongs in the index."""
    open_ones = Session.objects.filter(state=Session.State.OPEN).order_by("pk")
    yield from passages_of(session_ids=list(open_ones.values_list("pk", flat=True)))


def of_course(course_id: int) -> list[int]:
    """The ids of the sessions of a course. One statement."""
    return list(Session.objects.filter(course=course_id).order_by("pk").values_list("pk", flat=True))


def _passage(session: Session, brand_codes: dict[int, str]) -> Passage:
    course, visibility = session.course, session.course.visibility()
    ends = [visibility.expires_at, session.starts_at, session.booking_closes_at]
    said = [course.title, course.summary, session.place, session.bring]
    if session.venue is not None:
        said.append(session.venue.address)
    body = "\n".join(filter(None, said))
    return sealed(
        Passage(
            id=publication_key(session.pk),
            kind=TrainingKind.SESSION.value,
            publication=publication_key(session.pk),
            publication_id=session.pk,
            title=session.title,
            document_number=course.document_number,
            number=1,
            label="",
            heading=(),
            body=body,
            identifiers=identifiers_of(body),
            language=session.language,
            **training.no_edition(),
            **training.audience(visibility, brand_codes=brand_codes, ends=ends),
        )
    )
