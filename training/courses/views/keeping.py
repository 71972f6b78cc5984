"""Lessons on a device: the service worker, what it keeps, and what comes back."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.core import storage
from portal.network.api import request_viewer
from training.courses import keeping
from training.courses.catalogue import NotVisible, Place, place
from training.courses.models import LessonFile, LessonState
from training.courses.outline import Lesson
from training.courses.presenting import files_of, lesson_context
from training.courses.steps import file_url, lesson_url
from training.courses.views.gate import own_place, own_user


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: here, because it serves what is below the folder that it is in."""
    response = render(request, "training_courses/kept/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """What is kept on this device, as the browser knows it: shown without a network, and to whoever holds the device,
    so that nothing of a person is in it."""
    return render(request, "training_courses/kept/shelf.html")


@require_safe
@login_required
@never_cache
def bundle(request: HttpRequest, key: UUID) -> JsonResponse:
    """What can be kept of a course: {key, person, title, lessons: [{id, title, kind, url, files, bytes}]}."""
    found = keeping.on_the_device(own_place(request, key))
    lessons = keeping.kept_lessons(found)
    files = LessonFile.objects.in_bulk({one for lesson in lessons for one in files_of(lesson)})
    return JsonResponse(
        {
            "key": str(key),
            "person": own_user(request).pk,
            "title": found.registration.course.title,
            "lessons": [_entry(found, lesson, files) for lesson in lessons],
        }
    )


def _entry(found: Place, lesson: Lesson, files: dict[int, LessonFile]) -> dict[str, Any]:
    kept = [files[one] for one in sorted(files_of(lesson)) if one in files and keeping.may_be_kept(files[one])]
    return {
        "id": lesson.id,
        "title": lesson.title,
        "kind": lesson.kind,
        "url": lesson_url(found, lesson),
        "files": [file_url(found, lesson, one.pk) for one in kept],
        "bytes": sum(one.size for one in kept),
    }


@require_safe
@login_required
@never_cache
def lesson(request: HttpRequest, key: UUID, lesson_id: str) -> HttpResponse:
    """A lesson as a device keeps it: the content, and no form, token or name of anybody."""
    found, shown = _kept(request, key, lesson_id)
    lessons = keeping.kept_lessons(found)
    at = [one.id for one in lessons].index(shown.id)
    beside = [lessons[at - 1] if at else None, lessons[at + 1] if at + 1 < len(lessons) else None]
    state = found.states.get(shown.id) or LessonState(lesson=shown.id)
    own = lesson_context(place=found, lesson=shown, state=state, user=own_user(request), viewer=request_viewer(request))
    context = {
        "place": found,
        "registration": found.registration,
        "lesson": shown,
        "lesson_template": f"training_courses/_{shown.kind}.html",
        "before_url": lesson_url(found, beside[0]) if beside[0] else "",
        "after_url": lesson_url(found, beside[1]) if beside[1] else "",
        "by_saying": shown.kind in keeping.DONE_BY_SAYING,
        "is_done": shown.id in found.completed,
        **own,
    }
    return render(request, "training_courses/kept/lesson.html", context)


@require_safe
@login_required
def file(request: HttpRequest, key: UUID, lesson_id: str, file_id: int) -> HttpResponse:
    """A file of a lesson that is kept; always from the portal, because a device keeps what comes from here only."""
    _found, shown = _kept(request, key, lesson_id)
    row = LessonFile.objects.filter(pk=file_id).first() if file_id in files_of(shown) else None
    if row is None or not keeping.may_be_kept(row):
        raise Http404
    response = HttpResponse(storage.read_bytes(name=row.stored_as), content_type=row.content_type)
    response["Cache-Control"] = "private, no-cache"
    if row.kind == LessonFile.Kind.DOCUMENT:
        response.headers["Content-Disposition"] = "attachment"
    return response


@require_POST
@login_required
def done(request: HttpRequest, key: UUID) -> JsonResponse:
    """{done: [{lesson, at}]} -> {results: {lesson: "done" | "waits" | "refused"}}."""
    try:
        said = keeping.read_done(json.loads(request.body[:50_000]))
    except ValueError:
        return JsonResponse({"reason": _("What was done could not be read.")}, status=422)
    try:
        results = keeping.take_over(user=own_user(request), key=key, done=said)
    except NotVisible:
        raise Http404 from None
    return JsonResponse({"results": results})


def _kept(request: HttpRequest, key: UUID, lesson_id: str) -> tuple[Place, Lesson]:
    try:
        found = keeping.on_the_device(place(user=own_user(request), key=key))
    except NotVisible:
        raise Http404 from None
    shown = keeping.kept_lesson(found, lesson_id)
    if shown is None:
        raise Http404
    return found, shown
