"""The root of the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class HomePage(Page):
    """The site's root; departments' sections stand below it. Dealers see `portal.home.views.index` at its address."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["library.DepartmentPage"]
    max_count = 1
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The portal's front door; Wagtail serves no pages itself."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], settings.BASE_URL, reverse("home:index"))
