"""What a person says about a file that comes in or goes out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.network.authorship import departments_of
from portal.network.models import User
from training.bank.exchange.exporting import TARGETS
from training.bank.exchange.values import LARGEST_FILE
from training.bank.models import Category, Question


class CategoryField(forms.ModelChoiceField):
    """A category, named with those above it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{'· ' * (obj.path.count('/') - 2)}{obj.name} ({obj.department})"


class _OfPerson(forms.Form):
    """A form with the categories of the person's departments, and nobody else's."""

    category = CategoryField(label=_("Category"), queryset=Category.objects.none())
    language = forms.ChoiceField(label=_("Language"), choices=())

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Category.objects.filter(department__in=departments_of(person))
        self.fields["category"].queryset = mine.select_related("department").order_by("path")  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


class ImportForm(_OfPerson):
    file = forms.FileField(
        label=_("File"),
        help_text=_("GIFT, Moodle XML, QTI 1.2 to 3.0, CSV or XLSX, up to 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".gift,.txt,.xml,.zip,.imscc,.csv,.xlsx"}),
    )
    keep_categories = forms.BooleanField(
        label=_("Make the categories of the file below it"), required=False, initial=True
    )
    field_order = ("file", "category", "language", "keep_categories")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].help_text = _("Of the texts that do not say theirs.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(count)s MB."), params={"count": LARGEST_FILE // 1024**2}
            )
        return file


class ExportForm(_OfPerson):
    target = forms.ChoiceField(label=_("Format"), choices=lambda: [(key, one.label) for key, one in TARGETS.items()])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=lambda: [("", _("All")), *Question.State.choices]
    )
    field_order = ("category", "target", "language", "state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].help_text = _("Tables keep all languages; other formats have one.")
