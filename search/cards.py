"""Hits of an index as a person is shown them: checked in the database, each kind with facts of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.bulletins.api import bulletin_url
from content.library import api as library
from content.library.models import BulletinCategory, Edition
from content.reader.api import page_urls
from portal.network.api import Viewer
from search import kinds
from search.access import ConfirmedCourse, ConfirmedEdition, confirmed, confirmed_courses, confirmed_sessions
from search.documents.courses import Place
from search.engines.base import PassageHit, PublicationHit
from search.kinds import TrainingKind
from search.marketing.source import Found, seconds_of
from search.marketing.sources import SOURCES
from search.snippets import as_html
from training.courses.api import Course, Registration
from training.sessions.models import Session

MANUAL = "manual"
"""How the keys of manuals begin (`documents.manuals.publication_key`)."""


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A page, a lesson or a place in a film that matched. `snippet` is HTML: escaped text with <mark>. The page of a
    course itself has the number 0, as it is of no lesson."""

    number: int
    label: str
    heading: tuple[str, ...]
    snippet: SafeString
    url: str
    is_cue: bool = False


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the card of a course says. `state` is the person's own, "" for who never took it."""

    level: str
    minutes: int
    lessons: int
    state: str
    percent: int
    may_enrol: bool


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """A publication with its best pages. All but the pages comes from the database. One of `edition`, `course` and
    `session` and `marketing` says what it is."""

    kind: str
    kind_label: str
    id: int
    title: str
    document_number: str
    edition_label: str
    matches: int
    url: str
    pages: tuple[AnswerPage, ...]
    edition: Edition | None = None
    in_force: bool = True
    course: CourseFacts | None = None
    session: Session | None = None
    marketing: Found | None = None
    verdict: library.Verdict | None = None
    """Whether a manual applies to the vehicle at hand; None without one."""


def shown(
    *,
    viewer: Viewer,
    hits: Sequence[PublicationHit],
    text: str = "",
    superseded: bool = False,
    vehicle: library.Vehicle | None = None,
) -> tuple[AnswerHit, ...]:
    """What of `hits` the database lets `viewer` see, in their order. Four statements at most for manuals, courses and
    sessions, one for each room of marketing that is met, one more to mark what applies to `vehicle`."""
    by_sort: dict[str, list[PublicationHit]] = defaultdict(list)
    for hit in hits:
        by_sort[hit.publication.partition(":")[0]].append(hit)
    manuals = by_sort[MANUAL]
    editions = confirmed(
        viewer=viewer,
        edition_ids=(passage.edition_id for hit in manuals for passage in hit.passages),
        superseded=superseded,
    )
    courses = confirmed_courses(viewer=viewer, course_ids=_ids(by_sort[TrainingKind.COURSE]))
    sessions = confirmed_sessions(viewer=viewer, session_ids=_ids(by_sort[TrainingKind.SESSION]))
    sent = {name: source.shown(viewer, _ids(by_sort[name])) for name, source in SOURCES.items() if by_sort.get(name)}
    cards = []
    for hit in hits:
        sort = hit.publication.partition(":")[0]
        if sort in SOURCES:
            cards.append(_marketing(hit, sent[sort].get(hit.publication_id)))
        elif hit.kind == TrainingKind.COURSE:
            cards.append(_course(hit, courses.get(hit.publication_id)))
        elif hit.kind == TrainingKind.SESSION:
            cards.append(_session(hit, sessions.get(hit.publication_id)))
        else:
            cards.append(_manual(hit, editions, viewer, text))
    seen = [card for card in cards if card is not None]
    return tuple(_marked(seen, vehicle) if vehicle is not None else seen)


def _marked(cards: list[AnswerHit], vehicle: library.Vehicle) -> list[AnswerHit]:
    verdicts = library.verdicts(vehicle=vehicle, manual_ids=[card.id for card in cards if card.edition])
    return [replace(card, verdict=verdicts[card.id]) if card.edition else card for card in cards]


def _ids(hits: Sequence[PublicationHit]) -> list[int]:
    return [hit.publication_id for hit in hits]


