"""Choosing a question or a category in the CMS: one's own only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenMultipleView,
    ChosenView,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from portal.network.owned_views import own_or_404, owned
from training.bank.admin.categories import in_tree
from training.bank.models import Category, Question


class WordsForm(BaseFilterForm):
    """Keeps the rows in whose name what is typed occurs."""

    columns: tuple[str, ...] = ("name",)
    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        max_length=100,
        required=False,
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        words = str(self.cleaned_data.get("q") or "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        found = Q()
        for column in self.columns:
            found |= Q(**{f"{column}__icontains": words})
        return objects.filter(found)


class QuestionWords(WordsForm):
    columns = ("name", "objective", "category__name")


class _Listing(CreationFormMixin, BaseChooseView):
    filter_form_class = WordsForm

    def get_object_list(self) -> QuerySet[Any]:
        return owned(self.model_class, self.request)


class _Questions(_Listing):
    filter_form_class = QuestionWords
    ordering = ["category__path", "name", "pk"]

    def get_object_list(self) -> QuerySet[Any]:
        return super().get_object_list().exclude(state=Question.State.RETIRED).select_related("category", "current")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("kind", label=_("Kind"), accessor="current.get_kind_display"),
            Column("category", label=_("Category")),
            Column("state", label=_("State"), accessor="get_state_display"),
        ]


class ChooseQuestion(ChooseViewMixin, _Questions):
    """The chooser's window."""


class ChooseQuestionResults(ChooseResultsViewMixin, _Questions):
    """Its list, while somebody types."""


class _Categories(_Listing):
    ordering = ["department__name", "path"]

    def get_object_list(self) -> QuerySet[Any]:
        return super().get_object_list().select_related("department")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("tree", label=_("Place in the tree"), accessor=in_tree),
            Column("department", label=_("Department")),
        ]


class ChooseCategory(ChooseViewMixin, _Categories):
    """The chooser's window."""


class ChooseCategoryResults(ChooseResultsViewMixin, _Categories):
    """Its list, while somebody types."""


class ChosenOwn(ChosenView):
    """What was chosen, if it is the person's own."""

    def get_object(self, pk: Any) -> Any:
        return own_or_404(self.model_class, self.request, int(pk) if str(pk).isdecimal() else 0)


class ChosenManyOwn(ChosenMultipleView):
    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return owned(self.model_class, self.request).filter(pk__in=[int(pk) for pk in pks if str(pk).isdecimal()])


class QuestionChooser(ChooserViewSet):
    model = Question
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    edit_item_text = _("Edit this question")
    choose_view_class = ChooseQuestion
    choose_results_view_class = ChooseQuestionResults
    chosen_view_class = ChosenOwn
    chosen_multiple_view_class = ChosenManyOwn
    per_page = 20


class CategoryChooser(ChooserViewSet):
    model = Category
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a category")
    choose_another_text = _("Choose another category")
    edit_item_text = _("Edit this category")
    choose_view_class = ChooseCategory
    choose_results_view_class = ChooseCategoryResults
    chosen_view_class = ChosenOwn
    chosen_multiple_view_class = ChosenManyOwn
    per_page = 30


question_chooser = QuestionChooser("question_chooser")
category_chooser = CategoryChooser("question_category_chooser")
