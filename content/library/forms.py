"""The forms of publications."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm

from portal.network.departments import people_of
from portal.network.models import User


class PublicationForm(WagtailAdminPageForm):
    """Offers as responsible who works for the owning department."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        responsible = self.fields.get("responsible")
        if responsible is None:
            return
        department_id = self.instance.department_id or getattr(
            getattr(self.parent_page, "specific", None), "department_id", None
        )
        offered = Q(pk__in=people_of(department_id=department_id)) | Q(pk=self.instance.responsible_id)
        responsible.queryset = User.objects.filter(offered).order_by("last_name", "first_name", "username")


class CategoryForm(PublicationForm):
    """Offers the types of its own kind of publication: a manual is no recall notice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if category := self.fields.get("category"):
            category.choices = self.instance.categories.choices
            if self.initial.get("category") not in self.instance.categories.values:
                self.initial["category"] = self.instance.categories.values[0]
