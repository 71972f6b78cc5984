"""Pictures of the questions of a quiz, for the person who takes it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content.delivery import api as delivery
from training.bank.markup import media_of
from training.bank.models import Media
from training.refresher.views.gate import own_quiz


@require_safe
@login_required
def picture(request: HttpRequest, quiz_id: int, sha256: str) -> HttpResponse:
    """A picture that one of the quiz's questions shows."""
    quiz = own_quiz(request, quiz_id)
    versions = [item.question_version for item in quiz.items.select_related("question_version")]
    media = Media.objects.filter(sha256=sha256).first()
    if media is None or not any(sha256 in media_of(version.asked) for version in versions):
        raise Http404
    return delivery.send_stored_image(
        request, name=media.file_name, content_type=media.content_type, etag=f'"{sha256}"'
    )
