"""Files: one private place (a folder or an S3 bucket), content-addressed names, and local copies for readers.

The only module that imports boto3. Nothing here decides who may have a file: that is `content.delivery`, through
which every file leaves.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class StorageUnavailable(Exception):
    """The store did not answer. Nothing was changed that the caller must undo."""


class FileMissing(Exception):
    """No file has this name."""


def is_remote() -> bool:
    """Whether files live in a bucket."""
    return bool(settings.S3_BUCKET)


@cache
def _client(endpoint: str) -> S3Client:
    return boto3.client(
        "s3",
        endpoint_url=endpoint or None,
        aws_access_key_id=settings.S3_ACCESS_KEY_ID or None,
        aws_secret_access_key=settings.S3_SECRET_ACCESS_KEY or None,
        region_name=settings.S3_REGION,
        config=Config(
            signature_version="s3v4",
            connect_timeout=3,
            read_timeout=30,
            retries={"max_attempts": 2},
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def client() -> S3Client:
    """The S3 client of the portal's own requests."""
    return _client(settings.S3_ENDPOINT_URL)


def presigning_client() -> S3Client:
    """The S3 client whose addresses are handed to browsers."""
    return _client(settings.S3_PUBLIC_ENDPOINT_URL or settings.S3_ENDPOINT_URL)


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn boto's errors into `FileMissing` and `StorageUnavailable`."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in (
            "404",
            "NoSuchKey",
            "NoSuchBucket",
            "NoSuchUpload",
        ):
            raise FileMissing(str(error)) from error
        raise StorageUnavailable(str(error)) from error
    except BotoCoreError as error:
        raise StorageUnavailable(str(error)) from error


def local_file(name: str) -> Path:
    """Where the folder store keeps `name`. Raises ValueError for a name that would leave the folder."""
    root = Path(settings.FILES_DIR).resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise ValueError("A file name may not leave the store.")
    return path


