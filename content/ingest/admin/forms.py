"""The form with which an edition is uploaded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
from content.ingest.models import Conversion
from content.ingest.office.conversions import office_format_of, take_in
from content.ingest.office.formats import FORMATS
from content.library import api as library
from content.library.models import Edition, Manual
from portal.core.errors import Refused
from portal.network.models import User

ACCEPTED = ",".join(["application/pdf", ".pdf", *(f".{extension}" for extension in FORMATS)])


class EditionForm(forms.Form):
    """A file and what it is. `save` raises Refused with a sentence for the person."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        max_length=255,
        help_text=_(
            "A PDF. Word, Excel, PowerPoint and OpenDocument files are converted to PDF, and dealers may take them too."
        ),
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

    def save(self, *, manual: Manual) -> Edition | Conversion:
        """Store the file and receive it as an edition, or have it converted to one. A refused file is not kept; one
        whose label is taken is. It is refused, too, where it would be a release that nobody else has seen."""
        if refused := library.edition_refusal(self.person, manual):
            raise Refused(refused)
        try:
            with self._file() as (path, name):
                made = self._take_in(manual, path, name)
        except Refused as refusal:
            if self.sent and not isinstance(refusal, library.DuplicateEdition):
                uploads.discard(upload_id=self.sent.pk, user=self.person)
                self.sent = None
            raise
        if self.sent:
            uploads.discard(upload_id=self.sent.pk, user=self.person)
        return made

    def _take_in(self, manual: Manual, path: Path, name: str) -> Edition | Conversion:
        facts = {key: self.cleaned_data[key] for key in ("label", "effective_from", "change_note")}
        if (office := office_format_of(path)) is not None:
            return take_in(manual=manual, path=path, format=office, original_name=name, actor=self.person, **facts)
        file = store_pdf(path=path, original_name=name)
        return library.receive(manual=manual, file=file, actor=self.person, **facts)

    @contextmanager
    def _file(self) -> Iterator[tuple[Path, str]]:
        """The file on this machine, and what the person calls it."""
        if self.sent is not None:
            with uploads.completed_file(upload_id=self.sent.pk, user=self.person) as path:
                yield path, self.sent.original_name
            return
        uploaded: UploadedFile = self.cleaned_data["file"]
        with tempfile.NamedTemporaryFile() as copy:
            for chunk in uploaded.chunks():
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name), uploaded.name or ""


class WithdrawForm(forms.Form):
    """Why an edition is taken back: who looks for it reads this in its place."""

    reason = forms.CharField(
        label=_("Why"), max_length=library.LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
