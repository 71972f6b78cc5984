"""Conversions in the CMS: what is not an edition yet, above the list of editions, and the button that tries again."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.ingest.admin.permissions import manual_for
from content.ingest.admin.underway import Underway
from content.ingest.models import Conversion
from content.ingest.office import conversions
from content.library.models import Manual
from portal.core.errors import Refused
from portal.network.models import User

MOST = 50


def underway(manuals: QuerySet[Manual]) -> list[Underway]:
    """What is being converted for these manuals, and what failed and was not replaced by a later attempt at the same
    edition. One statement."""
    later = Conversion.objects.filter(manual=OuterRef("manual"), label=OuterRef("label"), pk__gt=OuterRef("pk"))
    waiting = Q(state=Conversion.State.WAITING)
    rows = Conversion.objects.filter(waiting | Q(state=Conversion.State.FAILED) & ~Exists(later))
    rows = rows.filter(manual__in=manuals.order_by().values("pk")).select_related("manual")
    return [_row(one) for one in rows[:MOST]]


def _row(one: Conversion) -> Underway:
    failed = one.state == Conversion.State.FAILED
    return Underway(
        title=one.manual.title,
        label=one.label,
        sentence=conversions.failure_sentence(one.reason)
        if failed
        else _("%(name)s is being converted to PDF.") % {"name": one.original_name},
        failed=failed,
        retry_url=reverse("ingest:retry_conversion", args=[one.pk]) if failed else "",
    )


@require_POST
def retry(request: HttpRequest, conversion_id: int) -> HttpResponse:
    """Convert again what could not be converted."""
    one = get_object_or_404(Conversion, pk=conversion_id)
    manual_for(request, one.manual_id)
    assert isinstance(request.user, User)  # noqa: S101  (Wagtail lets nobody else in)
    try:
        conversions.retry(conversion_id=one.pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("%(name)s is being converted again.") % {"name": one.original_name})
    return redirect("ingest:manual_editions", one.manual_id)
