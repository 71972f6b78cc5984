"""Which pages somebody may come across in the CMS, if only by their titles: those of the sections that they work in,
and what all staff of the maker may read. A draft is its department's alone, and so is what takes effect later."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry

from content.library.models.publication import Publication
from portal.network.api import request_viewer


def within_reach(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Those of `pages` that the person who asks may come across."""
    if getattr(request.user, "is_superuser", False):
        return pages
    viewer = request_viewer(request)
    kinds = [model for model in get_page_models() if issubclass(model, Publication)]
    explored = policy_registry.get_by_type(Page).explorable_instances(request.user)
    rule = Q(pk__in=explored.order_by().values("pk"))
    rule |= ~Q(content_type__in=[one.pk for one in ContentType.objects.get_for_models(*kinds).values()])
    for model in kinds:
        rule |= Q(pk__in=model.objects.visible_to(viewer).order_by().values("pk"))
    # One condition, on the key: Wagtail's search of pages takes no other.
    return pages.filter(pk__in=Page.objects.filter(rule).order_by().values("pk"))
