"""ZIP files of strangers, read in memory: nothing is unpacked to a folder, and what is read is bounded."""

from __future__ import annotations

import zlib
from io import BytesIO
from posixpath import normpath
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from training.bank.exchange.values import FileRefused

MOST_FILES = 12_000
LARGEST_PART = 12 * 1024 * 1024
LARGEST_WHOLE = 200 * 1024 * 1024
WORST_RATIO = 200
SMALL = 1024 * 1024
"""A part up to this size may be packed as well as it likes: repetitive XML packs very well."""


class Archive:
    """The parts of a ZIP file by name. Raises FileRefused when it is none, or one made to do harm."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise FileRefused(_("The file is no ZIP package.")) from error
        parts = [part for part in self._zip.infolist() if not part.is_dir()]
        _check(parts)
        self._parts = {part.filename: part for part in parts}
        self._read = 0

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The whole part. Raises KeyError when there is none, FileRefused when it cannot be unpacked or says less than
        it holds."""
        part = self._parts[name]
        try:
            with self._zip.open(part) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise FileRefused(_("“%(name)s” in the package cannot be unpacked.") % {"name": name[:80]}) from error
        self._read += len(data)
        if len(data) > LARGEST_PART or self._read > 2 * LARGEST_WHOLE:
            raise _too_large()
        return data


def _check(parts: list[ZipInfo]) -> None:
    if len(parts) > MOST_FILES:
        raise FileRefused(_("The package has more than %(count)s files.") % {"count": MOST_FILES})
    if sum(part.file_size for part in parts) > LARGEST_WHOLE:
        raise _too_large()
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if part.flag_bits & 1:
            raise FileRefused(_("The package is locked with a password."))
        if name.startswith("/") or "\\" in name or ":" in name or normpath(name).startswith(".."):
            raise FileRefused(_("“%(name)s” in the package points out of it.") % {"name": name[:80]})
        if name in seen:
            raise FileRefused(_("“%(name)s” is twice in the package.") % {"name": name[:80]})
        seen.add(name)
        if part.file_size > SMALL and part.file_size > WORST_RATIO * max(part.compress_size, 1):
            raise _too_large()


def _too_large() -> FileRefused:
    return FileRefused(_("Unpacked, the package would be far too large."))
