"""Addresses of Wagtail's that answer whoever may enter the CMS, whatever page they name. They stand before Wagtail's
own and ask first; their names stay Wagtail's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.admin.views import chooser
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from content.library.cms.reach import within_reach
from content.library.gate import LARGEST_ID

View = Callable[..., HttpResponseBase]


def _reachable(view: View) -> View:
    """404 unless the person may come across every page that the address names."""

    @wraps(view)
    def asked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        given = [*map(str, kwargs.values()), *request.GET.getlist("id")]
        if not all(one.isdecimal() and len(one) < 20 and int(one) <= LARGEST_ID for one in given):
            raise Http404
        named = {int(one) for one in given}
        if within_reach(Page.objects.filter(pk__in=named), request).count() != len(named):
            raise Http404
        return view(request, **kwargs)

    return asked


def _administrators(view: View) -> View:
    """The report names the page of each kind that was edited last, whoever's it is."""

    @wraps(view)
    def asked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not getattr(request.user, "is_superuser", False):
            raise PermissionDenied
        return view(request, **kwargs)

    return asked


def _closed(request: HttpRequest, pk: int, action_name: str) -> HttpResponseBase:
    """Copying, moving and deleting for programs: Wagtail's editor asks for none of it, and it passes by what keeps a
    course that people take."""
    raise Http404


urlpatterns = [
    path("choose-page/<int:parent_page_id>/", _reachable(chooser.BrowseView.as_view())),
    path("choose-page/chosen-multiple/", _reachable(chooser.ChosenMultipleView.as_view())),
    path("reports/page-types-usage/", _administrators(PageTypesUsageReportView.as_view())),
    path("reports/page-types-usage/results/", _administrators(PageTypesUsageReportView.as_view(results_only=True))),
    path("api/main/pages/<int:pk>/action/<str:action_name>/", _closed),
]
for _decorate in (require_admin_access, display_custom_404, never_cache):
    urlpatterns = decorate_urlpatterns(urlpatterns, _decorate)
