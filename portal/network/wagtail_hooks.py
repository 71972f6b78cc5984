"""What the network adds to the CMS."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem

from portal.network.admin_choosers import DealerChooser, PersonChooser
from portal.network.admin_network import NetworkGroup
from portal.network.models import User


@hooks.register("register_admin_viewset")
def network_viewsets() -> list[object]:
    """The lists of the network, and the choosers of its forms."""
    return [DealerChooser("dealer_chooser"), PersonChooser("person_chooser"), NetworkGroup()]


@hooks.register("before_bulk_action")
def keep_from_administrators(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The rule of `EditPerson` for many at once: nobody who is not one touches an administrator of everything."""
    if request.user.is_superuser or not any(isinstance(one, User) and one.is_superuser for one in objects):
        return None
    messages.error(request, _("Nothing was changed: an administrator of everything is among the people you chose."))
    return redirect("wagtailusers_users:index")


UNUSED = frozenset({"images", "documents"})
"""Of Wagtail's menu: no publication has pictures or documents of these kinds, so that they would lead nowhere."""


@hooks.register("construct_main_menu")
def without_unused(request: HttpRequest, items: list[MenuItem]) -> None:
    """The menu of the CMS, with what there is."""
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("construct_homepage_summary_items", order=1000)  # the last to speak
def pages_only(request: HttpRequest, items: list[Any]) -> None:
    """The counts of the CMS's first page, of what there is."""
    items[:] = [item for item in items if isinstance(item, PagesSummaryItem)]


@hooks.register("insert_global_admin_css")
def admin_theme() -> SafeString:
    """Forecourt's colours in the CMS."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_tables() -> SafeString:
    """Wide tables can be moved with the keyboard."""
    return format_html('<script type="module" src="{}"></script>', static("js/tables.js"))


@hooks.register("insert_editor_js")
def editor_names() -> SafeString:
    """What Wagtail's editor leaves without a name gets one."""
    return format_html('<script type="module" src="{}"></script>', static("js/editor-names.js"))
