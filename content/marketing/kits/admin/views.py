"""Pages of sales kits in the CMS."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from content.marketing.kits.admin.forms import EyesForm
from content.marketing.kits.judging import judge
from content.marketing.kits.models import SalesKit
from portal.core.keys import LARGEST_ID
from portal.network.api import as_member
from portal.network.authorship import may_edit
from portal.network.models import User


@require_safe
def seen(request: HttpRequest, kit_id: int) -> HttpResponse:
    """What of the newest draft somebody at ?dealer= in ?roles= would see. Raises Http404, PermissionDenied."""
    kit = get_object_or_404(SalesKit.objects.select_related("department"), pk=min(kit_id, LARGEST_ID))
    if not may_edit(cast(User, request.user), kit.department):
        raise PermissionDenied
    form = EyesForm(request.GET if "dealer" in request.GET else None)
    judged = None
    if form.is_bound and form.is_valid():
        viewer = as_member(dealer=form.cleaned_data["dealer"], roles=form.cleaned_data["roles"])
        judged = judge(kit.get_latest_revision_as_object(), viewer=viewer)
    return render(request, "kits/admin/seen.html", {"kit": kit, "form": form, "judged": judged})
