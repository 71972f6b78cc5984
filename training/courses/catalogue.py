"""What a viewer may see of courses, and a person's own: the read paths of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from portal.network.api import Viewer
from portal.network.models import Membership, User
from training.courses.models import Course, CourseVersion, LessonState, Registration
from training.courses.outline import Lesson, Outline
from training.courses.release import Standing, Wait, waits


class NotVisible(Exception):
    """There is no such thing for this viewer. Whether it exists for others is not said."""


def courses(*, viewer: Viewer, words: str = "", level: str = "", language: str = "") -> QuerySet[Course]:
    """Published courses that the viewer may see, by title; each with `minutes_of`, and `standing`, the state of the
    viewer's newest registration. One statement; the caller pages it."""
    newest = Registration.objects.filter(course=OuterRef("pk"), user=viewer.user_id).order_by("-cycle")
    found = (
        Course.objects.visible_to(viewer)
        .filter(Exists(CourseVersion.objects.filter(course=OuterRef("pk"))))
        .annotate(standing=Subquery(newest.values("state")[:1]))
        .defer("body")
        .order_by("title", "pk")
    )
    for word in words.split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(document_number__icontains=word))
    if level:
        found = found.filter(level=level)
    if language:
        found = found.filter(language=language)
    return found


def course(*, viewer: Viewer, course_id: int) -> tuple[Course, CourseVersion]:
    """A course with its newest version. Somebody who is registered sees theirs whatever its audience became. Raises
    NotVisible."""
    found = Course.objects.visible_to(viewer).filter(pk=course_id).first()
    if found is None:
        own = Course.objects.filter(pk=course_id, registrations__user=viewer.user_id).exclude(
            registrations__state__in=[Registration.State.DECLINED, Registration.State.WITHDRAWN]
        )
        found = own.first()
    version = found and found.versions.order_by("-number").first()
    if found is None or version is None:
        raise NotVisible
    return found, version


def registrations(*, user: User) -> QuerySet[Registration]:
    """All of a person's registrations with their courses; open ones by the day they are due, then the newest."""
    return (
        Registration.objects.filter(user=user)
        .select_related("course", "version")
        .defer("course__body", "version__body")
        .order_by(F("due_on").asc(nulls_last=True), "-created_at")
    )


def to_read_again(*, user: User) -> QuerySet[LessonState]:
    """The lessons whose pages have changed since the person read them, the longest asked first."""
    return (
        LessonState.objects.filter(registration__user=user, read_again_since__isnull=False)
        .exclude(registration__state__in=[Registration.State.DECLINED, Registration.State.WITHDRAWN])
        .select_related("registration__course", "registration__version")
        .defer("registration__course__body")
        .order_by("read_again_since", "pk")
    )


@dataclass(frozen=True)
class Place:
    """A registration, its outline, the states of its lessons by id, and what each of them waits for."""

    registration: Registration
    outline: Outline
    states: dict[str, LessonState]
    waits: dict[str, tuple[Wait, ...]]
    is_preview: bool = False
    """A trainer looks at it as a learner would; the registration is none of the database."""
    is_kept: bool = False
    """For a device without a network."""

    @cached_property
    def open(self) -> frozenset[str]:
        """The ids of the lessons that may be opened."""
        return frozenset(lesson for lesson, found in self.waits.items() if not found)

    @property
    def completed(self) -> frozenset[str]:
        return frozenset(lesson for lesson, state in self.states.items() if state.completed_at)

    def next_lesson(self) -> Lesson | None:
        """Where to go on: the lesson one was in, unless it is done, else the first open one that is not."""
        current = self.outline.lesson(self.registration.last_lesson)
        if current is not None and current.id in self.open and current.id not in self.completed:
            return current
        fresh = (one for one in self.outline.lessons if one.id in self.open and one.id not in self.completed)
        return next(fresh, None)


def place(*, user: User, key: UUID, today: date | None = None) -> Place:
    """A person's own registration. Raises NotVisible. Two statements."""
    registration = (
        Registration.objects.select_related("course", "version")
        .defer("course__body")
        .filter(key=key, user=user)
        .exclude(state__in=[Registration.State.REQUESTED, Registration.State.DECLINED, Registration.State.WITHDRAWN])
        .first()
    )
    if registration is None:
        raise NotVisible
    states = {state.lesson: state for state in registration.lesson_states.all()}
    outline = registration.version.outline
    found = waits(outline, standing_of(registration, states, today=today), in_order=registration.version.in_order)
    return Place(registration, outline, states, found)


def standing_of(
    registration: Registration, states: Mapping[str, LessonState], *, today: date | None = None
) -> Standing:
    """Where the person stands, for the rules that open lessons."""
    began = registration.started_at
    return Standing(
        today=today or timezone.localdate(),
        completed=frozenset(lesson for lesson, state in states.items() if state.completed_at),
        scores={lesson: state.share for lesson, state in states.items() if state.share is not None},
        started=timezone.localdate(began) if began else None,
    )


def team(*, viewer: Viewer) -> QuerySet[User]:
    """The people of the dealers that the viewer manages today; nobody for who manages none."""
    return User.objects.filter(pk__in=_members(viewer), is_active=True).order_by("last_name", "first_name", "pk")


def requests_of_team(*, viewer: Viewer) -> QuerySet[Registration]:
    """Requests that wait for the viewer's answer, the oldest first."""
    return (
        Registration.objects.filter(user__in=_members(viewer), user__is_active=True, state=Registration.State.REQUESTED)
        .select_related("user", "course")
        .defer("course__body")
        .order_by("created_at", "pk")
    )


def _members(viewer: Viewer) -> QuerySet[Any, Any]:
    """The ids of who works today at a dealer that the viewer manages: few, and looked up first."""
    held = Membership.objects.on(timezone.localdate(viewer.at)).filter(dealer__in=viewer.managed_dealers)
    return held.order_by().values("user")
