"""What an edition fixes: its author ticks the reports."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from content.feedback import handling, reading
from content.feedback.admin.people import person_of
from content.ingest.api import manual_for
from content.library.api import unseen_is_absent
from content.library.models import Edition
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID

PER_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def fixes(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The open reports on the publication of an edition; those that are ticked are fixed by it."""
    user = person_of(request)
    with unseen_is_absent(edition_id):
        edition = get_object_or_404(Edition.objects.select_related("manual").defer("outline"), pk=edition_id)
    manual_for(request, edition.manual_id)
    if request.method == "POST":
        given = [text for text in request.POST.getlist("report") if text.isascii() and text.isdigit()]
        ids = {int(text) for text in given if len(text) < 20 and int(text) <= LARGEST_ID}
        with unseen_is_absent():
            try:
                number = handling.fix_many(actor=user, report_ids=ids, edition=edition)
            except Refused as refused:
                messages.error(request, refused.reason)
            else:
                messages.success(request, _fixed(number))
        return redirect("feedback_desk:fixes", edition.pk)
    rows = reading.fixable(user=user, manual_id=edition.manual_id).exclude(edition=edition)
    context = {
        "edition": edition,
        "page": Paginator(rows.prefetch_related("remarks"), PER_PAGE).get_page(request.GET.get("p")),
        "header_title": _("What edition %(label)s fixes") % {"label": edition.label},
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("ingest:manual_editions", args=[edition.manual_id]), "label": edition.manual.title},
            {"url": "", "label": _("What it fixes"), "sublabel": f"{edition.manual.document_number} · {edition.label}"},
        ],
    }
    return render(request, "feedback/admin/fixes.html", context)


def _fixed(number: int) -> str:
    sentence = ngettext(
        "%(number)s report is closed by this edition.", "%(number)s reports are closed by this edition.", number
    )
    return sentence % {"number": number}
