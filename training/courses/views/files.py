"""Files of lessons, to those who may open the lesson."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from training.courses.models import LessonFile
from training.courses.outline import Lesson
from training.courses.presenting import files_of
from training.courses.views.gate import own_lesson

IN_PAGE = (LessonFile.Kind.PICTURE, LessonFile.Kind.CAPTIONS)
"""Small, and shown by the page itself: sent by the portal even where the store is a bucket, because a browser takes
captions from its own site only."""


@require_safe
@login_required
def lesson_file(request: HttpRequest, key: UUID, lesson_id: str, file_id: int) -> HttpResponseBase:
    """A file of a lesson that is open to the person: in the page, by range, or as a download."""
    return send_file_of(request, own_lesson(request, key, lesson_id)[1], file_id)


def send_file_of(request: HttpRequest, lesson: Lesson, file_id: int) -> HttpResponseBase:
    """A file that the lesson uses, to who passed a gate. Raises Http404 for any other."""
    file = LessonFile.objects.filter(pk=file_id).first() if file_id in files_of(lesson) else None
    if file is None:
        raise Http404
    if file.kind in IN_PAGE:
        etag = f'"{file.sha256}"'
        return delivery.send_stored_image(request, name=file.stored_as, content_type=file.content_type, etag=etag)
    return delivery.send_file(
        request,
        name=file.stored_as,
        size=file.size,
        sha256=file.sha256,
        content_type=file.content_type,
        filename=file.name,
    )
