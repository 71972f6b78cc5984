"""Uploading files of bulletins in the CMS."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from content.bulletins.files import ATTACHMENTS, FileRefused, receive_file
from content.bulletins.models import BulletinFile
from portal.core import storage
from portal.network.authorship import departments_of
from portal.network.models import Department, User


class FileForm(WagtailAdminModelForm):
    """A file of one kind, for a department for which the person writes."""

    kind = ""
    accept = ""
    upload = forms.FileField(label=_("File"))

    class Meta:
        model = BulletinFile
        fields = ["title", "department"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = departments_of(self.for_user) if isinstance(self.for_user, User) else Department.objects.none()
        self.fields["department"].queryset = mine
        self.fields["department"].initial = mine.first()
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: the name of the file.")
        self.fields["upload"].widget.attrs["accept"] = self.accept

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        try:
            # Kept here and not in save(): what is wrong with a file is shown beside its field.
            self.instance = receive_file(
                upload=cleaned["upload"], kind=self.kind, title=cleaned["title"], department=cleaned["department"]
            )
        except FileRefused as error:
            self.add_error("upload", error.reason)
        except storage.StorageUnavailable:
            self.add_error(None, _("The file store does not answer. Nothing was kept; try again in a minute."))
        return cleaned

    def _post_clean(self) -> None:
        """Nothing: the row was made from the file's bytes."""

    def save(self, commit: bool = True) -> BulletinFile:
        return self.instance


class PictureForm(FileForm):
    kind, accept = BulletinFile.Kind.PICTURE, "image/jpeg,image/png,image/gif,image/webp"


class AttachmentForm(FileForm):
    kind, accept = BulletinFile.Kind.ATTACHMENT, ",".join(sorted(ATTACHMENTS))
