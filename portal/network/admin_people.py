"""People in the CMS: Wagtail's own forms with the language, for people who may have only one name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from portal.network.models import User


class PersonEditForm(UserEditForm):
    """A person who exists."""

    first_name = forms.CharField(label=_("First name"), required=False)
    last_name = forms.CharField(label=_("Last name"), required=True)

    class Meta(UserEditForm.Meta):
        model = User
        fields = UserEditForm.Meta.fields | {"language"}


class PersonCreationForm(UserCreationForm):
    """A new person."""

    first_name = forms.CharField(label=_("First name"), required=False)
    last_name = forms.CharField(label=_("Last name"), required=True)

    class Meta(UserCreationForm.Meta):
        model = User
        fields = UserCreationForm.Meta.fields | {"language"}


class PersonViewSet(UserViewSet):
    """Wagtail's people, with these forms."""

    menu_label = _("People")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm
