"""Who waits to be let in."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.owned_views import author_of, owned
from training.assessments.attempts.proctoring import release
from training.assessments.models import Attempt

MOST = 500


def _waiting(request: HttpRequest) -> QuerySet[Attempt]:
    rows = owned(Attempt, request).filter(state=Attempt.State.WAITING)
    return rows.select_related("user", "assessment", "released_by").defer("rules").order_by("created_at", "pk")


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits, and who was let in and has not begun. The page asks again by itself."""
    rows = list(_waiting(request)[:MOST])
    context = {
        "held": [row for row in rows if row.released_at is None],
        "released": [row for row in rows if row.released_at is not None],
        "header_title": _("Letting in"),
        "page_title": _("Letting in"),
        "header_icon": "key",
    }
    return render(request, "assessments/admin/proctor.html", context)


@require_POST
def let_in(request: HttpRequest) -> HttpResponse:
    """{attempt: ids} or {all: the ids that the page showed}: nobody is let in whom the proctor did not see."""
    given = [int(one) for one in request.POST.getlist("attempt") if one.isdecimal() and len(one) < 20]
    chosen = _waiting(request).filter(
        pk__in=[one for one in given[:MOST] if one <= LARGEST_ID], released_at__isnull=True
    )
    done = 0
    for attempt in chosen:
        try:
            release(actor=author_of(request), attempt_id=attempt.pk)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            done += 1
    if done:
        messages.success(
            request, ngettext("%(count)d person let in.", "%(count)d people let in.", done) % {"count": done}
        )
    return redirect("training_desk:proctor")
