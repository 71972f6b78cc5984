"""What completes a lesson, and a course. Progress is kept when it is made, not worked out when a list is shown."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.core import events
from training.courses.fulfilment import fulfilment
from training.courses.models import LessonState, Registration
from training.courses.outline import Lesson
from training.courses.signals import course_completed, lesson_completed


@transaction.atomic
def open_lesson(*, registration: Registration, lesson: Lesson, now: datetime | None = None) -> LessonState:
    """Note that the person is in this lesson: where they go on next time, on whichever device."""
    now = now or timezone.now()
    state, _made = LessonState.objects.get_or_create(
        registration=registration, lesson=lesson.id, defaults={"opened_at": now}
    )
    changed = {"last_lesson": lesson.id, "last_seen_at": now}
    if registration.state == Registration.State.ENROLLED:
        changed |= {"state": Registration.State.IN_PROGRESS, "started_at": now}
    Registration.objects.filter(pk=registration.pk).update(**changed)
    for name, value in changed.items():
        setattr(registration, name, value)
    return state


@transaction.atomic
def keep_progress(*, registration: Registration, lesson: Lesson, progress: dict[str, Any]) -> LessonState:
    """Keep how far the person is inside a lesson."""
    _locked(registration)
    state = LessonState.objects.get_or_create(registration=registration, lesson=lesson.id)[0]
    state.progress = progress
    state.save(update_fields=["progress"])
    return state


@transaction.atomic
def complete_lesson(
    *, registration: Registration, lesson_id: str, share: Decimal | None = None, now: datetime | None = None
) -> bool:
    """The lesson is done; says whether the course is, by that. A lesson that is done stays done, its best score
    counts, and a registration that has ended is not touched."""
    now = now or timezone.now()
    registration = _locked(registration)
    if registration.state not in (Registration.State.ENROLLED, Registration.State.IN_PROGRESS):
        return registration.state == Registration.State.COMPLETED
    state = LessonState.objects.get_or_create(registration=registration, lesson=lesson_id)[0]
    first = state.completed_at is None
    if first:
        state.completed_at = now
    if share is not None and (state.share is None or share > state.share):
        state.share = share
    state.save(update_fields=["completed_at", "share"])
    if first:
        lesson_completed.send(sender=LessonState, registration=registration, lesson_id=lesson_id)
    return recount(registration, now=now)


def recount(registration: Registration, *, now: datetime) -> bool:
    """Bring the registration's sums up to date; completes it when all that is required is done. Says whether it is
    complete. Call it in a transaction that holds the registration's row."""
    version = registration.version
    states = {state.lesson: state for state in registration.lesson_states.all()}
    now_is = fulfilment(
        version.outline,
        version.completion,
        completed=frozenset(lesson for lesson, state in states.items() if state.completed_at),
        scores={lesson: state.share for lesson, state in states.items() if state.share is not None},
    )
    registration.lessons_done, registration.lessons_required = now_is.done, now_is.needed
    registration.share = now_is.mean
    active = registration.state in (Registration.State.ENROLLED, Registration.State.IN_PROGRESS)
    completes = active and now_is.complete
    if states and registration.state == Registration.State.ENROLLED:
        registration.state = Registration.State.IN_PROGRESS
        registration.started_at = registration.started_at or now
    if completes:
        registration.state, registration.completed_at = Registration.State.COMPLETED, now
    registration.save(
        update_fields=["lessons_done", "lessons_required", "share", "state", "started_at", "completed_at"]
    )
    if completes:
        events.record(verb="registration.completed", subject=f"registration:{registration.pk}", actor=registration.user)
        course_completed.send(sender=Registration, registration=registration)
    return registration.state == Registration.State.COMPLETED


def _locked(registration: Registration) -> Registration:
    return (
        Registration.objects.select_for_update(of=("self",)).select_related("version", "user").get(pk=registration.pk)
    )
