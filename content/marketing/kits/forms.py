"""What people type about links and collections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from content.marketing.kits.models import Collection
from content.marketing.kits.sharing import MOST_DAYS, USUAL_DAYS, workplaces
from portal.network.api import Viewer
from portal.network.models import Dealer


class ShareForm(forms.Form):
    """To whom, for how long, in which language. What is given is chosen beside it."""

    dealer = forms.ModelChoiceField(label=_("In the name of"), queryset=Dealer.objects.none(), empty_label=None)
    recipient = forms.CharField(
        label=_("For whom"),
        max_length=120,
        required=False,
        help_text=_("For your own list. The customer does not see it."),
    )
    message = forms.CharField(
        label=_("Message to the customer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=_("Language of the page"), choices=settings.LANGUAGES)
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS)
    pin = forms.RegexField(
        label=_("PIN"),
        regex=r"^[0-9]{4,8}$",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 8}),
        help_text=_("4 to 8 digits, which you tell the customer apart from the link. Empty: none is asked for."),
        error_messages={"invalid": _("A PIN has 4 to 8 digits.")},
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dealer"].queryset = workplaces(viewer=viewer)  # type: ignore[attr-defined]


class CollectionForm(forms.ModelForm[Collection]):
    """A collection's name, and whether colleagues see it."""

    class Meta:
        model = Collection
        fields = ["title", "is_shared"]


class NewCollectionForm(CollectionForm):
    """The same for a new one, at a dealership where the person works."""

    class Meta(CollectionForm.Meta):
        fields = ["title", "dealer", "is_shared"]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dealer: Any = self.fields["dealer"]
        dealer.queryset, dealer.empty_label = workplaces(viewer=viewer), None
        if dealer.queryset.count() == 1:
            dealer.initial = dealer.queryset.first()
            dealer.widget = dealer.hidden_widget()
