"""From what is searched and read to the course that teaches it: parts of pages for htmx, and the way into a lesson."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from portal.network.models import User
from search.engines.base import SchemaMismatch, SearchUnavailable
from search.parser import parse
from search.teaching import NoSuchPage, codes_of_page, teaching
from training.courses import api as courses

log = structlog.get_logger(__name__)
UNAVAILABLE = "search.teaching_unavailable"
LONGEST_FILM = 24 * 3600


@require_safe
@login_required
def taught(request: HttpRequest) -> HttpResponse:
    """The courses that teach the codes in what was searched for."""
    return _links(request, parse(request.GET.get("q", "")).identifiers)


@require_safe
@login_required
def page_taught(request: HttpRequest, edition_id: int, number: int) -> HttpResponse:
    """The courses that teach the fault codes on a page of a manual."""
    if max(edition_id, number) > LARGEST_ID:
        raise Http404
    try:
        codes = codes_of_page(viewer=request_viewer(request), edition_id=edition_id, number=number)
    except NoSuchPage:
        raise Http404 from None
    return _links(request, codes)


def _links(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    """Nothing when none teaches them, and when the engine is away: the page that asks is whole without."""
    try:
        hits = teaching(viewer=request_viewer(request), codes=codes)
    except (SearchUnavailable, SchemaMismatch) as error:
        log.warning(UNAVAILABLE, error=type(error).__name__)
        hits = ()
    response = render(request, "search/_taught.html", {"hits": hits})
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def lesson(request: HttpRequest, course_id: int, lesson_id: str) -> HttpResponse:
    """A lesson that was found, for who takes the course and may open it; else the course's own page, which says how to
    enrol, or 404. `t` is the second of its film."""
    if course_id > LARGEST_ID:
        raise Http404
    assert isinstance(request.user, User)  # noqa: S101
    own = courses.registrations(user=request.user).filter(course=course_id).order_by("-cycle").first()
    if own is not None:
        try:
            place = courses.place(user=request.user, key=own.key)
        except courses.NotVisible:
            place = None
        if place is not None and lesson_id in place.open:
            url = reverse("courses:lesson", kwargs={"key": own.key, "lesson_id": lesson_id})
            return redirect(url + _moment(request.GET.get("t", "")))
    return redirect("courses:course", course_id=course_id)


def _moment(seconds: str) -> str:
    """As a media fragment (https://www.w3.org/TR/media-frags/), which the player reads."""
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 6 and int(seconds) <= LONGEST_FILM):
        return ""
    return f"#t={int(seconds)}"
