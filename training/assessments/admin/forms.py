"""Forms of assessments and of what people are granted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.network.models import User
from portal.network.owned_forms import OwnedForm
from training.assessments.admin.fields import ClockField, MinutesField, PercentField
from training.assessments.models import Allowance


class AssessmentForm(OwnedForm):
    """An assessment that asks only questions of its own department."""

    pass_share = PercentField(initial=Decimal("0.8"), help_text=_("Of the points, to pass."))
    hint_cost = PercentField(initial=Decimal(0), help_text=_("Of the question's points, for each hint taken."))
    time_limit_seconds = MinutesField(
        required=False, help_text=_("Minutes, or minutes and seconds as 7:30. Empty: no limit.")
    )

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        department = getattr(self, "cleaned_data", {}).get("department")
        if department is None:
            return valid
        for section in self.formsets["sections"].forms:
            for slot in section.formsets["slots"].forms:
                valid = _asks_own(slot, department.pk) and valid
        return valid


def _asks_own(slot: forms.ModelForm, department: int) -> bool:
    """Whether what the slot takes belongs to the assessment's department: who answers for a question answers for the
    attempts that ask it."""
    given = getattr(slot, "cleaned_data", {})
    category, question = given.get("category"), given.get("question")
    if category is not None and category.department_id != department:
        slot.add_error("category", _("That category belongs to another department."))
        return False
    if question is not None and question.category.department_id != department:
        slot.add_error("question", _("That question belongs to another department."))
        return False
    return True


class SlotForm(WagtailAdminModelForm):
    """A question or a draw of a section."""

    seconds = ClockField(
        label=_("Time limit for each question"),
        required=False,
        help_text=_("Minutes and seconds, as 1:30. Empty: no limit of its own."),
    )


class AllowanceForm(OwnedForm):
    """What one person is granted. They are named by their sign-in name or address: no list of people is shown."""

    person = forms.CharField(label=_("Person"), max_length=254, help_text=_("Sign-in name or email address."))

    class Meta:
        model = Allowance
        fields = ["assessment", "time_factor", "extra_attempts", "closes_at", "reason"]
        widgets = {"closes_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}

    owned = ("assessment",)
    field_order = ["person", "assessment", "time_factor", "extra_attempts", "closes_at", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessment"].queryset = self.fields["assessment"].queryset.order_by("title", "pk")
        if self.instance.pk is not None:
            self.fields["person"].initial = self.instance.user.get_username()
            self.fields["person"].disabled = True
            self.fields["assessment"].disabled = True

    def clean_person(self) -> User:
        """The one person who is meant."""
        if self.instance.pk is not None:
            return self.instance.user
        given = self.cleaned_data["person"].strip()
        found = list(User.objects.filter(Q(username__iexact=given) | Q(email__iexact=given), is_active=True)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("Nobody, or more than one person, has this name or address."))
        return found[0]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        person, assessment = cleaned.get("person"), cleaned.get("assessment")
        if self.instance.pk is None and person and assessment:
            if Allowance.objects.filter(user=person, assessment=assessment).exists():
                self.add_error("person", _("The person has an allowance for this assessment already. Change that one."))
            self.instance.user = person
        return cleaned
