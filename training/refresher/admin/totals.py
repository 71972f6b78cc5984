"""Totals for trainers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training.bank.api import departments_of
from training.courses.views.gate import own_user
from training.refresher.totals import FEWEST, for_trainers

PER_PAGE = 50


@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    """How much people still know of the courses of the person's departments. 404 for who writes for none."""
    departments = departments_of(own_user(request))
    if not departments.exists():
        raise Http404
    page = Paginator(for_trainers(departments=departments), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "training_refresher/admin/totals.html", {"page": page, "fewest": FEWEST})
