"""Office files and packages: what their directory says. Nothing is ever unpacked onto a disk."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from content.marketing.assets.reasons import Reason, Unusable

MOST_ENTRIES = 20_000
LARGEST_CONTENT = 20 * 2**30
LARGEST_TYPES = 2 * 2**20
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OFFICE = {
    "wordprocessingml.document": ("docx", f"{_OPEN_XML}.wordprocessingml.document"),
    "spreadsheetml.sheet": ("xlsx", f"{_OPEN_XML}.spreadsheetml.sheet"),
    "presentationml.presentation": ("pptx", f"{_OPEN_XML}.presentationml.presentation"),
    "presentationml.slideshow": ("pptx", f"{_OPEN_XML}.presentationml.presentation"),
}
_ODF = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_MACROS = re.compile(r"(^|/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets/.*|Basic/.*|Scripts/.*)$", re.IGNORECASE)
HEAD = 2048
_DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")


def archive_facts(path: Path) -> tuple[str, str, str]:
    """Kind, content type and extension of a ZIP: an Office file without macros, or a package. Raises Unusable."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check(entries)
            names = {entry.filename for entry in entries}
            if any(_MACROS.search(name) for name in names) and ("[Content_Types].xml" in names or "mimetype" in names):
                raise Unusable(Reason.MACROS)
            if "[Content_Types].xml" in names:
                _check_declarations(archive, entries)
                return _open_xml(archive)
            if "mimetype" in names:
                found = _open_document(archive)
                if found:
                    return found
            _check_package(entries)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise Unusable(Reason.DAMAGED, type(error).__name__) from error
    return "other", "application/zip", "zip"


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        raise Unusable(Reason.TOO_MANY_FILES)


def _check_package(entries: list[zipfile.ZipInfo]) -> None:
    """Whoever unpacks it must not be led out of the folder."""
    for entry in entries:
        name = entry.orig_filename.replace("\\", "/")
        is_link = entry.external_attr >> 28 == 0xA
        if name.startswith("/") or _DRIVE.match(name) or ".." in PurePosixPath(name).parts or "\0" in name or is_link:
            raise Unusable(Reason.UNSAFE_PATHS)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    if entry.flag_bits & 1:
        raise Unusable(Reason.ENCRYPTED)
    with archive.open(entry) as file:
        data = file.read(LARGEST_TYPES + 1)
    if len(data) > LARGEST_TYPES:
        raise Unusable(Reason.TOO_MANY_FILES)
    return data


def _check_declarations(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """No Office program writes a document type (ECMA-376 part 2, 8.1.4 forbids it): whoever does means to make readers
    load or multiply something."""
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")) and not entry.flag_bits & 1:
            with archive.open(entry) as file:
                if _DECLARED.search(file.read(HEAD)):
                    raise Unusable(Reason.UNSAFE_DOCUMENT)


def _open_xml(archive: zipfile.ZipFile) -> tuple[str, str, str]:
    try:
        types = [row.get("ContentType") or "" for row in fromstring(_read(archive, "[Content_Types].xml")).iter()]
    except (ParseError, DefusedXmlException, RuntimeError) as error:
        raise Unusable(Reason.DAMAGED, type(error).__name__) from error
    if any("macroEnabled" in one or "vbaProject" in one for one in types):
        raise Unusable(Reason.MACROS)
    for mark, (extension, content_type) in _OFFICE.items():
        if any(f"{mark}.main+xml" in one for one in types):
            return "document", content_type, extension
    raise Unusable(Reason.UNKNOWN)


def _open_document(archive: zipfile.ZipFile) -> tuple[str, str, str] | None:
    content_type = _read(archive, "mimetype").decode("ascii", "replace").strip()
    extension = _ODF.get(content_type)
    return ("document", content_type, extension) if extension else None
