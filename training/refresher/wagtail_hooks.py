"""What the refresher adds to the CMS."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from portal.network.authorship import DepartmentPolicy
from training.refresher.admin.goals import GoalViewSet, may_set_goals
from training.refresher.admin.totals import totals
from training.refresher.models import RetentionGoal

register_permission_policy(RetentionGoal, DepartmentPolicy(RetentionGoal, "department"))
GOALS = GoalViewSet("retention_goals")


class TrainersItem(MenuItem):
    """For the authors of departments."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_set_goals(request)


@hooks.register("register_admin_viewset")
def goal_viewset() -> GoalViewSet:
    """Retention goals."""
    return GOALS


@hooks.register("register_admin_urls")
def refresher_urls() -> list[URLPattern | URLResolver]:
    """/cms/refresher/"""
    return [path("refresher/", totals, name="training_refresher_totals")]


@hooks.register("register_training_menu_item")
def totals_item() -> MenuItem:
    """How much is still known."""
    return TrainersItem(_("Refresher"), reverse("training_refresher_totals"), icon_name="history", order=810)
