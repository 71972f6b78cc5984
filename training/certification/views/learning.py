"""A person's own certificates and curricula: what they hold, what ends, what is next."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.network.api import request_viewer
from training.certification import holding
from training.certification.models import Certification
from training.certification.presenting import held_rows
from training.certification.views.gate import own_user

PER_PAGE = 20
MOST_HELD = 100


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the person holds, the soonest to end first; then the curricula of their job with how far they are."""
    viewer, user = request_viewer(request), own_user(request)
    day = timezone.localdate(viewer.at)
    held = Certification.objects.filter(user=user).select_related("scheme").order_by("expires_on", "pk")
    page = Paginator(holding.curricula_of(viewer=viewer), PER_PAGE).get_page(request.GET.get("page"))
    progress = {row.curriculum_id: row for row in holding.progress_of(user_ids=[user.pk])}
    context = {
        "held": held_rows(held[:MOST_HELD], day=day),
        "page_obj": page,
        "curricula": [(curriculum, progress.get(curriculum.pk)) for curriculum in page.object_list],
        "manages": bool(viewer.managed_dealers),
        "oversees": bool(viewer.managed_dealers) or viewer.everything,
    }
    return render(request, "training_certification/mine.html", context)
