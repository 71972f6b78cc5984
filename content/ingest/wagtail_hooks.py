"""Where editions stand in the CMS: the menu, and a button on each manual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.models import Page

from content.ingest.admin import urls
from content.library.models import Manual


@hooks.register("register_admin_urls")
def edition_urls() -> list[URLPattern | URLResolver]:
    """/cms/editions/"""
    return [path("editions/", include(urls, namespace="ingest"))]


@hooks.register("register_admin_menu_item")
def editions_menu_item() -> MenuItem:
    """What is being read, what failed."""
    return MenuItem(_("Editions"), reverse("ingest:editions"), icon_name="doc-full", order=150)


@hooks.register("register_page_listing_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Editions, beside Edit, in the list of pages."""
    if issubclass(page.specific_class or Page, Manual) and page.permissions_for_user(user).may_publish_here():
        address = reverse("ingest:manual_editions", args=[page.pk])
        yield ListingButton(_("Editions"), address, icon_name="doc-full", priority=15)


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Editions, in the menu of a manual's own page."""
    if issubclass(page.specific_class or Page, Manual) and page.permissions_for_user(user).may_publish_here():
        yield Button(_("Editions"), reverse("ingest:manual_editions", args=[page.pk]), icon_name="doc-full", priority=5)
