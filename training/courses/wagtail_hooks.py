"""What courses add to the CMS."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.permissions import register_permission_policy

from training.bank.permissions import DepartmentPolicy
from training.courses.admin import LessonFileViewSet
from training.courses.choosers import assessment_chooser, file_choosers
from training.courses.models import LessonFile

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
