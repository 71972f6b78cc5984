"""The bulletins that a person may read."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.library.models import BulletinCategory
from content.reader.api import Narrowing, choices, manuals
from portal.network.api import request_viewer

PER_PAGE = 30


@require_safe
@login_required
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """The bulletins in force, newest first, narrowed by brand, model, type, language and words of the title."""
    viewer = request_viewer(request)
    narrowing = Narrowing.read(request.GET.dict())
    found = manuals(viewer=viewer, narrowing=narrowing, categories=BulletinCategory).select_related("department")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page_obj": page,
        "narrowing": narrowing,
        "choices": choices(viewer=viewer, narrowing=narrowing, categories=BulletinCategory),
        "kept": kept.urlencode(),
    }
    return render(request, "bulletins/list.html", context)
