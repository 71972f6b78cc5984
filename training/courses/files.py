"""Files of lessons: looked at before they are kept, stored under their SHA-256, sent only by way of a lesson."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.core import storage
from portal.core.errors import Refused
from portal.core.file_types import AttachmentRefused, attachment_type, film_type, is_captions
from portal.core.pictures import PictureRefused, encode_picture
from portal.network.models import Department
from training.courses.models import LessonFile

LARGEST = {
    LessonFile.Kind.PICTURE: 10 * 2**20,
    LessonFile.Kind.VIDEO: 2 * 2**30,
    LessonFile.Kind.CAPTIONS: 2 * 2**20,
    LessonFile.Kind.DOCUMENT: 100 * 2**20,
}


class FileRefused(Refused):
    """The file cannot be used in a lesson."""


def receive_file(
    *, upload: UploadedFile, kind: str, title: str, department: Department, only_look: bool = False
) -> LessonFile:
    """Keep an uploaded file. What it is is read from its bytes, not from its name. With `only_look` nothing is written
    to the store: for a row that is rolled back. Raises FileRefused."""
    size = upload.size or 0
    if size > LARGEST[LessonFile.Kind(kind)]:
        raise FileRefused(_("The file is larger than %(most)s MB.") % {"most": LARGEST[LessonFile.Kind(kind)] // 2**20})
    if not size:
        raise FileRefused(_("The file is empty."))
    name = PurePosixPath((upload.name or "").replace("\\", "/")).name[:255]
    with NamedTemporaryFile(prefix="lesson-", delete=True) as kept:
        digest = sha256()
        for chunk in upload.chunks():
            kept.write(chunk)
            digest.update(chunk)
        kept.flush()
        path = Path(kept.name)
        content_type = _content_type(path, kind, name)
        if kind == LessonFile.Kind.PICTURE:
            data = _picture(path)
            path.write_bytes(data)
            digest, size = sha256(data), len(data)
        row = LessonFile(
            title=title or name,
            kind=kind,
            department=department,
            name=name,
            sha256=digest.hexdigest(),
            content_type=content_type,
            size=size,
        )
        # The file first: a row always has its file.
        if not only_look:
            storage.save(name=row.stored_as, source=path, content_type=content_type)
    row.save()
    return row


def _picture(path: Path) -> bytes:
    try:
        return encode_picture(path.read_bytes()).data
    except PictureRefused as error:
        raise FileRefused(error.reason) from error


def _content_type(path: Path, kind: str, name: str) -> str:
    with path.open("rb") as file:
        head = file.read(64)
    match kind:
        case LessonFile.Kind.PICTURE:
            return "image/jpeg" if head.startswith(b"\xff\xd8") else "image/png"
        case LessonFile.Kind.VIDEO:
            if (found := film_type(head)) is None:
                raise FileRefused(_("This is no MP4 or WebM film. Convert it to MP4 (H.264) first."))
            return found
        case LessonFile.Kind.CAPTIONS:
            if not is_captions(head):
                raise FileRefused(_("These are no WebVTT captions: the file has to begin with WEBVTT."))
            return "text/vtt"
        case _:
            try:
                return attachment_type(head=head, name=name)
            except AttachmentRefused as refusal:
                raise FileRefused(refusal.reason) from refusal
