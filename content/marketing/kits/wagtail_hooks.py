"""What sales kits add to the CMS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from content.feedback.api import reports_button
from content.marketing.kits.admin import urls
from content.marketing.kits.feedback import ABOUT
from content.marketing.kits.models import SalesKit
from portal.network.authorship import may_edit


@hooks.register("register_admin_urls")
def desk() -> list[URLPattern | URLResolver]:
    """/cms/kits/"""
    return [path("kits/", include(urls, namespace="kit_desk"))]


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a kit's own page."""
    kit = page.specific if issubclass(page.specific_class or Page, SalesKit) and page.pk else None
    if kit is not None and may_edit(user, kit.department):
        yield Button(_("Who sees what"), reverse("kit_desk:seen", args=[kit.pk]), icon_name="view", priority=4)
        yield reports_button(about=f"{ABOUT}:{kit.pk}")
