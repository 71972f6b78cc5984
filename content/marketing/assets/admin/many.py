"""Changing many assets at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from content.marketing.assets.admin.forms import ManyForm
from content.marketing.assets.admin.listing import Filter, trail
from content.marketing.assets.admin.scope import author_of, own_assets
from content.marketing.assets.changing import change_many
from content.marketing.assets.models import Asset
from portal.core.keys import LARGEST_ID

MOST = 5_000
SHOWN = 24


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """The form for what was chosen in the list (`asset`, or `all` of the filter), and what it does once sent."""
    ids = _chosen(request)
    if not ids:
        messages.warning(request, _("Choose at least one file."))
        return redirect("assets_desk:index")
    sent = "change" in request.POST
    form = ManyForm(request.POST if sent else None)
    if sent and form.is_valid():
        number, held = change_many(asset_ids=ids, change=form.change(), actor=author_of(request))
        changed = ngettext("%(number)s file was changed.", "%(number)s files were changed.", number)
        messages.success(request, changed % {"number": number})
        for one in held[:SHOWN]:
            messages.warning(request, f"{one.asset.title}: {one.reason}")
        return redirect("assets_desk:index")
    context = {
        "form": form,
        "ids": ids,
        "shown": list(Asset.objects.filter(pk__in=ids[:SHOWN])),
        "header_title": _("Change many files"),
        "header_icon": "image",
        "breadcrumbs_items": trail(_("Change many files")),
    }
    return render(request, "assets/admin/many.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest) -> list[int]:
    """The ids that were chosen, of the person's own."""
    own = own_assets(request)
    if request.POST.get("all"):
        return list(Filter.read(request.POST).of(own).values_list("pk", flat=True)[:MOST])
    sent = request.POST.getlist("asset")[:MOST]
    wanted = [int(value) for value in sent if value.isdecimal() and len(value) < 20 and int(value) <= LARGEST_ID]
    return list(own.filter(pk__in=wanted).order_by("-received_at", "-pk").values_list("pk", flat=True))
