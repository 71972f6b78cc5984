"""Lists and forms of what a department owns. Wagtail's generic views ask only whether somebody may edit such things at
all; which of them is asked here: what belongs to others is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.network.admin_network import DeleteUnlessUsed
from portal.network.models import User
from portal.network.owned_forms import OwnedForm

LARGEST_ID = 2**63 - 1
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


class OwnedIndex(generic.IndexView):
    """`related` is read in the same statement. Filters named in `owned_filters` offer what the person's departments
    own, as the list does."""

    template_name = "bank/admin/list.html"
    related: tuple[str, ...] = ()
    owned_filters: tuple[str, ...] = ()

    @cached_property
    def filters(self) -> Any:
        found = super().filters
        for name in self.owned_filters:
            choices = found.form.fields[name]
            choices.queryset = owned(choices.queryset.model, self.request)
        return found

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = owned(self.model, self.request)
        return rows.select_related(*self.related) if self.related else rows


class _Owned:
    def get_queryset(self) -> QuerySet[Any]:
        return owned(self.model, self.request)  # type: ignore[attr-defined]

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        if int(self.kwargs["pk"]) > LARGEST_ID:  # type: ignore[attr-defined]
            raise Http404
        return super().get_object(*args, **kwargs)  # type: ignore[misc]


class OwnedEdit(_Owned, generic.EditView):
    """A form of one of them."""


class OwnedDelete(_Owned, DeleteUnlessUsed):
    """Deleting one of them, unless something stands on it."""


class OwnedViewSet(ModelViewSet):
    """`pages` are the addresses that there are: Wagtail's history and usage would show what others own."""

    pages: frozenset[str] = frozenset({"index", "index_results", "add", "edit", "delete"})
    form_fields: ClassVar[list[str]] = []
    base_form_class = OwnedForm
    index_view_class = OwnedIndex
    edit_view_class = OwnedEdit
    delete_view_class = OwnedDelete
    search_backend_name = None
    list_per_page = PER_PAGE
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        names = {"add_url_name": "add", "edit_url_name": "edit", "delete_url_name": "delete"}
        missing = {key: None for key, page in names.items() if page not in self.pages}
        return {**common, "history_url_name": None, "usage_url_name": None, **missing, **kwargs}

    def get_edit_handler(self) -> Any:
        """With a form that offers what is theirs, unless the handler names another."""
        handler = super().get_edit_handler()
        if handler is not None and handler.base_form_class is None:
            handler.base_form_class = self.base_form_class
        return handler

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.pages]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None: who may edit is the department's matter, not a permission's."""
        return Permission.objects.none()


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
