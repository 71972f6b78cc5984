"""What webhooks add to the CMS."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from portal.webhooks import admin_urls
from portal.webhooks.admin import EndpointViewSet


@hooks.register("register_admin_viewset")
def webhook_viewsets() -> list[object]:
    """The list of webhooks and their form."""
    return [EndpointViewSet("webhooks")]


@hooks.register("register_admin_urls")
def webhook_urls() -> list[URLPattern | URLResolver]:
    """/cms/webhooks/of/"""
    return [path("webhooks/of/", include(admin_urls, namespace="webhooks_desk"))]
