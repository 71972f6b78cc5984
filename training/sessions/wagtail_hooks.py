"""What sessions add to the CMS."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from portal.network.authorship import DepartmentPolicy
from training.bank.admin.menu import AuthorsMenuItem
from training.sessions.admin.viewsets import SessionViewSet, VenueViewSet
from training.sessions.models import Session, Venue

register_permission_policy(Session, DepartmentPolicy(Session, "department"))
register_permission_policy(Venue, DepartmentPolicy(Venue, "department"))

_sessions, _venues = SessionViewSet("training_sessions"), VenueViewSet("training_venues")


@hooks.register("register_admin_viewset")
def session_viewsets() -> list[object]:
    """Sessions and venues."""
    return [_sessions, _venues]


@hooks.register("register_training_menu_item")
def sessions_item() -> MenuItem:
    return _sessions.get_menu_item(order=40)


@hooks.register("register_training_menu_item")
def calendar_item() -> MenuItem:
    return AuthorsMenuItem(_("Calendar"), reverse("training_sessions:calendar"), icon_name="calendar", order=41)


@hooks.register("register_training_menu_item")
def costs_item() -> MenuItem:
    return AuthorsMenuItem(_("Costs of sessions"), reverse("training_sessions:costs"), icon_name="table", order=42)


@hooks.register("register_training_menu_item")
def venues_item() -> MenuItem:
    return _venues.get_menu_item(order=43)
