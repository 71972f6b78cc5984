"""Files that a person hands in with an essay, and gets back: their own only."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.delivery import api as delivery
from portal.core import storage
from portal.core.keys import LARGEST_ID
from training.assessments.attempts.filing import receive_file
from training.assessments.attempts.saving import SaveRefused, Why
from training.assessments.models import AnswerFile
from training.assessments.views.gate import own_attempt, own_user


@require_POST
@login_required
def receive(request: HttpRequest, attempt_id: int, position: int) -> JsonResponse:
    """{file} -> {sha256, name}."""
    upload = request.FILES.get("file")
    if upload is None or max(attempt_id, position) > LARGEST_ID:
        return JsonResponse({"reason": _("The file did not arrive. Try again.")}, status=422)
    try:
        kept = receive_file(user=own_user(request), attempt_id=attempt_id, position=position, upload=upload)
    except SaveRefused as refused:
        return JsonResponse({"reason": refused.reason}, status=404 if refused.why == Why.UNKNOWN else 422)
    except storage.StorageUnavailable:
        reason = _("The file store does not answer. Nothing was kept; try again in a minute.")
        return JsonResponse({"reason": reason}, status=503)
    return JsonResponse({"sha256": kept.sha256, "name": kept.name})


@require_safe
@login_required
def handed_in(request: HttpRequest, attempt_id: int, file_id: int) -> HttpResponseBase:
    """A file of one's own attempt."""
    taken = own_attempt(request, attempt_id)
    kept = AnswerFile.objects.filter(item__attempt=taken, pk=min(file_id, LARGEST_ID)).first()
    if kept is None:
        raise Http404
    return send(request, kept)


def send(request: HttpRequest, kept: AnswerFile) -> HttpResponseBase:
    """The file, to somebody who may have it."""
    return delivery.send_file(
        request,
        name=kept.stored_as,
        size=kept.size,
        sha256=kept.sha256,
        content_type=kept.content_type,
        filename=kept.name,
    )