def save(*, name: str, source: Path, content_type: str) -> None:
    """Store the local file `source` under `name`, whole or not at all; an equal name is replaced."""
    if is_remote():
        with translated_errors():
            client().upload_file(str(source), settings.S3_BUCKET, name, ExtraArgs={"ContentType": content_type})
        return
    target = local_file(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as copy, source.open("rb") as original:
        shutil.copyfileobj(original, copy, 1024 * 1024)
        copy.flush()
        os.fsync(copy.fileno())
    os.replace(copy.name, target)


def save_bytes(*, name: str, data: bytes, content_type: str) -> None:
    """Store `data` under `name`, whole or not at all."""
    if is_remote():
        with translated_errors():
            client().put_object(Bucket=settings.S3_BUCKET, Key=name, Body=data, ContentType=content_type)
        return
    target = local_file(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as copy:
        copy.write(data)
    os.replace(copy.name, target)


def exists(*, name: str) -> bool:
    """Whether a file has this name."""
    try:
        size(name=name)
    except FileMissing:
        return False
    return True


def size(*, name: str) -> int:
    """Bytes of the file. Raises FileMissing."""
    if is_remote():
        with translated_errors():
            return client().head_object(Bucket=settings.S3_BUCKET, Key=name)["ContentLength"]
    try:
        return local_file(name).stat().st_size
    except FileNotFoundError as error:
        raise FileMissing(name) from error


def read_bytes(*, name: str) -> bytes:
    """The whole of a small file (a page image). Raises FileMissing."""
    if is_remote():
        with translated_errors():
            return client().get_object(Bucket=settings.S3_BUCKET, Key=name)["Body"].read()
    try:
        return local_file(name).read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(name) from error


def open_local(*, name: str) -> IO[bytes]:
    """A handle on a file of the folder store. Raises FileMissing."""
    try:
        return local_file(name).open("rb")
    except FileNotFoundError as error:
        raise FileMissing(name) from error


def chunks(*, name: str, size: int = 256 * 1024) -> Iterator[bytes]:
    """The file piece by piece, from the folder or from the bucket as it comes: never whole in memory, and no copy is
    made. Raises FileMissing, StorageUnavailable, also between two pieces."""
    if not is_remote():
        with open_local(name=name) as handle:
            while piece := handle.read(size):
                yield piece
        return
    with translated_errors():
        body = client().get_object(Bucket=settings.S3_BUCKET, Key=name)["Body"]
    with closing(body), translated_errors():
        yield from body.iter_chunks(size)


def local_copy(*, name: str) -> Path:
    """A path at which `name` can be read now: the file itself, or a kept copy of the remote one.

    Names are content-addressed, so a copy never grows stale. Copies are dropped oldest use first above
    `SCRATCH_BYTES`; an open handle on a dropped one stays valid. Raises FileMissing, StorageUnavailable.
    """
    if not is_remote():
        path = local_file(name)
        if not path.exists():
            raise FileMissing(name)
        return path
    copy = Path(settings.SCRATCH_DIR) / "copies" / name.replace("/", "_")
    with suppress(FileNotFoundError):
        os.utime(copy)
        return copy
    copy.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=copy.parent, delete=False) as part:
        pass
    try:
        with translated_errors():
            client().download_file(settings.S3_BUCKET, name, part.name)
        os.replace(part.name, copy)
    finally:
        Path(part.name).unlink(missing_ok=True)
    _trim_copies(copy.parent, keep=copy)
    return copy


def download(*, name: str, target: Path) -> None:
    """Write a file of the bucket to the local path `target`. Raises FileMissing, StorageUnavailable."""
    with translated_errors():
        client().download_file(settings.S3_BUCKET, name, str(target))


def _trim_copies(folder: Path, *, keep: Path) -> None:
    entries = []
    for entry in os.scandir(folder):
        # Other processes keep and drop copies meanwhile.
        with suppress(FileNotFoundError):
            found = entry.stat()
            entries.append((found.st_mtime, found.st_size, Path(entry.path)))
    total = 0
    for _used, length, path in sorted(entries, reverse=True):
        total += length
        if total > settings.SCRATCH_BYTES and path != keep:
            path.unlink(missing_ok=True)


def delete(*, name: str) -> None:
    """Remove a file; not there is no error."""
    if is_remote():
        with translated_errors():
            client().delete_object(Bucket=settings.S3_BUCKET, Key=name)
        return
    local_file(name).unlink(missing_ok=True)


def presigned_get(
    *, name: str, filename: str, content_type: str, inline: bool = False, seconds: int | None = None
) -> str:
    """A short-lived address from which a browser takes the file under `filename` (any script, RFC 6266). It dies after
    `S3_PRESIGN_SECONDS`, or after `seconds` if that is sooner."""
    disposition = content_disposition_header(not inline, filename) or "attachment"
    return presigning_client().generate_presigned_url(
        "get_object",
        Params={
            "Bucket": settings.S3_BUCKET,
            "Key": name,
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
        },
        ExpiresIn=min(settings.S3_PRESIGN_SECONDS, max(1, seconds or settings.S3_PRESIGN_SECONDS)),
    )


def ping() -> None:
    """Raise `StorageUnavailable` unless the store can be reached and written to."""
    if is_remote():
        try:
            with translated_errors():
                client().list_objects_v2(Bucket=settings.S3_BUCKET, MaxKeys=1)
        except FileMissing as error:
            raise StorageUnavailable(str(error)) from error
        return
    root = Path(settings.FILES_DIR)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(str(error)) from error
    if not os.access(root, os.W_OK):
        raise StorageUnavailable("The folder for files cannot be written to.")


def begin_multipart(*, name: str, content_type: str) -> str:
    """Begin an upload in parts in the bucket; returns the bucket's id of it. Remote store only."""
    with translated_errors():
        answer = client().create_multipart_upload(Bucket=settings.S3_BUCKET, Key=name, ContentType=content_type)
    return answer["UploadId"]


def presigned_part(*, name: str, multipart_id: str, number: int) -> str:
    """A short-lived address to which a browser PUTs part `number` (from 1)."""
    return presigning_client().generate_presigned_url(
        "upload_part",
        Params={"Bucket": settings.S3_BUCKET, "Key": name, "UploadId": multipart_id, "PartNumber": number},
        ExpiresIn=settings.S3_PRESIGN_SECONDS,
    )


def multipart_parts(*, name: str, multipart_id: str) -> dict[int, tuple[int, str]]:
    """The parts that the bucket has: number -> (bytes, ETag). Raises FileMissing when the upload is gone."""
    found: dict[int, tuple[int, str]] = {}
    with translated_errors():
        pages = client().get_paginator("list_parts")
        for page in pages.paginate(Bucket=settings.S3_BUCKET, Key=name, UploadId=multipart_id):
            for part in page.get("Parts", []):
                found[part["PartNumber"]] = (part["Size"], part["ETag"])
    return found


def finish_multipart(*, name: str, multipart_id: str, etags: dict[int, str]) -> None:
    """Make one file of the parts (number -> ETag). Raises FileMissing when the upload is gone."""
    parts = [{"PartNumber": number, "ETag": etags[number]} for number in sorted(etags)]
    with translated_errors():
        client().complete_multipart_upload(
            Bucket=settings.S3_BUCKET,
            Key=name,
            UploadId=multipart_id,
            MultipartUpload={"Parts": parts},  # type: ignore[typeddict-item]
        )


def abort_multipart(*, name: str, multipart_id: str) -> None:
    """Drop an upload in parts; not there is no error."""
    with suppress(FileMissing), translated_errors():
        client().abort_multipart_upload(Bucket=settings.S3_BUCKET, Key=name, UploadId=multipart_id)
