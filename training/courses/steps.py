"""The lessons beside a lesson: which are done, which are open, and what the others wait for, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.courses.catalogue import Place
from training.courses.outline import Lesson
from training.courses.release import Wait


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson of the list. `url` is empty while it is not open; `why` says what it waits for."""

    lesson: Lesson
    url: str
    is_done: bool
    asks_again: bool
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """A module of the list."""

    title: str
    steps: tuple[Step, ...]


def parts(place: Place) -> list[Part]:
    """The whole course as a list, for one person."""
    return [
        Part(module.title, tuple(step(place, lesson) for lesson in module.lessons)) for module in place.outline.modules
    ]


def step(place: Place, lesson: Lesson) -> Step:
    """One lesson of the list."""
    state = place.states.get(lesson.id)
    return Step(
        lesson=lesson,
        url=lesson_url(place, lesson) if lesson.id in place.open else "",
        is_done=lesson.id in place.completed,
        asks_again=state is not None and state.read_again_since is not None,
        why=" ".join(wait_sentence(one) for one in place.waits[lesson.id]),
    )


def lesson_url(place: Place, lesson: Lesson) -> str:
    """Where the person takes the lesson, or the trainer looks at it."""
    if place.is_preview:
        return reverse("courses:preview", args=[place.registration.course_id, lesson.id])
    name = "courses:kept_lesson" if place.is_kept else "courses:lesson"
    return reverse(name, kwargs={"key": place.registration.key, "lesson_id": lesson.id})


def file_url(place: Place, lesson: Lesson, file_id: int) -> str:
    """Where the person gets a file of the lesson."""
    if place.is_preview:
        return reverse("courses:preview_file", args=[place.registration.course_id, lesson.id, file_id])
    keys = {"key": place.registration.key, "lesson_id": lesson.id, "file_id": file_id}
    return reverse("courses:kept_file" if place.is_kept else "courses:file", kwargs=keys)


def wait_sentence(wait: Wait) -> str:
    """What a lesson waits for."""
    if wait.day is not None:
        return _("Opens on %(day)s.") % {"day": date_format(wait.day, "SHORT_DATE_FORMAT")}
    if wait.lesson is not None and wait.percent:
        return _("Opens when “%(lesson)s” is done with at least %(percent)s %%.") % {
            "lesson": wait.lesson.title,
            "percent": wait.percent,
        }
    if wait.lesson is not None:
        return _("Opens when “%(lesson)s” is done.") % {"lesson": wait.lesson.title}
    return ngettext("Opens %(days)s day after the start.", "Opens %(days)s days after the start.", wait.days) % {
        "days": wait.days
    }
