"""By what the list of questions can be narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet

from portal.network.owned_views import author_of
from training.bank.admin.categories import CategoryField, categories_of
from training.bank.models import EASIEST, HARDEST, Category, Kind, Question


class CategoryFilter(django_filters.ModelChoiceFilter):
    """A category and those below it."""

    field_class = type(
        "CategoryFilterField", (CategoryField, django_filters.fields.ModelChoiceField), {"__module__": __name__}
    )

    def filter(self, qs: QuerySet[Any], value: Category | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(category__path__startswith=value.path)


def own_categories(request: HttpRequest | None) -> QuerySet[Category]:
    return categories_of(author_of(request)) if request is not None else Category.objects.none()


def used_tags(request: HttpRequest | None) -> QuerySet[Tag]:
    """The tags of the person's own questions."""
    if request is None:
        return Tag.objects.none()
    mine = Question.objects.filter(category__in=categories_of(author_of(request)).order_by())
    return Tag.objects.filter(question__in=mine).distinct().order_by("name")


class QuestionFilters(WagtailFilterSet):
    category = CategoryFilter(queryset=own_categories, label=_("Category, with those below"))
    kind = django_filters.ChoiceFilter(field_name="current__kind", choices=Kind.choices, label=_("Kind"))
    state = django_filters.MultipleChoiceFilter(choices=Question.State.choices, label=_("State"))
    difficulty = django_filters.MultipleChoiceFilter(
        choices=[(str(level), str(level)) for level in range(EASIEST, HARDEST + 1)], label=_("Difficulty")
    )
    tags = django_filters.ModelChoiceFilter(queryset=used_tags, label=_("Tag"))
    review = django_filters.ChoiceFilter(
        choices=[("past", _("Review date passed")), ("none", _("Without a review date"))],
        method="by_review",
        label=_("Review"),
    )

    class Meta:
        model = Question
        fields = ["category", "kind", "state", "difficulty", "tags", "brands", "review"]

    def by_review(self, rows: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        if value == "none":
            return rows.filter(review_on__isnull=True)
        return rows.filter(review_on__lt=timezone.localdate()).exclude(state=Question.State.RETIRED)
