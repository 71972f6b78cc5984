"""What the bank says about a question, as a form. The question itself comes as JSON beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.network.models import Brand, User
from training.bank.admin.categories import CategoryField, categories_of
from training.bank.editing import Facts
from training.bank.models import EASIEST, HARDEST, Category, Question

MOST_TAGS = 20


class FactsForm(forms.Form):
    """The facts of one question, for a person who edits it."""

    name = forms.CharField(
        label=_("Name"), max_length=160, help_text=_("What trainers call it; learners never see it.")
    )
    category = CategoryField(label=_("Category"), queryset=Category.objects.none())
    difficulty = forms.TypedChoiceField(
        label=_("Difficulty"),
        coerce=int,
        choices=[(level, str(level)) for level in range(EASIEST, HARDEST + 1)],
        initial=3,
        help_text=_("1 (easy) to 5 (hard)."),
    )
    objective = forms.CharField(
        label=_("Objective"), max_length=200, required=False, help_text=_("What answering it right shows.")
    )
    tags = forms.CharField(label=_("Tags"), max_length=500, required=False, help_text=_("Separated by commas."))
    brands = forms.ModelMultipleChoiceField(
        label=_("Brands"), queryset=Brand.objects.order_by("name"), required=False, widget=forms.CheckboxSelectMultiple
    )
    review_on = forms.DateField(
        label=_("Review by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    identifier = forms.CharField(
        label=_("Identifier"), max_length=120, required=False, help_text=_("In the file from which it was imported.")
    )

    def __init__(self, *args: Any, author: User, question: Question | None = None, **kwargs: Any) -> None:
        if question is not None:
            kwargs["initial"] = {
                **{name: getattr(question, name) for name in ("name", "difficulty", "objective", "review_on")},
                "identifier": question.identifier,
                "category": question.category_id,
                "tags": ", ".join(question.tags.order_by("name").values_list("name", flat=True)),
                "brands": list(question.brands.values_list("pk", flat=True)),
            }
        super().__init__(*args, **kwargs)
        self.fields["category"] = CategoryField(label=_("Category"), queryset=categories_of(author))

    def clean_tags(self) -> tuple[str, ...]:
        """The names, each once, in the order of the alphabet."""
        names = {name.strip() for name in self.cleaned_data["tags"].replace("，", ",").split(",")}
        found = tuple(sorted(name for name in names if name))
        if len(found) > MOST_TAGS or any(len(name) > 100 for name in found):
            raise forms.ValidationError(_("At most 20 tags of at most 100 characters."))
        return found

    @property
    def facts(self) -> Facts:
        given = self.cleaned_data
        return Facts(
            name=given["name"],
            difficulty=given["difficulty"],
            objective=given["objective"],
            identifier=given["identifier"],
            brands=tuple(given["brands"]),
            tags=given["tags"],
            review_on=given["review_on"],
        )
