"""What assets add to the CMS."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from content.marketing.assets.admin import urls
from content.marketing.assets.admin.choosers import asset_chooser
from content.marketing.assets.models import Asset
from portal.network.authorship import DepartmentPolicy

register_permission_policy(Asset, DepartmentPolicy(Asset, "department"))


@hooks.register("register_admin_viewset")
def choosers() -> list[object]:
    """What assets are chosen with."""
    return [asset_chooser]


@hooks.register("register_admin_urls")
def desk() -> list[URLPattern | URLResolver]:
    """/cms/assets/"""
    return [path("assets/", include(urls, namespace="assets_desk"))]
