"""Which Office format a file is, by what is in it and never by its name.

Three containers are known: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300) are ZIP files, the formats
before 2007 are compound files [MS-CFB]. Nothing is unpacked here: a ZIP is judged by its directory and the beginnings
of its XML entries, a compound file by the names of its streams.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from olefile import OleFileIO

from content.ingest.extraction.failures import ExtractionFailed, FailureReason

MOST_ENTRIES = 20_000
MOST_UNPACKED_BYTES = 1024**3
MOST_BYTES = 256 * 1024**2
_SMALL_ENTRY = 2 * 1024 * 1024
_HEAD = 2048
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
"""ZIP's end of central directory record (APPNOTE 4.3.16), which says how many entries to expect."""


@dataclass(frozen=True, slots=True)
class OfficeFormat:
    """`extension` is the usual one; `family` names the part of LibreOffice that prints it: writer, calc, impress."""

    extension: str
    content_type: str
    family: str


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_TYPES = "[content_types].xml"
_DOCX = OfficeFormat("docx", f"{_OPEN_XML}wordprocessingml.document", "writer")
_XLSX = OfficeFormat("xlsx", f"{_OPEN_XML}spreadsheetml.sheet", "calc")
_PPTX = OfficeFormat("pptx", f"{_OPEN_XML}presentationml.presentation", "impress")
_BY_MAIN_PART = {
    f"{_DOCX.content_type}.main+xml": _DOCX,
    f"{_XLSX.content_type}.main+xml": _XLSX,
    f"{_PPTX.content_type}.main+xml": _PPTX,
    f"{_OPEN_XML}presentationml.slideshow.main+xml": _PPTX,
}
"""By the content type of the main part, whatever that part is called."""
_BY_MIMETYPE = {
    f"{_OPEN_DOCUMENT}text": OfficeFormat("odt", f"{_OPEN_DOCUMENT}text", "writer"),
    f"{_OPEN_DOCUMENT}spreadsheet": OfficeFormat("ods", f"{_OPEN_DOCUMENT}spreadsheet", "calc"),
    f"{_OPEN_DOCUMENT}presentation": OfficeFormat("odp", f"{_OPEN_DOCUMENT}presentation", "impress"),
}
_BY_STREAM = {
    "WordDocument": OfficeFormat("doc", "application/msword", "writer"),
    "Workbook": OfficeFormat("xls", "application/vnd.ms-excel", "calc"),
    "Book": OfficeFormat("xls", "application/vnd.ms-excel", "calc"),
    "PowerPoint Document": OfficeFormat("ppt", "application/vnd.ms-powerpoint", "impress"),
}
_PROGRAMS = re.compile(r"(^|/)(vbaproject[^/]*\.bin|vbadata\.xml|(macrosheets|basic|scripts)/.*)$")
_DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FORMATS = {one.extension: one for one in (*_BY_MAIN_PART.values(), *_BY_MIMETYPE.values(), *_BY_STREAM.values())}


def printable_format(path: Path) -> OfficeFormat | None:
    """The format of a file that is to be printed, None if it is no Office file. Raises ExtractionFailed as
    `office_format` does, and TOO_LARGE for what a conversion could not hold."""
    found = office_format(path)
    if found is not None and path.stat().st_size > MOST_BYTES:
        raise ExtractionFailed(FailureReason.TOO_LARGE)
    if found is not None and _starts_with(path, _ZIP):
        with ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise ExtractionFailed(FailureReason.TOO_LARGE, detail="unpacked")
    return found


def office_format(path: Path) -> OfficeFormat | None:
    """The format of the file, None if it is no Office file, or one of a kind that is not known.

    Raises ExtractionFailed for one that is and is not taken: MACROS, ENCRYPTED, UNSAFE_DOCUMENT, DAMAGED; for a ZIP of
    more entries than are looked at: TOO_LARGE.
    """
    if _starts_with(path, _ZIP):
        return _in_zip(path)
    return _in_compound_file(path) if _starts_with(path, _COMPOUND) else None


def _starts_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as handle:
        return handle.read(len(mark)) == mark


def _in_zip(path: Path) -> OfficeFormat | None:
    if _entries_announced(path) > MOST_ENTRIES:
        raise ExtractionFailed(FailureReason.TOO_LARGE, detail="entries")
    try:
        with ZipFile(path) as archive:
            return _judged(archive, {entry.filename: entry for entry in archive.infolist()})
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ExtractionFailed(FailureReason.DAMAGED, detail=type(error).__name__) from error


def _entries_announced(path: Path) -> int:
    """How many entries the archive says it has, before its directory is read into memory."""
    with path.open("rb") as handle:
        size = handle.seek(0, 2)
        handle.seek(max(0, size - _END_OF_DIRECTORY.size - 0xFFFF))
        tail = handle.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_OF_DIRECTORY.size:
        raise ExtractionFailed(FailureReason.DAMAGED, detail="no directory")
    return int(_END_OF_DIRECTORY.unpack_from(tail, at)[4])


def _judged(archive: ZipFile, entries: dict[str, ZipInfo]) -> OfficeFormat | None:
    names = {name.lower(): name for name in entries}
    types = entries.get(names.get(_TYPES, ""))
    mimetype = _text_of(archive, entries.get("mimetype")).strip()
    if types is None and not mimetype.startswith(_OPEN_DOCUMENT):
        return None
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise ExtractionFailed(FailureReason.ENCRYPTED)
    declared = _text_of(archive, types)
    if any(_PROGRAMS.search(name) for name in names) or "macroEnabled" in declared or "vbaProject" in declared:
        raise ExtractionFailed(FailureReason.MACROS)
    if types is not None:
        _check_declarations(archive, entries.values())
        return next((kind for main, kind in _BY_MAIN_PART.items() if f'"{main}"' in declared), None)
    if "encryption-data" in _text_of(archive, entries.get("META-INF/manifest.xml")):
        raise ExtractionFailed(FailureReason.ENCRYPTED)
    return _BY_MIMETYPE.get(mimetype)


def _check_declarations(archive: ZipFile, entries: Iterable[ZipInfo]) -> None:
    """No Office program writes a document type (ECMA-376 part 2, 8.1.4 forbids it): whoever does means to make readers
    load or multiply something."""
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):
            with archive.open(entry) as file:
                if _DECLARED.search(file.read(_HEAD).replace(b"\0", b"")):
                    raise ExtractionFailed(FailureReason.UNSAFE_DOCUMENT)


def _text_of(archive: ZipFile, entry: ZipInfo | None) -> str:
    """The beginning of an entry, of UTF-16 what is ASCII in it; the length that it claims is not believed."""
    if entry is None or entry.flag_bits & 1:
        return ""
    with archive.open(entry) as handle:
        return handle.read(_SMALL_ENTRY).replace(b"\0", b"").replace(b"'", b'"').decode("utf-8", "replace")


def _in_compound_file(path: Path) -> OfficeFormat | None:
    try:
        with OleFileIO(path) as file:
            streams = {"/".join(parts) for parts in file.listdir(streams=True, storages=True)}
    except Exception as error:
        raise ExtractionFailed(FailureReason.DAMAGED, detail=type(error).__name__) from error
    if "EncryptedPackage" in streams:
        raise ExtractionFailed(FailureReason.ENCRYPTED)
    found = next((kind for stream, kind in _BY_STREAM.items() if stream in streams), None)
    if found is not None and any("_VBA_PROJECT" in name.upper() for name in streams):
        raise ExtractionFailed(FailureReason.MACROS)
    return found
