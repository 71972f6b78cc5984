"""Where insight stands in the CMS: an entry of the menu, and the audit among the reports."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from content.insight.audit import urls as audit_urls
from content.insight.audit.reading import MAY_AUDIT
from portal.network.authorship import departments_held


class ReachItem(MenuItem):
    """For who writes for a department."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(departments_held(request.user))


@hooks.register("register_admin_menu_item")
def reach_menu_item() -> MenuItem:
    """What was sent out, and what it reached; the page is the portal's, as managers have it too."""
    return ReachItem(_("Reach"), reverse("insight:things"), icon_name="view", order=170)


@hooks.register("register_admin_urls")
def audit() -> list[URLPattern | URLResolver]:
    """/cms/audit/"""
    return [path("audit/", include(audit_urls, namespace="audit"))]


class AuditItem(MenuItem):
    """For administrators of the network."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_AUDIT)


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    """Who did what when."""
    return AuditItem(_("Audit"), reverse("audit:events"), icon_name="history", order=1000)


@hooks.register("register_permissions")
def audit_permission() -> QuerySet[Permission]:
    """The right to read the audit, among those that a group can have."""
    return Permission.objects.filter(content_type__app_label="core", codename="view_event")
