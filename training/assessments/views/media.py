"""Pictures of the questions of an attempt, for the person who takes it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from training.assessments.views.gate import own_attempt
from training.bank.markup import media_of
from training.bank.models import Media


@require_safe
@login_required
def picture(request: HttpRequest, attempt_id: int, sha256: str) -> HttpResponse:
    """A picture that one of the attempt's questions shows."""
    taken = own_attempt(request, attempt_id)
    versions = [item.question_version for item in taken.items.select_related("question_version")]
    if not any(sha256 in media_of(version.asked) for version in versions):
        raise Http404
    media = Media.objects.filter(sha256=sha256).first()
    if media is None:
        raise Http404
    return delivery.send_stored_image(
        request, name=media.file_name, content_type=media.content_type, etag=f'"{sha256}"'
    )
