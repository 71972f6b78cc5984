"""Forms of certification in the CMS."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from portal.network.models import User
from portal.network.owned_forms import OwnedForm
from training.bank.api import departments_of, may_edit
from training.certification.models import CertificationScheme, Standing
from training.certification.offering import on_offer


class SchemeForm(OwnedForm):
    """A path leads through what is published, or drafted by one's own departments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("initial_path", "renewal_path"):
            choices = self.fields[name]
            chosen = [one.pk for one in getattr(self.instance, name).all()]
            choices.queryset = on_offer(rows=choices.queryset, user=self.for_user, chosen=chosen)


class EquivalenceForm(WagtailAdminModelForm):
    """Of a course whose department's author the person is."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        course = cleaned.get("course")
        if course is not None and self.for_user is not None and not may_edit(self.for_user, course.department):
            self.add_error("course", gettext("Only the department that owns the course says what counts for it."))
        return cleaned


class AwardForm(forms.Form):
    """Awarding by hand."""

    person = forms.CharField(label=_("Person"), max_length=254, help_text=_("User name or mail address."))
    scheme = forms.ModelChoiceField(label=_("Certification"), queryset=CertificationScheme.objects.none())
    awarded_on = forms.DateField(
        label=_("Awarded on"), required=False, widget=AdminDateInput(), help_text=_("Empty: today.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes = CertificationScheme.objects.filter(live=True, current__isnull=False)
        self.fields["scheme"].queryset = schemes.filter(department__in=departments_of(person))  # type: ignore[attr-defined]

    def clean_person(self) -> User:
        """The one person who has this user name or address."""
        typed = self.cleaned_data["person"].strip()
        found = list(User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed), is_active=True)[:2])
        if len(found) != 1:
            raise forms.ValidationError(gettext("There is no such person, or more than one."))
        return found[0]


class StandingForm(forms.Form):
    """Suspending, reinstating, revoking."""

    standing = forms.ChoiceField(label=_("Change to"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads it."),
    )

    def __init__(self, *args: Any, choices: list[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].choices = [(one.value, one.label) for one in choices]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """The answer to a request that prior learning be recognised."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("approve", _("Recognise")), ("decline", _("Decline"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to decline. The person reads it."),
    )
