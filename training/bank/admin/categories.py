"""The tree of categories in the CMS."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from portal.core import events
from portal.network.models import User
from portal.network.owned_forms import OwnedForm
from portal.network.owned_views import author_of
from training.bank.admin.owned import OwnedDelete, OwnedEdit, OwnedIndex, OwnedViewSet
from training.bank.api import departments_of
from training.bank.models import Category, Question

_INDENT = "\u2003"


def in_tree(category: Category) -> str:
    """Its name, further in the deeper it stands."""
    return _INDENT * (category.path.count("/") - 2) + category.name


def categories_of(user: User) -> QuerySet[Category]:
    """The categories that the person's departments own, as a tree."""
    return Category.objects.filter(department__in=departments_of(user)).order_by("department__name", "path")


class CategoryField(forms.ModelChoiceField):
    """A choice of categories that shows the tree."""

    def label_from_instance(self, obj: Category) -> str:
        return in_tree(obj)


class CategoryForm(OwnedForm):
    parent = CategoryField(queryset=Category.objects.none(), required=False, label=_("part of"))

    class Meta:
        model = Category
        fields = ["name", "department", "parent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.for_user, User):
            self.fields["parent"].queryset = categories_of(self.for_user)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        department = cleaned.get("department")
        moved = self.instance.pk is not None and "department" in self.changed_data
        if moved and department and self.instance.children.exclude(department=department).exists():
            self.add_error("department", _("Categories below it belong to the department that it has now."))
        return cleaned


class _Recorded:
    """A change of the tree is told, like every change by a person."""

    verb = ""

    def save_instance(self) -> Category:
        category: Category = super().save_instance()  # type: ignore[misc]
        actor = author_of(self.request)  # type: ignore[attr-defined]
        events.record(verb=self.verb, subject=f"category:{category.pk}", actor=actor)
        return category


class CreateCategory(_Recorded, generic.CreateView):
    verb = "category.created"


class EditCategory(_Recorded, OwnedEdit):
    verb = "category.changed"


class DeleteCategory(OwnedDelete):
    def delete_action(self) -> Any:
        events.record(verb="category.deleted", subject=f"category:{self.object.pk}", actor=author_of(self.request))
        return super().delete_action()


class CategoriesIndex(OwnedIndex):
    related = ("department",)

    def get_base_queryset(self) -> QuerySet[Any]:
        inside = Question.objects.filter(category=OuterRef("pk")).order_by().values("category")
        counted = inside.annotate(found=Count("pk")).values("found")
        return super().get_base_queryset().annotate(question_count=Coalesce(Subquery(counted), 0))


class CategoryViewSet(OwnedViewSet):
    """The tree: by path, so that what is below follows what it is part of."""

    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Question categories")
    url_prefix = "training/categories"
    index_view_class = CategoriesIndex
    add_view_class = CreateCategory
    edit_view_class = EditCategory
    delete_view_class = DeleteCategory
    list_display = [
        "name",
        Column("tree", label=_("Place in the tree"), accessor=in_tree),
        "department",
        Column("question_count", label=_("Questions")),
    ]
    list_filter = ["department"]
    search_fields = ["name"]
    ordering = ["path"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return CategoryForm
