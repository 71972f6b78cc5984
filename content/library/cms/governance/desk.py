"""Where the rules of release meet Wagtail's editor: what is asked before something is published, taken down or handed
in, and what a person is told who may not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from content.library import conflicts, succession
from content.library.cms.governance import urls
from content.library.cms.governance.reports import sections_of_person
from content.library.models import Manual
from content.library.models.publication import Publication
from content.library.releasing import ReleasePermissions, needs_review, release_refusal


@hooks.register("register_admin_urls")
def governance_urls() -> list[URLPattern | URLResolver]:
    """/cms/governance/"""
    return [path("governance/", include(urls, namespace="governance"))]


@hooks.register("before_publish_page")
def ask_before_release(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The rule, the questions, and the places in the lines of others. What was written is kept as a draft."""
    publication = page.specific
    if not isinstance(publication, Publication):
        return None
    editor = redirect("wagtailadmin_pages:edit", page.pk)
    if reason := release_refusal(request.user, publication):
        messages.error(request, reason)
        return _as_a_draft(publication, editor)
    if not isinstance(publication, Manual):
        return None
    try:
        conflicts.require_answers(publication, then="publish")
        draft = publication.get_latest_revision_as_object()
        succession.establish(manual=draft, relations=draft.relations.all(), is_scheduled=True, actor=None)
    except conflicts.ConflictsOpen as stopped:
        messages.warning(request, stopped.reason)
        return _as_a_draft(publication, redirect(stopped.address))
    except succession.SuccessionRefused as refused:
        messages.error(request, refused.reason)
        return _as_a_draft(publication, editor)
    return None


def _as_a_draft(page: Publication, answer: HttpResponse) -> HttpResponse:
    """Wagtail makes a new page live before it asks: it was never published."""
    if page.first_published_at is None:
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    return answer


@hooks.register("before_edit_page")
def say_why_not(request: HttpRequest, page: Page) -> None:
    """Why there is no button that publishes."""
    permissions = page.permissions_for_user(request.user)
    if request.method != "GET" or not isinstance(permissions, ReleasePermissions):
        return
    if permissions.may_publish_here() and permissions.why_not:
        messages.info(request, permissions.why_not)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a publication's own page."""
    if not page.pk or not issubclass(page.specific_class or Page, Manual):
        return
    permissions = page.permissions_for_user(user)
    if permissions.can_edit():
        address = reverse("governance:conflicts", args=[page.pk])
        yield Button(_("Overlapping publications"), address, icon_name="copy", priority=7)
    if permissions.can_unpublish():
        yield Button(_("Withdraw"), reverse("governance:withdraw", args=[page.pk]), icon_name="cross", priority=80)
    if permissions.may_publish_here() and needs_review(page.specific_deferred):
        address = reverse("governance:emergency", args=[page.pk])
        yield Button(_("Emergency release"), address, icon_name="warning", priority=85)


class ReportItem(MenuItem):
    """For who works in the section of a department."""

    def is_shown(self, request: HttpRequest) -> bool:
        kept: bool | None = getattr(request, "works_in_a_section", None)
        if kept is None:
            kept = request.works_in_a_section = sections_of_person(request.user).exists()  # type: ignore[attr-defined]
        return kept


def _item(label: Any, name: str, icon: str, order: int) -> MenuItem:
    return ReportItem(label, reverse(f"governance:{name}"), name=f"governance-{name}", icon_name=icon, order=order)


@hooks.register("register_reports_menu_item")
def conflicts_item() -> MenuItem:
    return _item(_("Open conflicts"), "open_conflicts", "warning", 100)


@hooks.register("register_reports_menu_item")
def responsible_item() -> MenuItem:
    return _item(_("Without a responsible person"), "without_responsible", "user", 110)


@hooks.register("register_reports_menu_item")
def overdue_item() -> MenuItem:
    return _item(_("Overdue for a look"), "overdue", "calendar-alt", 120)


@hooks.register("register_reports_menu_item")
def emergencies_item() -> MenuItem:
    return _item(_("Emergency releases"), "emergencies", "warning", 130)
