"""What campaigns add to the CMS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from content.feedback.api import reports_button
from content.library.models.publication import Publication
from content.marketing.campaigns.admin import urls
from content.marketing.campaigns.binding import show_own_dates
from content.marketing.campaigns.feedback import ABOUT
from content.marketing.campaigns.models import Campaign
from portal.network.authorship import may_edit


@hooks.register("register_admin_urls")
def desk() -> list[URLPattern | URLResolver]:
    """/cms/campaigns/"""
    return [path("campaigns/", include(urls, namespace="campaign_desk"))]


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a campaign's own page."""
    if not (page.pk and issubclass(page.specific_class or Page, Campaign)):
        return
    campaign = page.specific
    if not may_edit(user, campaign.department):
        return
    plan = reverse("campaign_desk:plan", args=[campaign.pk])
    yield Button(_("What happens when"), plan, icon_name="calendar-alt", priority=4)
    board = reverse("campaigns:board", args=[campaign.pk])
    yield Button(_("Tasks at dealers"), board, icon_name="tasks", priority=6)
    yield reports_button(about=f"{ABOUT}:{campaign.pk}")


@hooks.register("before_edit_page")
def edit_own_dates(request: HttpRequest, page: Page) -> None:
    """A publication that is seen only with a campaign is edited with its own dates, and says so."""
    if not isinstance(page, Publication) or isinstance(page, Campaign):
        return
    bound = show_own_dates(page)
    if bound is not None and request.method == "GET":
        said = _("Seen only with the campaign “%(title)s”, from %(first)s to %(last)s; its own dates hold besides.")
        dates = {
            "first": date_format(timezone.localtime(bound.starts_at), "SHORT_DATETIME_FORMAT"),
            "last": date_format(timezone.localtime(bound.ends_at), "SHORT_DATETIME_FORMAT"),
        }
        messages.info(request, said % {"title": bound.campaign.title, **dates})
