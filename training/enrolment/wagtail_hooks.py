"""What enrolment adds to the CMS."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from portal.network.api import request_viewer
from portal.network.authorship import DepartmentPolicy
from training.enrolment.admin import urls
from training.enrolment.admin.rules import RemindersViewSet, RuleViewSet
from training.enrolment.models import CourseReminders, EnrolmentRule

register_permission_policy(EnrolmentRule, DepartmentPolicy(EnrolmentRule, "department"))
register_permission_policy(CourseReminders, DepartmentPolicy(CourseReminders, "course__department"))


@hooks.register("register_admin_viewset")
def enrolment_viewsets() -> list[object]:
    """Rules, and after how many days managers hear of delay."""
    return [RuleViewSet("enrolment_rules"), RemindersViewSet("course_reminders")]


@hooks.register("register_admin_urls")
def enrolment_urls() -> list[URLPattern | URLResolver]:
    """/cms/enrolment/"""
    return [path("enrolment/", include(urls, namespace="enrolment_desk"))]


class StaffMenuItem(MenuItem):
    """For staff of the maker."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request_viewer(request).everything


@hooks.register("register_training_menu_item")
def files_menu_item() -> MenuItem:
    """Enrolling from a file; the page is the portal's, which managers use too."""
    return StaffMenuItem(_("Enrol from a file"), reverse("enrolment:files"), icon_name="upload", order=320)
