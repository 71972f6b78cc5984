"""Who may change the editions of a manual: whoever publishes in its section."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from content.library.models import DepartmentPage, Manual


def manual_for(request: HttpRequest, manual_id: int) -> Manual:
    """The manual, if the person publishes in its section. Raises Http404, PermissionDenied."""
    manual = get_object_or_404(Manual, pk=manual_id)
    if not manual.permissions_for_user(request.user).may_publish_here():
        raise PermissionDenied
    return manual


def manuals_of(request: HttpRequest) -> QuerySet[Manual]:
    """The manuals whose editions the person may change."""
    return Manual.objects.filter(pk__in=_publishable(request).values("pk"))


def sections_of(request: HttpRequest) -> QuerySet[DepartmentPage]:
    """The sections to which the person may add manuals and publish them."""
    addable = page_permission_policy.instances_user_has_permission_for(request.user, "add")
    return DepartmentPage.objects.filter(pk__in=addable.values("pk")).filter(pk__in=_publishable(request).values("pk"))


def _publishable(request: HttpRequest) -> QuerySet[Page]:
    return page_permission_policy.instances_user_has_permission_for(request.user, "publish")
