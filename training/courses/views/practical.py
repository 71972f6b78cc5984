"""Practical tasks: the learner's photos and requests, the assessor's queue and checklist."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.delivery import api as delivery
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from training.courses.catalogue import NotVisible, Place
from training.courses.models import Photo, SignOff
from training.courses.outline import Lesson
from training.courses.practical import assessing, handing_in
from training.courses.practical.assessing import Seen
from training.courses.practical.judging import checklist
from training.courses.views.gate import own_lesson, own_user

PER_PAGE = 30
LARGEST_PHOTO = 10 * 2**20
"""Bytes; `encode_picture` refuses what is larger."""


def _own_task(request: HttpRequest, key: UUID, lesson_id: str) -> tuple[Place, Lesson]:
    place, lesson = own_lesson(request, key, lesson_id)
    if lesson.kind != "practical":
        raise Http404
    return place, lesson


@require_POST
@login_required
def add_photos(request: HttpRequest, key: UUID, lesson_id: str) -> HttpResponse:
    """Add photos of the task."""
    place, lesson = _own_task(request, key, lesson_id)
    for upload in request.FILES.getlist("photos")[: handing_in.MOST_PHOTOS]:
        try:
            data = upload.read(LARGEST_PHOTO + 1)
            handing_in.add_photo(registration=place.registration, lesson=lesson, data=data)
        except handing_in.PracticalRefused as refused:
            messages.error(request, f"{upload.name}: {refused.reason}")
    return redirect("courses:lesson", key=key, lesson_id=lesson_id)


@require_safe
@login_required
def photo(request: HttpRequest, key: UUID, lesson_id: str, photo_key: UUID) -> HttpResponseBase:
    """One of the learner's own photos."""
    place, lesson = _own_task(request, key, lesson_id)
    found = Photo.objects.filter(registration=place.registration, lesson=lesson.id, key=photo_key).first()
    return _send(request, found)


@require_POST
@login_required
def remove_photo(request: HttpRequest, key: UUID, lesson_id: str, photo_key: UUID) -> HttpResponse:
    """Take out a photo that was not handed in."""
    place, lesson = _own_task(request, key, lesson_id)
    try:
        handing_in.remove_photo(registration=place.registration, lesson=lesson, key=photo_key)
    except handing_in.PracticalRefused as refused:
        messages.error(request, refused.reason)
    return redirect("courses:lesson", key=key, lesson_id=lesson_id)


@require_POST
@login_required
def ask(request: HttpRequest, key: UUID, lesson_id: str) -> HttpResponse:
    """Ask for a sign-off, or take the request back (`take_back`)."""
    place, lesson = _own_task(request, key, lesson_id)
    user = own_user(request)
    try:
        if "take_back" in request.POST:
            handing_in.take_back(actor=user, registration=place.registration, lesson=lesson)
        else:
            note = request.POST.get("note", "")
            handing_in.ask(actor=user, registration=place.registration, lesson=lesson, note=note)
            messages.success(request, _("You have asked for a sign-off. You are told when it was decided."))
    except handing_in.PracticalRefused as refused:
        messages.error(request, refused.reason)
    return redirect("courses:lesson", key=key, lesson_id=lesson_id)


@require_safe
@login_required
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """The requests that wait for the person as an assessor, or those decided. 404 to who assesses nobody."""
    user, viewer = own_user(request), request_viewer(request)
    if not viewer.everything and not viewer.managed_dealers:
        raise Http404
    decided = request.GET.get("state") == "decided"
    rows = assessing.sign_offs(viewer=viewer, user=user)
    if decided:
        rows = rows.filter(state=SignOff.State.DECIDED).select_related("observation__assessor").order_by("-asked_at")
    else:
        rows = rows.filter(state=SignOff.State.OPEN)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(one, assessing.lesson_of(one)) for one in page],
        "decided": decided,
        "kept": "state=decided" if decided else "",
    }
    return render(request, "training_courses/sign_offs.html", context)


@login_required
@never_cache
def sign_off(request: HttpRequest, sign_off_id: int) -> HttpResponse:
    """What was handed in, and the checklist to fill in."""
    found = _assessed(request, sign_off_id)
    lesson = assessing.lesson_of(found)
    items = checklist(lesson) if lesson else []
    seen = [
        Seen(
            result=request.POST.get(f"result-{number}", ""),
            comment=request.POST.get(f"comment-{number}", "").strip()[:500],
        )
        for number in range(len(items))
    ]
    comment = request.POST.get("comment", "").strip()
    if request.method == "POST":
        try:
            observation = assessing.observe(
                viewer=request_viewer(request),
                actor=own_user(request),
                sign_off_id=found.pk,
                seen=seen,
                comment=comment,
            )
        except NotVisible:
            raise Http404 from None
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            text = (
                _("Signed off.") if observation.passed else _("Not signed off. The person is told what to do better.")
            )
            messages.success(request, text)
            return redirect("courses:sign_offs")
    context = {
        "sign_off": found,
        "registration": found.registration,
        "lesson": lesson,
        "items": list(zip(items, seen, strict=True)),
        "comment": comment,
        "photos": found.photos.all(),
        "observation": getattr(found, "observation", None),
        "is_open": found.state == SignOff.State.OPEN and lesson is not None,
    }
    return render(request, "training_courses/sign_off.html", context)


@require_safe
@login_required
def sign_off_photo(request: HttpRequest, sign_off_id: int, photo_key: UUID) -> HttpResponseBase:
    """A photo that was handed in with a request, for who may decide it."""
    return _send(request, _assessed(request, sign_off_id).photos.filter(key=photo_key).first())


def _assessed(request: HttpRequest, sign_off_id: int) -> SignOff:
    if sign_off_id > LARGEST_ID:
        raise Http404
    try:
        return assessing.sign_off(viewer=request_viewer(request), user=own_user(request), sign_off_id=sign_off_id)
    except NotVisible:
        raise Http404 from None


def _send(request: HttpRequest, found: Photo | None) -> HttpResponseBase:
    if found is None:
        raise Http404
    etag = f'"{found.sha256}"'
    return delivery.send_stored_image(request, name=found.stored_as, content_type=found.content_type, etag=etag)
