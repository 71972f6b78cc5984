"""What the question bank adds to the CMS."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from portal.network.authorship import DepartmentPolicy
from training.bank.admin.bulk import ACTIONS
from training.bank.admin.categories import CategoryViewSet
from training.bank.admin.choosers import category_chooser, question_chooser
from training.bank.admin.menu import AuthorsMenuItem
from training.bank.admin.questions import QuestionViewSet
from training.bank.models import Category, Question

register_permission_policy(Category, DepartmentPolicy(Category, "department"))
register_permission_policy(Question, DepartmentPolicy(Question, "category__department"))

for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_viewset")
def bank_viewsets() -> list[object]:
    """The tree of categories, the questions in it, and what others choose them with."""
    return [
        CategoryViewSet("question_categories"),
        QuestionViewSet("question_bank"),
        category_chooser,
        question_chooser,
    ]


@hooks.register("register_training_menu_item")
def questions_menu_item() -> MenuItem:
    return AuthorsMenuItem(_("Questions"), reverse("question_bank:index"), icon_name="help", order=20)


@hooks.register("register_training_menu_item")
def categories_menu_item() -> MenuItem:
    address = reverse("question_categories:index")
    return AuthorsMenuItem(_("Question categories"), address, icon_name="folder-open-inverse", order=30)
