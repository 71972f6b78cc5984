"""Taking a course: lesson after lesson."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.library import api as library
from portal.network.api import request_viewer
from training.assessments import api as assessments
from training.assessments.models import Assessment
from training.courses.catalogue import Place
from training.courses.completion import complete_lesson, keep_progress, open_lesson
from training.courses.kinds import Moment, kind_of
from training.courses.models import LessonState
from training.courses.outline import Lesson
from training.courses.presenting import OWN_KINDS, lesson_context
from training.courses.reading.following import note_read, passage
from training.courses.receivers import purpose_of
from training.courses.steps import parts, step
from training.courses.views.gate import own_lesson, own_place, own_user
from training.courses.watching import Watched, merge

BY_HAND = ("text", "reading", "download")
"""Kinds of lesson that a person says they are done with."""


@require_safe
@login_required
def resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Go on where one was; without a lesson left, the course's own page."""
    place = own_place(request, key)
    lesson = place.next_lesson()
    if lesson is None:
        return redirect("courses:course", course_id=place.registration.course_id)
    return redirect("courses:lesson", key=key, lesson_id=lesson.id)


@require_safe
@login_required
@never_cache
def lesson(request: HttpRequest, key: UUID, lesson_id: str) -> HttpResponse:
    """A lesson, with the course beside it."""
    place, shown = own_lesson(request, key, lesson_id)
    state = open_lesson(registration=place.registration, lesson=shown)
    return render(request, "training_courses/lesson.html", page_context(request, place, shown, state))


def page_context(request: HttpRequest, place: Place, shown: Lesson, state: LessonState) -> dict[str, Any]:
    """What the page of a lesson shows, to a learner or in a preview."""
    before, after = place.outline.beside(shown)
    user, viewer, kind = own_user(request), request_viewer(request), kind_of(shown)
    if shown.kind in OWN_KINDS:
        template = f"training_courses/_{shown.kind}.html"
        own = lesson_context(place=place, lesson=shown, state=state, user=user, viewer=viewer)
    elif kind is None or (place.is_preview and not kind.previews):
        template, own = "training_courses/_elsewhere.html", {}
    else:
        template = kind.template
        own = kind.context(Moment(place=place, lesson=shown, state=state, user=user, viewer=viewer))
    return {
        "place": place,
        "registration": place.registration,
        "lesson": shown,
        "state": state,
        "is_done": state.completed_at is not None,
        "by_hand": shown.kind in BY_HAND and not place.is_preview,
        "parts_of_course": parts(place),
        "step_before": step(place, before) if before is not None else None,
        "step_after": step(place, after) if after is not None else None,
        "lesson_template": template,
        "lesson_script": kind.script if kind and not place.is_preview else "",
        **own,
    }


@require_POST
@login_required
def done(request: HttpRequest, key: UUID, lesson_id: str) -> HttpResponse:
    """The person is done with a lesson that is completed by saying so."""
    place, shown = own_lesson(request, key, lesson_id)
    if shown.kind not in BY_HAND:
        raise Http404
    if shown.kind == "reading":
        asked_again = shown.id in place.states and place.states[shown.id].read_again_since is not None
        _note_reading(request, place, shown)
        if asked_again:
            messages.success(request, _("It is noted that you have read the new pages."))
            return redirect("courses:lesson", key=key, lesson_id=lesson_id)
    complete = complete_lesson(registration=place.registration, lesson_id=shown.id)
    _before, after = place.outline.beside(shown)
    if complete and not place.registration.completed_at:
        messages.success(request, _("You have completed the course."))
        return redirect("courses:course", course_id=place.registration.course_id)
    if after is None:
        return redirect("courses:resume", key=key)
    today_open = own_place(request, key).open
    return redirect("courses:lesson", key=key, lesson_id=after.id if after.id in today_open else shown.id)


def _note_reading(request: HttpRequest, place: Place, lesson: Lesson) -> None:
    """Raises Http404 when the pages cannot be read now."""
    published_at = place.registration.version.published_at
    try:
        read = passage(lesson=lesson, published_at=published_at, viewer=request_viewer(request))
    except library.NotVisible:
        raise Http404 from None
    if read is None:
        raise Http404
    note_read(registration=place.registration, lesson=lesson, read=read)


@require_POST
@login_required
def begin(request: HttpRequest, key: UUID, lesson_id: str) -> HttpResponse:
    """Begin the lesson's assessment, or go on with the attempt that is open."""
    place, shown = own_lesson(request, key, lesson_id)
    assessment = Assessment.objects.filter(pk=shown.value["assessment"]).first() if shown.kind == "assessment" else None
    if assessment is None:
        raise Http404
    try:
        attempt = assessments.begin(
            user=own_user(request),
            assessment=assessment,
            purpose=purpose_of(place.registration, shown.id),
            language=get_language() or "en",
            password=request.POST.get("password", "")[:100],
        )
    except assessments.MayNotBegin as refused:
        messages.error(request, refused.reason)
        return redirect("courses:lesson", key=key, lesson_id=lesson_id)
    return redirect("attempts:attempt", attempt_id=attempt.pk)


@require_POST
@login_required
def watched(request: HttpRequest, key: UUID, lesson_id: str) -> JsonResponse:
    """{ranges: [[from, to]...], at, length} in seconds -> {share, done}. What was watched adds up over visits and
    devices; skipping to the end watches nothing."""
    place, shown = own_lesson(request, key, lesson_id)
    if shown.kind != "video":
        raise Http404
    try:
        report = Watched.read(json.loads(request.body[:20_000]))
    except ValueError:
        return JsonResponse({"reason": _("What was watched could not be read.")}, status=422)
    state = open_lesson(registration=place.registration, lesson=shown)
    progress = merge(state.progress, report)
    keep_progress(registration=place.registration, lesson=shown, progress=progress)
    enough = progress["share"] * 100 >= (shown.value.get("share") or 0)
    if enough and state.completed_at is None:
        complete_lesson(registration=place.registration, lesson_id=shown.id)
    return JsonResponse({"share": progress["share"], "done": enough or state.completed_at is not None})
