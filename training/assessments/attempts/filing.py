"""Files that are handed in with an essay: looked at before they are kept, stored under their SHA-256, named by the
answer. A file that no answer names is kept all the same: it was sent in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events, storage
from portal.core.pictures import PictureRefused, encode_picture
from portal.network.models import User
from training.assessments.attempts.saving import SaveRefused, Why, in_time_and_order, open_row
from training.assessments.models import AnswerFile, AttemptItem
from training.bank.shapes import Essay

LARGEST_BYTES = 20 * 2**20
MOST_PER_ITEM = 30
"""However often somebody changes their mind."""
_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCUMENTS = {
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
ACCEPTED = (".pdf", ".txt", *_PICTURES, *_DOCUMENTS)


@dataclass(frozen=True, slots=True)
class _Received:
    data: bytes
    name: str
    content_type: str


def receive_file(
    *, user: User, attempt_id: int, position: int, upload: UploadedFile, now: datetime | None = None
) -> AnswerFile:
    """Keep a file for the question at `position`; the answer has to name it then. The same file twice is one. Raises
    SaveRefused: as for an answer, or because the file cannot be taken."""
    now = now or timezone.now()
    with transaction.atomic():
        _open(user, attempt_id, position, now)
    received = _look_at(upload)
    digest = sha256(received.data).hexdigest()
    kept = AnswerFile(sha256=digest, name=received.name, content_type=received.content_type, size=len(received.data))
    # The file first: a row always has its file.
    storage.save_bytes(name=kept.stored_as, data=received.data, content_type=received.content_type)
    with transaction.atomic():
        item = _open(user, attempt_id, position, now)
        if same := item.files.filter(sha256=digest).first():
            return same
        kept.item, kept.received_at = item, now
        kept.save()
        events.record(verb="attempt.file_received", subject=f"attempt:{attempt_id}", actor=user)
    return kept


def _open(user: User, attempt_id: int, position: int, now: datetime) -> AttemptItem:
    attempt, item = open_row(user, attempt_id, position, now)
    in_time_and_order(attempt, item, now)
    asked = item.question_version.asked
    if not isinstance(asked, Essay) or not asked.files:
        raise SaveRefused(Why.INVALID, _("No file is asked for here."))
    if item.files.count() >= MOST_PER_ITEM:
        raise SaveRefused(Why.INVALID, _("Too many files were sent for this question."))
    return item


def _look_at(upload: UploadedFile) -> _Received:
    """What the file is, by its bytes. A picture is written anew, without where and when a camera took it."""
    if not upload.size:
        raise SaveRefused(Why.INVALID, _("The file is empty."))
    if upload.size > LARGEST_BYTES:
        raise SaveRefused(Why.INVALID, _("The file is larger than %(most)s MB.") % {"most": LARGEST_BYTES // 2**20})
    name = PurePosixPath((upload.name or "").replace("\\", "/")).name[-255:]
    suffix = PurePosixPath(name).suffix.lower()
    data = upload.read()
    if suffix in _PICTURES:
        try:
            encoded = encode_picture(data)
        except PictureRefused as refusal:
            raise SaveRefused(Why.INVALID, refusal.reason) from refusal
        return _Received(encoded.data, name, encoded.content_type)
    if suffix == ".pdf" and data.startswith(b"%PDF-"):
        return _Received(data, name, "application/pdf")
    if suffix in _DOCUMENTS and data.startswith(b"PK\x03\x04"):
        return _Received(data, name, _DOCUMENTS[suffix])
    if suffix == ".txt" and b"\0" not in data:
        return _Received(data, name, "text/plain")
    raise SaveRefused(
        Why.INVALID, _("A file of this type cannot be handed in. Use %(types)s.") % {"types": ", ".join(ACCEPTED)}
    )
