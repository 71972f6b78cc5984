"""Addresses of Wagtail's that answer whoever may enter the CMS, whatever page they name. They stand before Wagtail's
own and ask first; their names stay Wagtail's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.admin.views import chooser
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from content.library.acting import acting
from content.library.cms.reach import within_reach
from content.library.models import Manual
from portal.core.keys import LARGEST_ID

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


def _page_in_reach(view: View) -> View:
    """404 unless the person may come across the page: Wagtail says by its title that it is not in a workflow."""

    @wraps(view)
    def asked(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        if page_id > LARGEST_ID or not within_reach(Page.objects.filter(pk=page_id), request).exists():
            raise Http404
        return view(request, page_id=page_id, **kwargs)

    return asked


def _administrators(view: View) -> View:
    """The report names the page of each kind that was edited last, whoever's it is."""

    @wraps(view)
    def asked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not getattr(request.user, "is_superuser", False):
            raise PermissionDenied
        return view(request, **kwargs)

    return asked


def _as_one(view: View) -> View:
    """What publishing asks and does is one transaction, and who does it is known: two authors who publish at once take
    turns, and what is refused in the middle publishes nothing."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with acting(request.user):
            if request.method != "POST" or not request.POST.get("action-publish"):
                return view(request, *args, **kwargs)
            with transaction.atomic():
                return view(request, *args, **kwargs)

    return asked


def _with_a_reason(view: View) -> View:
    """A manual or a bulletin is not taken down without a word: it is withdrawn, and the reason kept."""

    @wraps(view)
    def asked(request: HttpRequest, page_id: int) -> HttpResponseBase:
        if Manual.objects.filter(pk=page_id).exists():
            return redirect("governance:withdraw", page_id=page_id)
        return view(request, page_id=page_id)

    return asked


def _closed(request: HttpRequest, pk: int, action_name: str) -> HttpResponseBase:
    """Copying, moving and deleting for programs: Wagtail's editor asks for none of it, and it passes by what keeps a
    course that people take."""
    raise Http404


def _of_page(name: str) -> View:
    """Wagtail's view of this name, of whatever kind the page is."""
    view: View = page_viewset_registry.as_view(name, page_id_kwarg="page_id")
    return view


_ADD = page_viewset_registry.as_view(
    "add", app_label_kwarg="content_type_app_name", model_name_kwarg="content_type_model_name"
)
_STEP = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"

urlpatterns = [
    path("choose-page/<int:parent_page_id>/", _reachable(chooser.BrowseView.as_view())),
    path("choose-page/chosen-multiple/", _reachable(chooser.ChosenMultipleView.as_view())),
    path("reports/page-types-usage/", _administrators(PageTypesUsageReportView.as_view())),
    path("reports/page-types-usage/results/", _administrators(PageTypesUsageReportView.as_view(results_only=True))),
    path("pages/<int:page_id>/edit/", _as_one(_of_page("edit"))),
    path("pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/", _as_one(_ADD)),
    path("pages/<int:page_id>/unpublish/", _with_a_reason(_of_page("unpublish"))),
    path(f"pages/workflow/action/{_STEP}", _page_in_reach(_of_page("workflow_action"))),
    path(f"pages/workflow/collect_action_data/{_STEP}", _page_in_reach(_of_page("collect_workflow_action_data"))),
    path("pages/workflow/preview/<int:page_id>/<int:task_id>/", _page_in_reach(_of_page("workflow_preview"))),
    path("api/main/pages/<int:pk>/action/<str:action_name>/", _closed),
]
for _decorate in (require_admin_access, display_custom_404, never_cache):
    urlpatterns = decorate_urlpatterns(urlpatterns, _decorate)
