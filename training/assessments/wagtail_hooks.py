"""What assessments add to the CMS."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from portal.network.authorship import DepartmentPolicy
from training.assessments.admin import urls
from training.assessments.admin.allowances import AllowanceViewSet
from training.assessments.admin.assessments import AssessmentViewSet
from training.assessments.admin.attempts import AttemptViewSet
from training.assessments.models import Allowance, Assessment, Attempt
from training.bank.admin.menu import AuthorsMenuItem

register_permission_policy(Assessment, DepartmentPolicy(Assessment, "department"))
register_permission_policy(Allowance, DepartmentPolicy(Allowance, "assessment__department"))
register_permission_policy(Attempt, DepartmentPolicy(Attempt, "assessment__department"))


@hooks.register("register_admin_viewset")
def assessment_viewsets() -> list[object]:
    """Assessments, what people are granted, and what they did."""
    return [
        AssessmentViewSet("assessments_desk"),
        AllowanceViewSet("allowances_desk"),
        AttemptViewSet("attempts_desk"),
    ]


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """/cms/training/desk/"""
    return [path("training/desk/", include(urls, namespace="training_desk"))]


@hooks.register("register_training_menu_item")
def assessments_menu_item() -> MenuItem:
    return AuthorsMenuItem(_("Assessments"), reverse("assessments_desk:index"), icon_name="tick-inverse", order=40)


@hooks.register("register_training_menu_item")
def allowances_menu_item() -> MenuItem:
    return AuthorsMenuItem(_("Allowances"), reverse("allowances_desk:index"), icon_name="time", order=45)


@hooks.register("register_training_menu_item")
def attempts_menu_item() -> MenuItem:
    return AuthorsMenuItem(
        pgettext_lazy("records", "Attempts"), reverse("attempts_desk:index"), icon_name="form", order=50
    )


@hooks.register("register_training_menu_item")
def grading_menu_item() -> MenuItem:
    return AuthorsMenuItem(_("To grade"), reverse("training_desk:queue"), icon_name="edit", order=55)


@hooks.register("register_training_menu_item")
def proctor_menu_item() -> MenuItem:
    return AuthorsMenuItem(_("Letting in"), reverse("training_desk:proctor"), icon_name="key", order=60)
