"""Finding a course, and enrolling."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from training.courses import catalogue, registering
from training.courses.models import Course, Registration
from training.courses.views.gate import own_user

PER_PAGE = 24


@require_safe
@login_required
def course_list(request: HttpRequest) -> HttpResponse:
    """The courses that there are for the person."""
    words, level = request.GET.get("q", "")[:200], request.GET.get("level", "")
    language = request.GET.get("language", "")
    found = catalogue.courses(viewer=request_viewer(request), words=words, level=level, language=language)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "level": level,
        "language": language,
        "levels": Course.Level.choices,
        "languages": Course._meta.get_field("language").choices,
        "kept": kept.urlencode(),
    }
    return render(request, "training_courses/list.html", context)


@require_safe
@login_required
def course(request: HttpRequest, course_id: int) -> HttpResponse:
    """What a course is, and how to take it."""
    if course_id > LARGEST_ID:
        raise Http404
    viewer, user = request_viewer(request), own_user(request)
    try:
        found, version = catalogue.course(viewer=viewer, course_id=course_id)
    except catalogue.NotVisible:
        raise Http404 from None
    own = Registration.objects.filter(user=user, course=found).order_by("-cycle").select_related("version").first()
    context = {
        "course": found,
        "version": version,
        "outline": version.outline,
        "own": own,
        "own_is_open": own is not None and own.state in Registration.OPEN,
        "missing": registering.missing_prerequisites(user=user, course=found),
    }
    return render(request, "training_courses/course.html", context)


@require_POST
@login_required
def enrol(request: HttpRequest, course_id: int) -> HttpResponse:
    """Register oneself."""
    if course_id > LARGEST_ID:
        raise Http404
    try:
        registration = registering.enrol_oneself(
            viewer=request_viewer(request), user=own_user(request), course_id=course_id
        )
    except registering.RegistrationRefused as refused:
        messages.error(request, refused.reason)
        return redirect("courses:course", course_id=course_id)
    if registration.state == Registration.State.REQUESTED:
        messages.success(request, _("Your manager has been asked. You find the answer under Training."))
        return redirect("courses:course", course_id=course_id)
    return redirect("courses:resume", key=registration.key)
