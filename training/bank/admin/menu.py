"""Entries of the Training menu that only authors see."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from portal.network.authorship import departments_held
from portal.network.owned_views import author_of


class AuthorsMenuItem(MenuItem):
    """Shown to whoever writes for a department."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(departments_held(author_of(request)))
