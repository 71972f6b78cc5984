"""People in the CMS: Wagtail's own forms with the language, for people who may have only one name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, UserViewSet

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


class CreatePerson(CreateView):
    """Only administrators of everything make another one."""

    def get_form(self, *args: Any, **kwargs: Any) -> forms.ModelForm:
        return _within_rights(super().get_form(*args, **kwargs), self.request)


class EditPerson(EditView):
    """Whoever keeps people may not take over, or become, an administrator of everything."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form(self, *args: Any, **kwargs: Any) -> forms.ModelForm:
        return _within_rights(super().get_form(*args, **kwargs), self.request)


def _within_rights(form: forms.ModelForm, request: HttpRequest) -> forms.ModelForm:
    if not request.user.is_superuser and "is_superuser" in form.fields:
        # Disabled rather than left out: the page shows the field, and Django ignores what is posted for it.
        form.fields["is_superuser"].disabled = True
    return form


class PersonViewSet(UserViewSet):
    """Wagtail's people, with these forms."""

    menu_label = _("People")
    add_view_class = CreatePerson
    edit_view_class = EditPerson

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm
