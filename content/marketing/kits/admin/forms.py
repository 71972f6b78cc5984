"""With whose eyes a kit is looked at in the CMS."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.network.models import Dealer, JobRole


class EyesForm(forms.Form):
    """A dealer by its code, and job roles there."""

    dealer = forms.ModelChoiceField(
        label=_("Dealer, by its code"),
        queryset=Dealer.objects.filter(is_active=True).select_related("region"),
        to_field_name="code",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    roles = forms.ModelMultipleChoiceField(
        label=_("Job roles"), queryset=JobRole.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean_dealer(self) -> Any:
        dealer = self.cleaned_data["dealer"]
        if not dealer.brands.exists():
            raise forms.ValidationError(_("This dealer sells no brand."))
        return dealer
