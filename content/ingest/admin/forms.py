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

from content.ingest.intake import store_pdf
from content.library import api as library
from content.library.models import Edition, Manual
from portal.network.models import User


class EditionForm(forms.Form):
    """A file and what it is. `save` raises Refused with a sentence for the person."""

    file = forms.FileField(
        label=_("PDF file"), widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}), max_length=255
    )
    label = forms.CharField(label=_("Edition"), max_length=60, help_text=_("As printed, for example 2026-02."))
    effective_from = forms.DateTimeField(
        label=_("In force from"),
        widget=AdminDateTimeInput,
        help_text=_("From then on dealers read this edition, once it is ready."),
    )
    change_note = forms.CharField(label=_("What changed"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"].initial = timezone.now().replace(second=0, microsecond=0)

    def save(self, *, manual: Manual, actor: User) -> Edition:
        """Store the file and receive it as an edition."""
        uploaded: UploadedFile = self.cleaned_data["file"]
        with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
            for chunk in uploaded.chunks():
                copy.write(chunk)
            copy.flush()
            file = store_pdf(path=Path(copy.name), original_name=uploaded.name or "")
        return library.receive(
            manual=manual,
            file=file,
            label=self.cleaned_data["label"],
            effective_from=self.cleaned_data["effective_from"],
            change_note=self.cleaned_data["change_note"],
            actor=actor,
        )
