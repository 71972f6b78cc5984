"""The forms of what a department owns."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.core.errors import Refused
from portal.core.storage import StorageUnavailable
from portal.network.authorship import departments_of
from portal.network.models import Department, User


class OwnedForm(WagtailAdminModelForm):
    """Offers the departments that the person writes for, and takes no other. Fields named in `owned` choose among what
    those departments own."""

    owned: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = departments_of(self.for_user) if isinstance(self.for_user, User) else Department.objects.none()
        if department := self.fields.get("department"):
            department.queryset = mine
            if self.instance.pk is None:
                department.initial = mine.first()
        for name in self.owned:
            choices = self.fields[name]
            choices.queryset = choices.queryset.filter(department__in=mine)


class OwnedFileForm(OwnedForm):
    """Uploads a file of one `kind` and a department. The row is made from the file's bytes by `received`."""

    kind = ""
    accept = ""
    upload = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: the name of the file.")
        self.fields["upload"].widget.attrs["accept"] = self.accept

    def received(self, **facts: Any) -> Any:
        """Keep the file and give its row. Raises Refused, StorageUnavailable."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        facts = {name: cleaned[name] for name in ("upload", "title", "department")}
        try:
            # Kept here and not in save(): what is wrong with a file is shown beside its field.
            self.instance = self.received(kind=self.kind, **facts)
        except Refused as refusal:
            self.add_error("upload", refusal.reason)
        except StorageUnavailable:
            self.add_error(None, _("The file store does not answer. Nothing was kept; try again in a minute."))
        return cleaned

    def _post_clean(self) -> None:
        """Nothing: the row was made from the file's bytes."""

    def save(self, commit: bool = True) -> Any:
        return self.instance
