"""What changes add to the CMS."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from content.changes import admin_urls


@hooks.register("register_admin_urls")
def change_urls() -> list[URLPattern | URLResolver]:
    """/cms/changes/"""
    return [path("changes/", include(admin_urls, namespace="changes_admin"))]
