"""Where question files stand in the CMS."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.network.authorship import departments_of
from training.bank.exchange import urls


class QuestionFilesMenuItem(MenuItem):
    """Shown to whoever writes questions of some department."""

    def is_shown(self, request: HttpRequest) -> bool:
        return departments_of(request.user).exists()  # type: ignore[arg-type]


@hooks.register("register_admin_urls")
def question_file_urls() -> list[URLPattern | URLResolver]:
    """/cms/question-files/"""
    return [path("question-files/", include(urls, namespace="question_files"))]


@hooks.register("register_training_menu_item")
def question_files_menu_item() -> MenuItem:
    """Import and export."""
    return QuestionFilesMenuItem(_("Import questions"), reverse("question_files:index"), icon_name="upload", order=350)
