"""Where the parts of an upload lie: in a folder of the local store, or in the bucket as a multipart upload."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings

from content.delivery.models import Upload
from portal.core import storage

_CHUNK = 1024 * 1024


class PartRefused(Exception):
    """A part has not the size that was agreed on. It was not kept."""


class Readable(Protocol):
    """A request's body."""

    def read(self, size: int, /) -> bytes: ...


def present(upload: Upload) -> set[int]:
    """The numbers of the parts that are there in full. Parts of another size count as missing.

    Raises FileMissing when the bucket has forgotten the upload, StorageUnavailable.
    """
    if upload.s3_upload_id:
        parts = storage.multipart_parts(name=upload.store_key, multipart_id=upload.s3_upload_id)
        sizes = {number: size for number, (size, _etag) in parts.items()}
    else:
        folder = _parts(upload)
        found = os.scandir(folder) if folder.is_dir() else ()
        sizes = {int(entry.name): entry.stat().st_size for entry in found if entry.name.isdecimal()}
    return {n for n, size in sizes.items() if 1 <= n <= upload.part_count and size == upload.size_of(n)}


def keep_part(upload: Upload, *, number: int, body: Readable) -> None:
    """Write part `number` to the local folder, a megabyte in memory at a time, whole or not at all.

    Raises PartRefused when the body is longer or shorter than the part, ValueError for a number that is none.
    """
    expected = upload.size_of(number)
    folder = _parts(upload)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="part-", delete=False) as target:
        try:
            left = expected
            while left and (data := body.read(min(_CHUNK, left))):
                target.write(data)
                left -= len(data)
            if left or body.read(1):
                raise PartRefused
            target.flush()
            os.fsync(target.fileno())
            os.replace(target.name, folder / str(number))
        except FileNotFoundError as error:  # given up or completed meanwhile
            raise PartRefused from error
        finally:
            Path(target.name).unlink(missing_ok=True)


def assemble(upload: Upload) -> None:
    """Make one file of the parts, all of which are there. Doing it again is no error."""
    if upload.s3_upload_id:
        parts = storage.multipart_parts(name=upload.store_key, multipart_id=upload.s3_upload_id)
        etags = {number: etag for number, (_size, etag) in parts.items() if number <= upload.part_count}
        storage.finish_multipart(name=upload.store_key, multipart_id=upload.s3_upload_id, etags=etags)
        return
    whole, folder = storage.local_file(upload.store_key), _parts(upload)
    with tempfile.NamedTemporaryFile(dir=whole.parent, delete=False) as target:
        try:
            for number in range(1, upload.part_count + 1):
                with (folder / str(number)).open("rb") as part:
                    shutil.copyfileobj(part, target, _CHUNK)
            target.flush()
            os.fsync(target.fileno())
            os.replace(target.name, whole)
        finally:
            Path(target.name).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def is_whole(upload: Upload) -> bool:
    """Whether the assembled file is there, in its full size."""
    try:
        return storage.size(name=upload.store_key) == upload.size
    except storage.FileMissing:
        return False


@contextmanager
def local_path(upload: Upload) -> Iterator[Path]:
    """A local path of the assembled file, for the length of the block. Raises FileMissing, StorageUnavailable."""
    if not upload.s3_upload_id:
        yield storage.local_copy(name=upload.store_key)
        return
    folder = Path(settings.SCRATCH_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="upload-") as copy:
        storage.download(name=upload.store_key, target=Path(copy.name))
        yield Path(copy.name)


def discard(upload: Upload) -> None:
    """Remove parts and file. Nothing there is no error. Raises StorageUnavailable."""
    if upload.s3_upload_id:
        storage.abort_multipart(name=upload.store_key, multipart_id=upload.s3_upload_id)
    else:
        shutil.rmtree(_parts(upload), ignore_errors=True)
    storage.delete(name=upload.store_key)


def _parts(upload: Upload) -> Path:
    return storage.local_file(f"{upload.store_key}.parts")
