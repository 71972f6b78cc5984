"""Uploading files of lessons in the CMS."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.bank.admin.owned_forms import OwnedForm
from training.courses.files import FileRefused, receive_file
from training.courses.models import LessonFile


class FileForm(OwnedForm):
    """A file of one kind, for a department whose courses the person edits."""

    kind = ""
    accept = ""
    upload = forms.FileField(label=_("File"))

    class Meta:
        model = LessonFile
        fields = ["title", "department"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        return cleaned

    def _post_clean(self) -> None:
        """Nothing: the row was made from the file's bytes."""

    def save(self, commit: bool = True) -> LessonFile:
        return self.instance


class PictureForm(FileForm):
    kind, accept = "picture", "image/jpeg,image/png,image/gif,image/webp"


class VideoForm(FileForm):
    kind, accept = "video", "video/mp4,video/webm"


class CaptionsForm(FileForm):
    kind, accept = "captions", ".vtt,text/vtt"


class DocumentForm(FileForm):
    kind, accept = "document", ""
