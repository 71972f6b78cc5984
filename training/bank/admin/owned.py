"""Lists and forms of what a department owns, in rooms of training."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from portal.core.keys import LARGEST_ID
from portal.network.admin_network import DeleteUnlessUsed
from portal.network.owned_forms import OwnedForm
from portal.network.owned_views import PER_PAGE, owned


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
