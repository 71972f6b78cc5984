"""What a lesson's page shows, by kind."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, get_language_info

from content.library import api as library
from portal.network.api import Viewer
from portal.network.models import User
from training.assessments import api as assessments
from training.assessments.models import Assessment, Attempt
from training.courses.captions import captions_of, preferred
from training.courses.catalogue import Place
from training.courses.models import LessonFile, LessonState
from training.courses.outline import Lesson
from training.courses.reading.following import passage
from training.courses.receivers import purpose_of
from training.courses.steps import file_url, lesson_url

OWN_KINDS = ("text", "video", "reading", "assessment", "download")
"""Kinds of lesson that are presented here; the others by who registered them."""
MOST_THUMBS = 12


def lesson_context(*, place: Place, lesson: Lesson, state: LessonState, user: User, viewer: Viewer) -> dict[str, Any]:
    """The context of the lesson's own part of the page."""
    match lesson.kind:
        case "text":
            return {"parts": _parts(place, lesson)}
        case "video":
            return _video(place, lesson, state)
        case "reading":
            return _reading(place, lesson, state, viewer)
        case "assessment":
            return _assessment(place, lesson, user)
        case "download":
            return _download(place, lesson)
        case _:
            return {}


def files_of(lesson: Lesson) -> frozenset[int]:
    """The ids of the files that the lesson uses."""
    value = lesson.value
    ids = [value.get("film"), value.get("file"), *(one.file for one in captions_of(value, spoken=""))]
    content = value.get("content")
    ids += [part["value"].get("file") for part in content or () if part["type"] == "picture"]
    return frozenset(one for one in ids if isinstance(one, int))


def _download(place: Place, lesson: Lesson) -> dict[str, Any]:
    file = LessonFile.objects.filter(pk=lesson.value["file"]).first()
    return {"file": file, "download_url": file_url(place, lesson, file.pk) if file else ""}


def _parts(place: Place, lesson: Lesson) -> list[dict[str, Any]]:
    parts = []
    for part in lesson.value.get("content", ()):
        value = part["value"]
        if part["type"] == "picture":
            value = {**value, "url": file_url(place, lesson, value["file"])}
        parts.append({"type": part["type"], "value": value})
    return parts


def _video(place: Place, lesson: Lesson, state: LessonState) -> dict[str, Any]:
    value = lesson.value
    captions = captions_of(value, spoken=place.registration.course.language)
    read = preferred(captions, language=get_language() or "")
    chapters = [entry.get("value", entry) for entry in value.get("chapters") or ()]
    return {
        "film_url": file_url(place, lesson, value["film"]),
        "captions": [
            {
                "url": file_url(place, lesson, one.file),
                "language": one.language,
                "name": get_language_info(one.language)["name_local"],
                "kind": "captions" if one.spoken else "subtitles",
                "is_read": one is read,
            }
            for one in captions
        ],
        "chapters": [{"title": one["title"], "at": one["at"], "seconds": seconds_of(one["at"])} for one in chapters],
        "watched": state.progress,
        "wanted": value.get("share") or 0,
    }


def seconds_of(clock: str) -> int:
    """1:05 -> 65; 1:02:30 -> 3750."""
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total


def _reading(place: Place, lesson: Lesson, state: LessonState, viewer: Viewer) -> dict[str, Any]:
    """The pages in the edition in force: a lesson does not teach from one that has been superseded."""
    try:
        found = passage(lesson=lesson, published_at=place.registration.version.published_at, viewer=viewer)
    except library.NotVisible:
        return {"manual": None}
    if found is None:
        return {"manual": True, "beyond": True}
    opened, keys = found.opened, {"manual_id": found.opened.manual.pk, "edition_id": found.opened.edition.pk}
    back = urlencode({"back": lesson_url(place, lesson)})

    def page(number: int) -> str:
        return reverse("reader:edition_page", kwargs={**keys, "number": number}) + f"?{back}"

    return {
        "manual": opened.manual,
        "edition": opened.edition,
        "first": found.first,
        "last": found.last,
        "reader_url": page(found.first),
        "last_reading": state.readings.first() if state.pk else None,
        "thumbs": [
            {
                "number": number,
                "page": page(number),
                "image": reverse("reader:thumbnail", kwargs={**keys, "number": number}),
            }
            for number in range(found.first, min(found.last, found.first + MOST_THUMBS - 1) + 1)
        ],
    }


def _assessment(place: Place, lesson: Lesson, user: User) -> dict[str, Any]:
    assessment = Assessment.objects.filter(pk=lesson.value["assessment"]).first()
    if assessment is None:
        return {"assessment": None}
    if place.is_preview:
        return {"assessment": assessment, "is_preview": True}
    purpose = purpose_of(place.registration, lesson.id)
    attempts = Attempt.objects.filter(user=user, assessment=assessment, purpose=purpose)
    return {
        "assessment": assessment,
        "prospect": assessments.prospect(user=user, assessment=assessment, purpose=purpose),
        "attempts": attempts.exclude(state__in=[Attempt.State.WAITING, Attempt.State.IN_PROGRESS]).order_by("-number"),
        "asks_password": assessment.opening == Assessment.Opening.PASSWORD,
    }
