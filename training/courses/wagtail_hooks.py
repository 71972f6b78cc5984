"""What courses add to the CMS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from portal.network.authorship import DepartmentPolicy
from training.bank.api import departments_of, may_edit
from training.courses.admin import LessonFileViewSet
from training.courses.choosers import assessment_chooser, file_choosers
from training.courses.desk import urls as desk_urls
from training.courses.models import Course, LessonFile, Registration

register_permission_policy(LessonFile, DepartmentPolicy(LessonFile, "department"))


@hooks.register("register_admin_viewset")
def course_viewsets() -> list[object]:
    """The files of lessons, and what lessons are chosen with."""
    return [LessonFileViewSet("lesson_files"), assessment_chooser, *file_choosers.values()]


TRAINING_MENU = Menu(register_hook_name="register_training_menu_item", construct_hook_name="construct_training_menu")
"""What the rooms of training add to the CMS: each by the hook `register_training_menu_item`."""


@hooks.register("register_admin_menu_item")
def training_menu() -> SubmenuMenuItem:
    """The one entry of training in the menu; not shown to whom none of its entries is."""
    return SubmenuMenuItem(_("Training"), TRAINING_MENU, name="training", icon_name="glasses", order=300)


@hooks.register("register_admin_urls")
def desk() -> list[URLPattern | URLResolver]:
    """/cms/training/courses/"""
    return [path("training/courses/", include(desk_urls, namespace="course_desk"))]


@hooks.register("register_training_menu_item")
def sign_offs_item() -> MenuItem:
    """Practical tasks that wait for an assessor; the page is the portal's, made for a tablet beside the vehicle."""
    return MenuItem(_("Sign-offs"), reverse("courses:sign_offs"), icon_name="clipboard-list", order=400)


class ImportItem(MenuItem):
    """For who writes for a department."""

    def is_shown(self, request: HttpRequest) -> bool:
        return departments_of(request.user).exists()  # type: ignore[arg-type]


@hooks.register("register_training_menu_item")
def import_item() -> MenuItem:
    """Bringing in a course from a file."""
    return ImportItem(_("Import a course"), reverse("course_desk:import"), icon_name="download", order=450)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a course's own page."""
    course = page.specific if issubclass(page.specific_class or Page, Course) and page.pk else None
    if course is None or not may_edit(user, course.department):
        return
    preview = reverse("courses:preview_start", args=[course.pk])
    yield Button(_("Preview as a learner"), preview, icon_name="view", priority=4)
    versions = reverse("course_desk:versions", args=[course.pk])
    yield Button(_("Versions and people"), versions, icon_name="history", priority=6)
    yield Button(_("Export"), reverse("course_desk:export", args=[course.pk]), icon_name="upload", priority=90)
    if course.archived_at is None:
        yield Button(_("Archive"), reverse("course_desk:archive", args=[course.pk]), icon_name="folder", priority=95)


@hooks.register("before_copy_page")
def copy_by_duplicating(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A course has a code of its own, and its lessons ids that progress hangs on: Wagtail's copy knows neither."""
    if isinstance(page.specific, Course):
        return redirect("course_desk:duplicate", course_id=page.pk)
    return None


@hooks.register("before_delete_page")
def keep_courses_with_people(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A course that people are or were registered for stays, and so does the section that holds one."""
    kept = _taken_below([page]).first()
    if kept is None:
        return None
    messages.error(request, _refusal(kept))
    if kept.pk == page.pk:
        return redirect("course_desk:archive", course_id=kept.pk)
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def keep_courses_of_many(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """The same for many pages at once."""
    pages = [one for one in objects if isinstance(one, Page)]
    kept = _taken_below(pages).first() if action_type == "delete" and pages else None
    if kept is None:
        return None
    messages.error(request, _refusal(kept))
    return redirect("wagtailadmin_explore", kept.get_parent().pk)


def _taken_below(pages: list[Page]) -> Any:
    below = Page.objects.none()
    for page in pages:
        below = below | page.get_descendants(inclusive=True)
    taken = Registration.objects.filter(course__in=below.values("pk"))
    return Course.objects.filter(pk__in=taken.values("course")).order_by("pk")


def _refusal(course: Course) -> str:
    return _now("“%(course)s” is kept: people are registered for it. Archive it instead.") % {"course": course.title}
