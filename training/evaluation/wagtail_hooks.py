"""Where evaluation stands in the CMS."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from training.evaluation.admin import urls
from training.evaluation.admin.gate import is_trainer


class EvaluationMenuItem(MenuItem):
    """For the authors of departments."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_trainer(request)


@hooks.register("register_admin_urls")
def evaluation_urls() -> list[URLPattern | URLResolver]:
    """/cms/evaluation/"""
    return [path("evaluation/", include(urls, namespace="training_evaluation"))]


@hooks.register("register_training_menu_item")
def evaluation_menu_item() -> MenuItem:
    """How questions, tests and courses do."""
    return EvaluationMenuItem(
        _("Evaluation"), reverse("training_evaluation:assessments"), icon_name="history", order=800
    )
