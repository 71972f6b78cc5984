"""Forms of evaluation in the CMS."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.network.models import Department, User
from training.bank.api import departments_of
from training.evaluation.checks import LONGEST_STATEMENT, MOST_STATEMENTS
from training.evaluation.models import MOST_WEEKS, OnTheJobPlan


class PlanForm(forms.Form):
    """`set_plan`, field by field."""

    is_active = forms.BooleanField(label=_("Ask managers"), required=False)
    weeks = forms.IntegerField(label=_("Weeks after completion"), min_value=1, max_value=MOST_WEEKS)
    days = forms.IntegerField(label=_("Days to answer"), min_value=1, max_value=180)
    statements = forms.CharField(
        label=_("Statements"),
        help_text=_("One a line: what a manager can see at work. Rated from 1 (not at all) to 5 (fully)."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=MOST_STATEMENTS * (LONGEST_STATEMENT + 2),
        required=False,
    )

    def clean_statements(self) -> list[str]:
        return str(self.cleaned_data["statements"]).splitlines()

    @staticmethod
    def initial_of(plan: OnTheJobPlan | None) -> dict[str, Any]:
        """The form's fields of the plan that is kept, or of one to begin with."""
        if plan is None:
            return {"is_active": True, "weeks": 6, "days": 14, "statements": ""}
        return {
            "is_active": plan.is_active,
            "weeks": plan.weeks,
            "days": plan.days,
            "statements": "\n".join(plan.statements),
        }


class UploadForm(forms.Form):
    """A file of dealer figures, for one of the person's departments."""

    department = forms.ModelChoiceField(label=_("Owning department"), queryset=Department.objects.none())
    file = forms.FileField(label=_("File (CSV, XLSX)"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = departments_of(person)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.fields["department"].initial = departments.first()
