"""The draft of a course as a learner would see it, for its authors. No record is made."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.keys import LARGEST_ID
from training.courses.catalogue import NotVisible, Place
from training.courses.models import LessonState
from training.courses.outline import Lesson
from training.courses.previewing import preview_place
from training.courses.views.files import send_file_of
from training.courses.views.gate import own_user
from training.courses.views.lessons import page_context


def _draft(request: HttpRequest, course_id: int) -> Place:
    if course_id > LARGEST_ID:
        raise Http404
    try:
        return preview_place(user=own_user(request), course_id=course_id)
    except NotVisible:
        raise Http404 from None


def _lesson(request: HttpRequest, course_id: int, lesson_id: str) -> tuple[Place, Lesson]:
    place = _draft(request, course_id)
    found = place.outline.lesson(lesson_id)
    if found is None:
        raise Http404
    return place, found


@require_safe
@login_required
def start(request: HttpRequest, course_id: int) -> HttpResponse:
    """The first lesson of the draft; without one, the editor."""
    place = _draft(request, course_id)
    if not place.outline.lessons:
        return redirect("wagtailadmin_pages:edit", course_id)
    return redirect("courses:preview", course_id=course_id, lesson_id=place.outline.lessons[0].id)


@require_safe
@login_required
@never_cache
def lesson(request: HttpRequest, course_id: int, lesson_id: str) -> HttpResponse:
    """A lesson of the draft."""
    place, shown = _lesson(request, course_id, lesson_id)
    state = LessonState(lesson=shown.id)
    return render(request, "training_courses/lesson.html", page_context(request, place, shown, state))


@require_safe
@login_required
def file(request: HttpRequest, course_id: int, lesson_id: str, file_id: int) -> HttpResponseBase:
    """A file of a lesson of the draft."""
    return send_file_of(request, _lesson(request, course_id, lesson_id)[1], file_id)
