"""What the library adds to the CMS."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from content.library.cms import bulk
from content.library.cms.governance import desk  # noqa: F401  (registers its own hooks)
from content.library.cms.reach import within_reach


@hooks.register("construct_page_chooser_queryset")
def choose_within_reach(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """What a page is chosen from."""
    return within_reach(pages, request)


@hooks.register("before_move_page")
def move_own(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks when the page is moved, and shows it before that."""
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


@hooks.register("construct_reports_menu")
def administrators_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Without the report that names pages of every section."""
    if not getattr(request.user, "is_superuser", False):
        items[:] = [item for item in items if item.name != "page-types-usage"]


for _action in bulk.ACTIONS:
    hooks.register("register_bulk_action", _action, order=1000)  # after Wagtail's, whose place they take
