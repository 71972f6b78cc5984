"""Files of bulletins: looked at before they are kept, stored under their SHA-256, sent only by way of a bulletin."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from content.bulletins.models import BulletinFile
from content.bulletins.models.file import stored_name
from content.ingest.api import clean_name
from portal.core import storage
from portal.core.errors import Refused
from portal.core.file_types import AttachmentRefused, attachment_type, film_type, is_captions
from portal.core.pictures import PictureRefused, encode_picture
from portal.network.models import Department

LARGEST = {
    BulletinFile.Kind.PICTURE: 10 * 2**20,
    BulletinFile.Kind.ATTACHMENT: 100 * 2**20,
    BulletinFile.Kind.FILM: 2 * 2**30,
    BulletinFile.Kind.CAPTIONS: 2 * 2**20,
}


class FileRefused(Refused):
    """The file cannot be used in a bulletin."""


def receive_file(*, upload: UploadedFile, kind: str, title: str, department: Department) -> BulletinFile:
    """Keep an uploaded file. What it is is read from its bytes. Raises FileRefused, StorageUnavailable."""
    most = LARGEST[BulletinFile.Kind(kind)]
    size = upload.size or 0
    if size > most:
        raise FileRefused(_("The file is larger than %(most)s MB.") % {"most": most // 2**20})
    if not size:
        raise FileRefused(_("The file is empty."))
    name = clean_name(upload.name or "")
    facts = _keep_picture(upload) if kind == BulletinFile.Kind.PICTURE else _keep(upload, _JUDGES[kind], name)
    return BulletinFile.objects.create(title=title or name[:160], kind=kind, department=department, name=name, **facts)


def _keep_picture(upload: UploadedFile) -> dict[str, Any]:
    try:
        made = encode_picture(upload.read())
    except PictureRefused as refusal:
        raise FileRefused(refusal.reason) from refusal
    # The file first: a row always has its file.
    storage.save_bytes(name=stored_name(made.sha256), data=made.data, content_type=made.content_type)
    return {
        "sha256": made.sha256,
        "content_type": made.content_type,
        "size": len(made.data),
        "width": made.width,
        "height": made.height,
    }


def _keep(upload: UploadedFile, judge: Callable[[bytes, str], str], name: str) -> dict[str, Any]:
    """Store the file as it is, once `judge` has named its content type by how it begins."""
    with NamedTemporaryFile(prefix="bulletin-") as copy:
        digest, size, first = sha256(), 0, b""
        for chunk in upload.chunks():
            first = first or chunk[:64]
            copy.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        copy.flush()
        content_type = judge(first, name)
        storage.save(name=stored_name(digest.hexdigest()), source=Path(copy.name), content_type=content_type)
    return {"sha256": digest.hexdigest(), "content_type": content_type, "size": size}


def _attachment(first: bytes, name: str) -> str:
    try:
        return attachment_type(head=first, name=name)
    except AttachmentRefused as refusal:
        raise FileRefused(refusal.reason) from refusal


def _film(first: bytes, name: str) -> str:
    if (found := film_type(first)) is None:
        raise FileRefused(_("This is no MP4 or WebM film. Convert it to MP4 (H.264) first."))
    return found


def _captions(first: bytes, name: str) -> str:
    if not is_captions(first):
        raise FileRefused(_("These are no WebVTT captions: the file has to begin with WEBVTT."))
    return "text/vtt"


_JUDGES: dict[str, Callable[[bytes, str], str]] = {
    BulletinFile.Kind.ATTACHMENT: _attachment,
    BulletinFile.Kind.FILM: _film,
    BulletinFile.Kind.CAPTIONS: _captions,
}
