"""The bank in the CMS: the list of questions, and the addresses of their pages."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column

from training.bank.admin import editor, pictures, versions
from training.bank.admin.filters import QuestionFilters
from training.bank.admin.owned import OwnedIndex, OwnedViewSet
from training.bank.markup import plain_text
from training.bank.models import Question

SHOWN = 110
"""Characters of a question in the list."""


def says(question: Question) -> str:
    """The beginning of what it asks, in the language of the person who looks."""
    if question.current is None:
        return ""
    text = " ".join(plain_text(question.current.stem(get_language() or "en")).split())
    return f"{text[:SHOWN]}…" if len(text) > SHOWN else text


def kind_of(question: Question) -> str:
    return question.current.get_kind_display() if question.current else ""


class QuestionsIndex(OwnedIndex):
    template_name = "bank/admin/questions.html"
    related = ("category", "current")

    @property
    def columns(self) -> list[Any]:
        return [BulkActionsCheckboxColumn("bulk_actions", obj_type="question"), *super().columns]

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(*args, **kwargs, get_title_id=lambda question: f"question_{question.pk}_title")


class QuestionViewSet(OwnedViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    url_prefix = "training/questions"
    pages = frozenset({"index", "index_results"})
    index_view_class = QuestionsIndex
    list_display = [
        "name",
        Column("says", label=_("Question"), accessor=says),
        Column("kind", label=_("Kind"), accessor=kind_of),
        Column("category", label=_("Category"), sort_key="category__path"),
        "difficulty",
        "state",
        Column("review_on", label=_("Review by"), sort_key="review_on"),
    ]
    filterset_class = QuestionFilters
    ordering = ["category__path", "name", "pk"]
    search_fields = ["name", "objective", "identifier", "current__body"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {"add_url_name": self.get_url_name("add"), "edit_url_name": self.get_url_name("edit")}
        return super().get_common_view_kwargs(**{**names, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("new/", editor.add, name="add"),
            path("edit/<int:pk>/", editor.edit, name="edit"),
            path("save/", editor.save, name="save"),
            path("save/<int:pk>/", editor.save, name="save"),
            path("move/<int:pk>/", editor.move, name="move"),
            path("versions/<int:pk>/", versions.versions, name="versions"),
            path("pictures/", pictures.upload, name="upload_picture"),
            path("pictures/<str:signed>/", pictures.picture, name="picture"),
        ]
