"""The forms of assets in the CMS."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from content.library.models.publication import LANGUAGES
from content.marketing.assets.changing import Change
from content.marketing.assets.models import Asset, Keyword, Licence
from portal.network.models import Brand, Dealer, DealerTier, JobRole, Region
from portal.network.owned_forms import OwnedForm

DIMENSIONS = ("brands", "regions", "tiers", "roles", "dealers")


class AssetForm(OwnedForm):
    """What is said of one asset."""

    class Meta:
        model = Asset
        fields = [
            *("title", "title_zh", "description", "description_zh", "department", "collection", "keywords", "brands"),
            *("vehicle_models", "shot", "language", "focal_x", "focal_y", "people", "licence", "credit", "territory"),
            *("rights_from", "rights_until", "terms", "terms_zh", "allow_original", "channels", "live"),
            *("effective_from", "expires_at", *(f"audience_{name}" for name in DIMENSIONS)),
        ]
        widgets = dict.fromkeys(("description", "description_zh", "terms", "terms_zh"), AdminAutoHeightTextInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vehicle_models"].queryset = self.fields["vehicle_models"].queryset.select_related("brand")
        self.fields["channels"].queryset = self.fields["channels"].queryset.filter(kind=self.instance.kind)

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def about(self) -> list[forms.BoundField]:
        """What it shows."""
        return self.group(
            *("title", "title_zh", "description", "description_zh", "department", "collection"),
            *("keywords", "brands", "vehicle_models", "shot", "language"),
        )

    @property
    def cut(self) -> list[forms.BoundField]:
        """What stays in the picture when it is cropped."""
        return self.group("focal_x", "focal_y")

    @property
    def rights(self) -> list[forms.BoundField]:
        """Whose it is, and what may be done with it."""
        return self.group(
            *("people", "licence", "credit", "territory", "rights_from", "rights_until"),
            *("terms", "terms_zh", "allow_original", "channels"),
        )

    @property
    def audience(self) -> list[forms.BoundField]:
        """Who sees it, and when."""
        return self.group("live", "effective_from", "expires_at", *(f"audience_{name}" for name in DIMENSIONS))

    def clean_live(self) -> bool:
        live: bool = self.cleaned_data["live"]
        if live and self.instance.state == Asset.State.FAILED:
            raise ValidationError(_("Its file cannot be used."))
        return live


class CaptionsForm(forms.Form):
    """Captions of a film."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    file = forms.FileField(
        label=gettext_lazy("WebVTT file"), widget=forms.ClearableFileInput(attrs={"accept": ".vtt,text/vtt"})
    )


def _several(model: Any, label: Any, **more: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(model.objects.all(), label=label, required=False, **more)


class ManyForm(forms.Form):
    """What is changed on all of a selection. A group is left alone unless its box is ticked."""

    release = forms.ChoiceField(
        label=gettext_lazy("Release"),
        required=False,
        choices=[
            ("", gettext_lazy("as it is")),
            ("yes", gettext_lazy("Release")),
            ("no", gettext_lazy("Take back")),
        ],
    )
    collection = forms.CharField(
        label=gettext_lazy("Collection"), required=False, max_length=120, help_text=gettext_lazy("Empty: as it is.")
    )
    keywords = _several(Keyword, gettext_lazy("Add keywords"))
    brands = _several(Brand, gettext_lazy("Add brands shown"))
    people = forms.ChoiceField(
        label=gettext_lazy("People"), required=False, choices=[("", gettext_lazy("as it is")), *Asset.People.choices]
    )
    set_rights = forms.BooleanField(label=gettext_lazy("Set the rights"), required=False)
    licence = forms.ModelChoiceField(Licence.objects.all(), label=gettext_lazy("Licence"), required=False)
    credit = forms.CharField(
        label=gettext_lazy("Credit line"), required=False, max_length=255, help_text=gettext_lazy("Empty: as it is.")
    )
    territory = _several(Region, gettext_lazy("Territory of the rights"))
    rights_from = forms.DateTimeField(label=gettext_lazy("Rights from"), required=False, widget=AdminDateTimeInput)
    rights_until = forms.DateTimeField(label=gettext_lazy("Rights until"), required=False, widget=AdminDateTimeInput)
    set_audience = forms.BooleanField(label=gettext_lazy("Set audience and dates"), required=False)
    effective_from = forms.DateTimeField(label=gettext_lazy("Visible from"), required=False, widget=AdminDateTimeInput)
    expires_at = forms.DateTimeField(label=gettext_lazy("Visible until"), required=False, widget=AdminDateTimeInput)
    audience_brands = _several(Brand, gettext_lazy("Brands"))
    audience_regions = _several(Region, gettext_lazy("Regions"))
    audience_tiers = _several(DealerTier, gettext_lazy("Dealer tiers"))
    audience_roles = _several(JobRole, gettext_lazy("Job roles"))
    audience_dealers = _several(Dealer, gettext_lazy("Dealers"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for first, last in (("rights_from", "rights_until"), ("effective_from", "expires_at")):
            start, end = cleaned.get(first), cleaned.get(last)
            if start and end and end <= start:
                self.add_error(last, _("It would end before it begins."))
        if not self.errors and not self.change().any:
            raise ValidationError(_("Nothing is changed by this. Choose something."))
        return cleaned

    def change(self) -> Change:
        """What was asked for."""
        data = self.cleaned_data
        values = {name: data[name] for name in ("collection", "people") if data.get(name)}
        added = {name: list(data[name]) for name in ("keywords", "brands") if data.get(name)}
        replaced: dict[str, Any] = {}
        if data.get("set_rights"):
            values |= {name: data[name] for name in ("licence", "rights_from", "rights_until")}
            values |= {"credit": data["credit"]} if data.get("credit") else {}
            replaced["territory"] = list(data["territory"])
        if data.get("set_audience"):
            values |= {name: data[name] for name in ("effective_from", "expires_at")}
            replaced |= {f"audience_{name}": list(data[f"audience_{name}"]) for name in DIMENSIONS}
        release = {"yes": True, "no": False}.get(data.get("release", ""))
        return Change(values=values, added=added, replaced=replaced, release=release)

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def about(self) -> list[forms.BoundField]:
        """What holds by being filled in."""
        return self.group("release", "collection", "keywords", "brands", "people")

    @property
    def rights(self) -> list[forms.BoundField]:
        """Behind the first box."""
        return self.group("set_rights", "licence", "credit", "territory", "rights_from", "rights_until")

    @property
    def audience(self) -> list[forms.BoundField]:
        """Behind the second box."""
        return self.group("set_audience", "effective_from", "expires_at", *(f"audience_{name}" for name in DIMENSIONS))
