"""The root of the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class HomePage(Page):
    """The site's root; departments' sections stand below it. Dealers see `portal.home.views.home` at its address."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["library.DepartmentPage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
