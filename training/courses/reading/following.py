"""Reading lessons follow the manual: the pages in the edition in force, which edition somebody read, and asking them
again when the pages have changed. The record of what was read stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from content.library import api as library
from content.library.models import Edition, EditionPage
from portal.network.api import Viewer
from portal.notices.api import Told, notify_many
from training.courses.models import LessonState, Reading, Registration
from training.courses.outline import Lesson
from training.courses.reading.pages import Leaf, counterpart, says_the_same
from training.courses.reading.telling import READ_AGAIN

A_DAY = 24 * 3600
AT_ONCE = 500
"""People asked in one transaction."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is to be read: these pages of the edition in force."""

    opened: library.OpenEdition
    first: int
    last: int


def passage(*, lesson: Lesson, published_at: datetime, viewer: Viewer) -> Passage | None:
    """The lesson's pages in the edition in force; None where that has no such pages. `published_at` is when the
    version of the course was published. Raises `library.NotVisible`."""
    opened = library.open_edition(viewer=viewer, manual_id=lesson.value["manual"])
    first, last = lesson.value["first_page"], lesson.value["last_page"]
    meant = (
        Edition.objects.filter(manual=opened.manual, state=Edition.State.READY, effective_from__lte=published_at)
        .order_by("-effective_from", "-pk")
        .values_list("pk", flat=True)
        .first()
    )
    place = moved(old_id=meant, new=opened.edition, first=first, last=last)
    return Passage(opened, *place) if place else None


def moved(*, old_id: int | None, new: Edition, first: int, last: int) -> tuple[int, int] | None:
    """The pages of an edition in another of the same manual. Editions never change, so what was found is kept."""
    if old_id is None or old_id == new.pk:
        return (first, min(last, new.page_count)) if first <= new.page_count else None
    key = f"reading:{old_id}:{new.pk}:{first}:{last}"
    found = cache.get(key)
    if found is None:
        found = counterpart(first=first, last=last, old=_leaves(old_id), new=_leaves(new.pk)) or (0, 0)
        cache.set(key, found, A_DAY)
    return tuple(found) if found[0] else None


def _leaves(edition_id: int) -> list[Leaf]:
    rows = EditionPage.objects.filter(edition=edition_id).order_by("number")
    return [
        Leaf(number=number, label=label, heading=tuple(heading))
        for number, label, heading in rows.values_list("number", "label", "heading")
    ]


@transaction.atomic
def note_read(*, registration: Registration, lesson: Lesson, read: Passage, now: datetime | None = None) -> Reading:
    """Write down which edition was read; whoever was asked to read again has. The same edition twice is one reading."""
    state = LessonState.objects.get_or_create(registration=registration, lesson=lesson.id)[0]
    state = LessonState.objects.select_for_update().get(pk=state.pk)
    if state.read_again_since is not None:
        state.read_again_since = None
        state.save(update_fields=["read_again_since"])
    edition = read.opened.edition
    last = state.readings.first()
    if last is not None and last.edition_id == edition.pk:
        return last
    return Reading.objects.create(
        state=state,
        manual=read.opened.manual,
        edition=edition,
        checked=edition,
        document_number=read.opened.manual.document_number,
        edition_label=edition.label,
        first_page=read.first,
        last_page=read.last,
        read_at=now or timezone.now(),
    )


def ask_to_read_again(*, manual_id: int, now: datetime | None = None) -> int:
    """Ask those whose pages have changed with the edition in force to read them again; says how many. Run it as often
    as you like: a reading is compared with an edition once."""
    now = now or timezone.now()
    edition = Edition.objects.in_force(at=now).filter(manual_id=manual_id).first()
    if edition is None:
        return 0
    newest = Reading.objects.filter(state=OuterRef("state"), manual=manual_id).order_by("-read_at", "-pk")
    rows = (
        Reading.objects.filter(manual=manual_id, pk=Subquery(newest.values("pk")[:1]))
        .exclude(checked=edition)
        .order_by("pk")
    )
    groups: dict[tuple[int | None, int, int], list[int]] = {}
    for pk, *range_read in rows.values_list("pk", "edition", "first_page", "last_page"):
        groups.setdefault(tuple(range_read), []).append(pk)  # type: ignore[arg-type]
    asked = 0
    for (old_id, first, last), readings in groups.items():
        new = _changed(old_id, edition, first, last)
        for at in range(0, len(readings), AT_ONCE):
            some = readings[at : at + AT_ONCE]
            asked += _ask(some, edition, now) if new else 0
            Reading.objects.filter(pk__in=some).update(checked=edition)
    return asked


def _changed(old_id: int | None, new: Edition, first: int, last: int) -> bool:
    """Whether the pages say something else in the new edition. Pages that are gone cannot be read again, nor pages of
    an edition that is not kept be compared."""
    if old_id is None or old_id == new.pk:
        return False
    place = moved(old_id=old_id, new=new, first=first, last=last)
    if place is None:
        return False
    return not says_the_same(_texts(old_id, first, last), _texts(new.pk, *place))


def _texts(edition_id: int, first: int, last: int) -> list[tuple[str, str]]:
    pages = EditionPage.objects.filter(edition=edition_id, number__range=(first, last)).order_by("number")
    return list(pages.values_list("label", "text"))


def _ask(readings: Iterable[int], edition: Edition, now: datetime) -> int:
    """Those who still are in the course or have completed it, in its newest cycle."""
    later = Registration.objects.filter(
        user=OuterRef("registration__user"),
        course=OuterRef("registration__course"),
        cycle__gt=OuterRef("registration__cycle"),
    )
    states = (
        LessonState.objects.filter(readings__in=list(readings), completed_at__isnull=False)
        .exclude(registration__state__in=[Registration.State.WITHDRAWN, Registration.State.DECLINED])
        .exclude(Exists(later))
        .filter(registration__user__is_active=True)
        .select_related("registration__course", "registration__version")
        .defer("registration__course__body")
    )
    with transaction.atomic():
        found = list(states)
        LessonState.objects.filter(pk__in=[one.pk for one in found], read_again_since__isnull=True).update(
            read_again_since=now
        )
        notify_many(_told(state, edition) for state in found)
    return len(found)


def _told(state: LessonState, edition: Edition) -> Told:
    registration = state.registration
    lesson = registration.version.outline.lesson(state.lesson)
    data: dict[str, Any] = {
        "lesson": lesson.title if lesson else "",
        "course": registration.course.title,
        "edition": edition.label,
    }
    url = reverse("courses:lesson", kwargs={"key": registration.key, "lesson_id": state.lesson})
    return Told(
        user_id=registration.user_id, kind=READ_AGAIN, key=f"read-again:{state.pk}:{edition.pk}", data=data, url=url
    )
