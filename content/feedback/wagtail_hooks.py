"""Where feedback stands in the CMS: the menu, and a button on each publication."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from content.feedback.admin import urls
from content.feedback.admin.button import reports_button
from content.library.models import Manual
from portal.network.authorship import departments_held


@hooks.register("register_admin_urls")
def feedback_urls() -> list[URLPattern | URLResolver]:
    """/cms/feedback/"""
    return [path("feedback/", include(urls, namespace="feedback_desk"))]


class FeedbackItem(MenuItem):
    """For who writes for a department."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(departments_held(request.user))


@hooks.register("register_admin_menu_item")
def feedback_menu_item() -> MenuItem:
    """What readers report."""
    return FeedbackItem(_("Feedback"), reverse("feedback_desk:inbox"), icon_name="comment", order=160)


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Feedback, in the menu of a publication's own page."""
    if issubclass(page.specific_class or Page, Manual) and page.permissions_for_user(user).can_publish():
        yield reports_button(manual=page.pk)
