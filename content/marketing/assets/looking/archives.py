"""Packages: what their directory says. Nothing is ever unpacked onto a disk."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from content.marketing.assets.reasons import Reason, Unusable

MOST_ENTRIES = 20_000
LARGEST_CONTENT = 20 * 2**30
_DRIVE = re.compile(r"^[A-Za-z]:")


def check_package(path: Path) -> None:
    """Whether a ZIP that is no Office file can be given out. Raises Unusable."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise Unusable(Reason.DAMAGED, type(error).__name__) from error
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        raise Unusable(Reason.TOO_MANY_FILES)
    if any(entry.filename == "[Content_Types].xml" for entry in entries):
        raise Unusable(Reason.UNKNOWN, "an Office file of another kind")
    for entry in entries:
        _check_path(entry)


def _check_path(entry: zipfile.ZipInfo) -> None:
    """Whoever unpacks it must not be led out of the folder."""
    name = entry.orig_filename.replace("\\", "/")
    is_link = entry.external_attr >> 28 == 0xA
    if name.startswith("/") or _DRIVE.match(name) or ".." in PurePosixPath(name).parts or "\0" in name or is_link:
        raise Unusable(Reason.UNSAFE_PATHS)
