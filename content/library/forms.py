"""The form of a publication that has editions."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class CategoryForm(WagtailAdminPageForm):
    """Offers the types of its own kind of publication: a manual is no recall notice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if category := self.fields.get("category"):
            category.choices = self.instance.categories.choices
            if self.initial.get("category") not in self.instance.categories.values:
                self.initial["category"] = self.instance.categories.values[0]
