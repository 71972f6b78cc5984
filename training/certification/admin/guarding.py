"""Pages of one row for those whom the permission policy gives the row. Wagtail's own views ask for the kind alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.permissions import policy_registry

View = Callable[..., HttpResponseBase]


class GuardedRows:
    """Mixin of a viewset: every address that names a row is closed to who may not change that row."""

    model: Any

    def get_urlpatterns(self) -> Any:
        patterns = super().get_urlpatterns()  # type: ignore[misc]
        for pattern in patterns:
            pattern.callback = self._guard(pattern.callback)
        return patterns

    def _guard(self, view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if "pk" in kwargs and not self._is_theirs(request.user, unquote(str(kwargs["pk"]))):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    def _is_theirs(self, user: Any, pk: str) -> bool:
        rows = policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(user, ["change"])
        return bool(pk.isdigit() and len(pk) < 19 and rows.filter(pk=pk).exists())


class OwnRows:
    """Mixin of a list: the rows that the permission policy gives the person, with `related` read along. What the person
    may do is asked once, not for each row."""

    related: tuple[str, ...] = ()
    request: HttpRequest
    model: Any

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)  # type: ignore[misc]
        self._allowed: dict[str, bool] = {}

    def user_has_permission(self, permission: str) -> bool:
        if permission not in self._allowed:
            self._allowed[permission] = super().user_has_permission(permission)  # type: ignore[misc]
        return self._allowed[permission]

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(self.model)
        rows = policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        return rows.select_related(*self.related)
