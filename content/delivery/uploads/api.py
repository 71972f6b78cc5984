"""The door of uploads: begin one, ask what is there, end it, and read the file that came of it.

Every function takes the person who asks; another person's upload does not exist for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from content.delivery.models import Upload
from content.delivery.uploads import stores
from content.delivery.uploads.stores import PartRefused, Readable
from portal.core import storage
from portal.core.errors import Refused
from portal.network.models import User

MOST_PARTS = 10_000
"""The most that S3 takes in one multipart upload."""
_MEBIBYTE = 1024 * 1024
_EXPIRED_AT_ONCE = 500

log = structlog.get_logger(__name__)
NOT_REMOVED = "upload.not_removed"

__all__ = [
    "PartRefused",
    "PartsMissing",
    "TooLarge",
    "UploadMissing",
    "abort",
    "begin",
    "complete",
    "completed_file",
    "discard",
    "find",
    "keep_part",
    "parts_present",
    "remove_expired",
    "sign_part",
]


class UploadMissing(Refused):
    """The person has no such upload, or none in the state that the call needs."""

    def __init__(self) -> None:
        super().__init__(_("This upload is not there any more. Choose the file again."))


class TooLarge(Refused):
    """The file is larger than the portal takes."""


class PartsMissing(Refused):
    """Some parts have not arrived in full: `numbers`."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(_("The file has not arrived in full yet."))
        self.numbers = numbers


def begin(*, user: User, name: str, size: int) -> Upload:
    """Make room for a file of `size` bytes. Raises Refused, TooLarge, StorageUnavailable."""
    if size <= 0:
        raise Refused(_("The file is empty."))
    if size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise TooLarge(_("The file is too large. The limit is %(limit)s.") % {"limit": limit})
    # What no database takes: half characters and NUL. The rest is cleaned where the name is put to use.
    kept = name.encode("utf-8", "ignore").decode().replace("\0", "")[-255:]
    upload = Upload(user=user, original_name=kept, size=size, part_size=part_size_for(size))
    upload.store_key = f"uploads/{upload.id}"
    upload.expires_at = timezone.now() + timedelta(hours=settings.UPLOAD_EXPIRY_HOURS)
    if storage.is_remote():
        upload.s3_upload_id = storage.begin_multipart(name=upload.store_key, content_type="application/octet-stream")
    upload.save(force_insert=True)
    return upload


def part_size_for(size: int) -> int:
    """Bytes of a part: the configured size, or more (in whole MiB) where that would make over 10,000 parts."""
    needed = -(-size // MOST_PARTS)
    return max(settings.UPLOAD_PART_BYTES, -(-needed // _MEBIBYTE) * _MEBIBYTE if needed > 1 else 1)


def find(*, upload_id: UUID, user: User) -> Upload:
    """The person's upload, open or complete. Raises UploadMissing."""
    found = Upload.objects.filter(pk=upload_id, user=user, expires_at__gt=timezone.now())
    upload = found.exclude(state=Upload.State.ABORTED).first()
    if upload is None:
        raise UploadMissing
    return upload


def parts_present(*, upload_id: UUID, user: User) -> list[int]:
    """The numbers of the parts that have arrived in full, ascending. Raises UploadMissing, StorageUnavailable."""
    upload = find(upload_id=upload_id, user=user)
    if upload.state == Upload.State.COMPLETE:
        return list(range(1, upload.part_count + 1))
    try:
        there = stores.present(upload)
    except storage.FileMissing:
        there = None
    if not there and stores.is_whole(upload):  # the parts were joined, and the answer to that was lost
        return list(range(1, upload.part_count + 1))
    if there is None:
        raise UploadMissing
    return sorted(there)


def sign_part(*, upload_id: UUID, user: User, number: int) -> str:
    """An address, short-lived, to which part `number` is PUT. Raises UploadMissing, ValueError (no such part)."""
    upload = _open(upload_id=upload_id, user=user)
    upload.size_of(number)
    if not upload.s3_upload_id:
        raise UploadMissing
    return storage.presigned_part(name=upload.store_key, multipart_id=upload.s3_upload_id, number=number)


def keep_part(*, upload_id: UUID, user: User, number: int, body: Readable) -> None:
    """Write a part to the local store. Raises UploadMissing, PartRefused (wrong size), ValueError (no such part)."""
    upload = _open(upload_id=upload_id, user=user)
    if upload.s3_upload_id:
        raise UploadMissing
    stores.keep_part(upload, number=number, body=body)


def complete(*, upload_id: UUID, user: User) -> Upload:
    """Join the parts; doing it twice is no error. Raises UploadMissing, PartsMissing, Refused, StorageUnavailable."""
    with transaction.atomic():
        find(upload_id=upload_id, user=user)
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if upload.state == Upload.State.ABORTED:
            raise UploadMissing
        if upload.state == Upload.State.COMPLETE:
            return upload
        there = set(parts_present(upload_id=upload_id, user=user))
        if missing := [n for n in range(1, upload.part_count + 1) if n not in there]:
            raise PartsMissing(missing)
        if not stores.is_whole(upload):
            stores.assemble(upload)
        if not stores.is_whole(upload):
            raise Refused(_("The file did not arrive as it was sent. Choose it again."))
        upload.state = Upload.State.COMPLETE
        upload.save(update_fields=["state"])
    return upload


@contextmanager
def completed_file(*, upload_id: UUID, user: User) -> Iterator[Path]:
    """A local path of the person's complete upload, valid inside the block. The upload stays: `discard` it after.

    Raises UploadMissing, StorageUnavailable.
    """
    upload = find(upload_id=upload_id, user=user)
    if upload.state != Upload.State.COMPLETE:
        raise UploadMissing
    try:
        with stores.local_path(upload) as path:
            yield path
    except storage.FileMissing:
        raise UploadMissing from None


def abort(*, upload_id: UUID, user: User) -> None:
    """Give up an upload: what has arrived is removed. Raises UploadMissing, StorageUnavailable."""
    upload = find(upload_id=upload_id, user=user)
    # The row stays until it expires: a part that is on its way now is then removed as well.
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.ABORTED)
    stores.discard(upload)


def discard(*, upload_id: UUID, user: User) -> None:
    """Remove an upload of which no more is wanted. When the store is away, the expiry removes it."""
    try:
        abort(upload_id=upload_id, user=user)
    except UploadMissing:
        return
    except storage.StorageUnavailable:
        log.warning(NOT_REMOVED, upload=str(upload_id))


def remove_expired() -> int:
    """Remove uploads whose time is over, oldest first; returns how many. What fails is left for the next time."""
    removed = 0
    for upload in Upload.objects.filter(expires_at__lte=timezone.now()).order_by("expires_at")[:_EXPIRED_AT_ONCE]:
        try:
            stores.discard(upload)
        except storage.StorageUnavailable:
            log.warning(NOT_REMOVED, upload=str(upload.pk))
            continue
        upload.delete()
        removed += 1
    return removed


def _open(*, upload_id: UUID, user: User) -> Upload:
    upload = find(upload_id=upload_id, user=user)
    if upload.state != Upload.State.OPEN:
        raise UploadMissing
    return upload
