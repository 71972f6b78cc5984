"""What assets add to the CMS."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from content.marketing.assets.admin import urls
from content.marketing.assets.admin.choosers import asset_chooser
from content.marketing.assets.admin.vocabularies import MediaTablesGroup
from content.marketing.assets.models import Asset
from portal.network.authorship import DepartmentPolicy, departments_held

register_permission_policy(Asset, DepartmentPolicy(Asset, "department"))


class AuthorsMenuItem(MenuItem):
    """Shown to whoever writes for a department."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(departments_held(request.user))


@hooks.register("register_admin_viewset")
def choosers() -> list[object]:
    """What assets are chosen with, and the tables behind them."""
    return [asset_chooser, MediaTablesGroup()]


@hooks.register("register_admin_urls")
def desk() -> list[URLPattern | URLResolver]:
    """/cms/assets/"""
    return [path("assets/", include(urls, namespace="assets_desk"))]


@hooks.register("register_admin_menu_item")
def assets_menu_item() -> MenuItem:
    """The assets of one's departments."""
    return AuthorsMenuItem(_("Assets"), reverse("assets_desk:index"), icon_name="image", order=160)


@hooks.register("insert_global_admin_css")
def chooser_style() -> SafeString:
    """Thumbnails where assets are chosen."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/assets-admin.css"))
