"""Lists and forms of what a department owns. Wagtail's generic views ask only whether somebody may edit such things at
all; which of them is asked here: what belongs to others is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core.keys import LARGEST_ID
from portal.network.models import User

PER_PAGE = 50


def author_of(request: HttpRequest) -> User:
    """The person signed in. Wagtail lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def owned(model: Any, request: HttpRequest) -> QuerySet[Any]:
    """The rows that the person edits, by the policy that is registered for the model."""
    rows: QuerySet[Any] = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
        author_of(request), ["change"]
    )
    return rows


def own_or_404(model: Any, request: HttpRequest, pk: int, *related: str) -> Any:
    """One of them. Raises Http404 for another's, as for one that is not there."""
    rows = owned(model, request).select_related(*related) if related else owned(model, request)
    found = rows.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if found is None:
        raise Http404
    return found


class OwnedSnippetViewSet(SnippetViewSet):
    """Drafts that are published as versions. Wagtail has a score of pages for one of them, and its comparison takes any
    text for a number: every address that names one is asked whose it is."""

    search_backend_name = None
    list_per_page = PER_PAGE
    copy_view_enabled = False
    menu_item_is_registered = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return owned(self.model, request).select_related("department")

    def get_urlpatterns(self) -> list[Any]:
        patterns: list[Any] = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = self._of_own(pattern.callback)
        return patterns

    def _of_own(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if "pk" in kwargs:
                named = unquote(str(kwargs["pk"]))
                own_or_404(self.model, request, int(named) if named.isdecimal() and len(named) < 20 else 0)
            return view(request, *args, **kwargs)

        return asked
