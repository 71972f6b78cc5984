"""The form with which an edition is uploaded."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from content.delivery.models import Upload
from content.delivery.uploads import api as uploads
from content.ingest.intake import store_pdf
from content.library import api as library
from content.library.api import StoredFile
from content.library.models import Edition, Manual
from portal.core.errors import Refused
from portal.network.models import User


class EditionForm(forms.Form):
    """A file and what it is. `save` raises Refused with a sentence for the person."""

    file = forms.FileField(
        label=_("PDF file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        max_length=255,
    )
    upload_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """A file that the browser has sent in parts already, instead of `file`."""
    label = forms.CharField(label=_("Edition"), max_length=60, help_text=_("As printed, for example 2026-02."))
    effective_from = forms.DateTimeField(
        label=_("In force from"),
        widget=AdminDateTimeInput,
        help_text=_("From then on dealers read this edition, once it is ready."),
    )
    change_note = forms.CharField(label=_("What changed"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.sent: Upload | None = None
        """The upload in parts that the form names, once it is validated."""
        self.fields["effective_from"].initial = timezone.now().replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        """One file, of either kind. A file that is chosen now counts more than one that was sent before."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("file") or "file" in self.errors:
            return cleaned
        if not cleaned.get("upload_id"):
            self.add_error("file", self.fields["file"].error_messages["required"])
            return cleaned
        try:
            sent = uploads.find(upload_id=cleaned["upload_id"], user=self.person)
        except uploads.UploadMissing as missing:
            self.add_error("file", missing.reason)
            return cleaned
        if sent.state == Upload.State.COMPLETE:
            self.sent = sent
        else:
            self.add_error("file", _("The file has not arrived in full. Choose it again to go on."))
        return cleaned

    def save(self, *, manual: Manual) -> Edition:
        """Store the file and receive it as an edition. A refused file is not kept; one whose label is taken is."""
        edition = library.receive(
            manual=manual,
            file=self._store(),
            label=self.cleaned_data["label"],
            effective_from=self.cleaned_data["effective_from"],
            change_note=self.cleaned_data["change_note"],
            actor=self.person,
        )
        if self.sent:
            uploads.discard(upload_id=self.sent.pk, user=self.person)
        return edition

    def _store(self) -> StoredFile:
        if self.sent is None:
            uploaded: UploadedFile = self.cleaned_data["file"]
            with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
                for chunk in uploaded.chunks():
                    copy.write(chunk)
                copy.flush()
                return store_pdf(path=Path(copy.name), original_name=uploaded.name or "")
        try:
            with uploads.completed_file(upload_id=self.sent.pk, user=self.person) as path:
                return store_pdf(path=path, original_name=self.sent.original_name)
        except Refused:
            uploads.discard(upload_id=self.sent.pk, user=self.person)
            self.sent = None
            raise