def _manual(
    hit: PublicationHit, editions: Mapping[int, ConfirmedEdition], viewer: Viewer, text: str
) -> AnswerHit | None:
    passages = [passage for passage in hit.passages if passage.edition_id in editions]
    if not passages:
        return None
    found = editions[passages[0].edition_id]
    edition = found.edition
    suffix = f"?{urlencode({'q': text})}" if text else ""
    shown_editions = {one.edition_id for one in passages}
    addresses = {pk: page_urls(edition=editions[pk].edition, at=viewer.at) for pk in shown_editions}
    pages = tuple(_page(passage, url=addresses[passage.edition_id](passage.number) + suffix) for passage in passages)
    return AnswerHit(
        kind=found.category,
        kind_label=kinds.label(found.category),
        id=edition.manual_id,
        title=found.title,
        document_number=found.document_number,
        edition_label=edition.label,
        matches=hit.matches,
        url=bulletin_url(edition=edition, at=viewer.at) if found.category in BulletinCategory.values else pages[0].url,
        pages=pages,
        edition=edition,
        in_force=edition.is_in_force(at=viewer.at),
    )


def _course(hit: PublicationHit, found: ConfirmedCourse | None) -> AnswerHit | None:
    """None, too, for a course of whose newest version nothing matched: the index is a moment behind."""
    if found is None:
        return None
    course, outline = found.course, found.version.outline
    places = [(passage, Place.read(passage.id)) for passage in hit.passages]
    pages = tuple(
        _page(passage, url=_lesson_url(place), is_cue=place.seconds is not None)
        for passage, place in places
        if place.version == found.version.number
    )
    if not pages:
        return None
    return AnswerHit(
        kind=TrainingKind.COURSE.value,
        kind_label=kinds.label(TrainingKind.COURSE),
        id=course.pk,
        title=course.title,
        document_number=course.document_number,
        edition_label=_("Version %(number)s") % {"number": found.version.number},
        matches=hit.matches,
        url=reverse("courses:course", kwargs={"course_id": course.pk}),
        pages=pages,
        course=CourseFacts(
            level=course.get_level_display(),
            minutes=outline.minutes,
            lessons=len(outline.lessons),
            state=_state(found.own),
            percent=found.own.percent if found.own else 0,
            may_enrol=course.enrolment != Course.Enrolment.ASSIGNED,
        ),
    )


def _state(own: Registration | None) -> str:
    ended = (Registration.State.DECLINED, Registration.State.WITHDRAWN)
    return "" if own is None or own.state in ended else own.state


def _lesson_url(place: Place) -> str:
    """Where a lesson opens for who takes the course, and else the course's own page; decided when it is followed."""
    if not place.lesson:
        return reverse("courses:course", kwargs={"course_id": place.course_id})
    url = reverse("search:lesson", kwargs={"course_id": place.course_id, "lesson_id": place.lesson})
    return url if place.seconds is None else f"{url}?t={place.seconds}"


def _session(hit: PublicationHit, session: Session | None) -> AnswerHit | None:
    if session is None:
        return None
    url = reverse("sessions:session", kwargs={"session_id": session.pk})
    return AnswerHit(
        kind=TrainingKind.SESSION.value,
        kind_label=kinds.label(TrainingKind.SESSION),
        id=session.pk,
        title=session.title,
        document_number=session.course.document_number,
        edition_label="",
        matches=hit.matches,
        url=url,
        pages=tuple(_page(passage, url=url) for passage in hit.passages),
        session=session,
    )


def _marketing(hit: PublicationHit, found: Found | None) -> AnswerHit | None:
    if found is None:
        return None
    return AnswerHit(
        kind=found.kind,
        kind_label=kinds.label(found.kind),
        id=hit.publication_id,
        title=found.title,
        document_number=found.number,
        edition_label="",
        matches=hit.matches,
        url=found.url,
        pages=tuple(_said(passage, url=found.url) for passage in hit.passages),
        marketing=found,
    )


def _said(passage: PassageHit, *, url: str) -> AnswerPage:
    """What is said in a film leads to its second."""
    seconds = seconds_of(passage.id)
    return _page(passage, url=url if seconds is None else f"{url}#t={seconds}", is_cue=seconds is not None)


def _page(passage: PassageHit, *, url: str, is_cue: bool = False) -> AnswerPage:
    return AnswerPage(
        number=passage.number,
        label=passage.label,
        heading=passage.heading,
        snippet=as_html(passage.snippet),
        url=url,
        is_cue=is_cue,
    )
