"""Many stored files as one ZIP that is written while it is sent: nothing of it is on a disk or whole in memory.

The files are put in as they are: pictures, films and PDFs do not grow smaller. Where the store fails the answer breaks
off, so that what arrived is no archive: one that silently holds less would be believed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from content.delivery.filenames import download_name
from content.delivery.sending import guarded
from portal.core import storage

if TYPE_CHECKING:
    from stream_zip import MemberFile

ZIP = "application/zip"
MOST_FILES = 2000
_MODE = 0o600
_PIECE = 256 * 1024
_HEAD_BYTES = 300
"""About what an archive holds for each file beside the file."""


class BrokenOff(Exception):
    """A file in the store is not as long as it is known to be: the archive cannot be finished."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of an archive: its name in the store, its name in the archive, its size in bytes."""

    stored_as: str
    filename: str
    size: int


def archive_size(files: Iterable[Packed]) -> int:
    """About how many bytes the archive of these files has."""
    return sum(one.size + _HEAD_BYTES for one in files)


def named_apart(files: Iterable[Packed]) -> list[Packed]:
    """The same files under names that every system takes: of any script, no folders, none twice, in whatever case."""
    taken: set[str] = set()
    return [replace(one, filename=_free_name(one.filename, taken)) for one in files]


def _free_name(filename: str, taken: set[str]) -> str:
    # A backslash parts folders as well, on the systems where it does.
    path = PurePosixPath(filename.replace("\\", "/"))
    # What follows the last dot is an ending only if it looks like one.
    ending = path.suffix.lstrip(".").lower()
    ending = ending if ending.isascii() and ending.isalnum() and len(ending) <= 8 else ""
    stem = path.stem if ending else path.name
    for number in range(1, MOST_FILES + 2):
        parts = (stem,) if number == 1 else (stem[:60], str(number))
        name = download_name(parts=parts, extension=ending or "bin")
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    return name


def send_archive(files: Iterable[Packed], *, filename: str, texts: Iterable[tuple[str, str]] = ()) -> HttpResponseBase:
    """An answer that is a ZIP called `filename` of these files, after the `texts` as (name, text). Names have to be
    told apart already (`named_apart`)."""
    answer = StreamingHttpResponse(archive(files, texts=texts), content_type=ZIP)
    answer["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return guarded(answer, etag="")


def archive(files: Iterable[Packed], *, texts: Iterable[tuple[str, str]] = ()) -> Iterator[bytes]:
    """The bytes of the archive, as they are made. Raises BrokenOff, storage.FileMissing, storage.StorageUnavailable
    on the way: what was given until then is no archive."""
    # Loaded by the first archive: with the ciphers that it brings some 8 MB, and most processes never make one.
    from stream_zip import stream_zip

    now = timezone.now()
    members = _members(list(files), list(texts), now)
    yield from stream_zip(members, chunk_size=_PIECE, get_compressobj=_as_they_are)


def _as_they_are() -> zlib._Compress:
    return zlib.compressobj(level=0, wbits=-zlib.MAX_WBITS)


def _members(files: list[Packed], texts: list[tuple[str, str]], at: datetime) -> Iterator[MemberFile]:
    from stream_zip import ZIP_64

    for name, text in texts:
        yield name, at, _MODE, ZIP_64, (text.encode(),)
    for one in files:
        yield one.filename, at, _MODE, ZIP_64, _whole(one)


def _whole(file: Packed) -> Iterator[bytes]:
    left = file.size
    for piece in storage.chunks(name=file.stored_as, size=_PIECE):
        left -= len(piece)
        yield piece
    if left != 0:
        raise BrokenOff(file.stored_as)
