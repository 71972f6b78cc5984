"""Where insight stands in the CMS: an entry of the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.network.authorship import departments_held


class ReachItem(MenuItem):
    """For who writes for a department."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(departments_held(request.user))


@hooks.register("register_admin_menu_item")
def reach_menu_item() -> MenuItem:
    """What was sent out, and what it reached; the page is the portal's, as managers have it too."""
    return ReachItem(_("Reach"), reverse("insight:things"), icon_name="view", order=170)
