"""Which Office format a file is, by what is in it and never by its name.

Three containers are known: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300) are ZIP files, the formats
before 2007 are compound files [MS-CFB]. Nothing is unpacked here: a ZIP is judged by its directory and two small
entries, a compound file by the names of its streams.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from olefile import OleFileIO

from content.ingest.extraction.failures import ExtractionFailed, FailureReason

MOST_ENTRIES = 20_000
MOST_UNPACKED_BYTES = 1024**3
MOST_BYTES = 256 * 1024**2
_SMALL_ENTRY = 1024 * 1024
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
_BY_PART = {
    "word/document.xml": OfficeFormat("docx", f"{_OPEN_XML}wordprocessingml.document", "writer"),
    "xl/workbook.xml": OfficeFormat("xlsx", f"{_OPEN_XML}spreadsheetml.sheet", "calc"),
    "ppt/presentation.xml": OfficeFormat("pptx", f"{_OPEN_XML}presentationml.presentation", "impress"),
}
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
FORMATS = {one.extension: one for one in (*_BY_PART.values(), *_BY_MIMETYPE.values(), *_BY_STREAM.values())}


def office_format(path: Path) -> OfficeFormat | None:
    """The format of the file, None if it is no Office file.

    Raises ExtractionFailed for one that is and is not taken: MACROS, ENCRYPTED, DAMAGED, TOO_LARGE.
    """
    with path.open("rb") as handle:
        head = handle.read(8)
    if head.startswith(_ZIP):
        judge = _in_zip
    elif head == _COMPOUND:
        judge = _in_compound_file
    else:
        return None
    if path.stat().st_size > MOST_BYTES:
        raise ExtractionFailed(FailureReason.TOO_LARGE)
    return judge(path)


def _in_zip(path: Path) -> OfficeFormat | None:
    if _entries_announced(path) > MOST_ENTRIES:
        raise ExtractionFailed(FailureReason.TOO_LARGE, detail="entries")
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            found = _judged(archive, {entry.filename: entry for entry in entries})
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ExtractionFailed(FailureReason.DAMAGED, detail=type(error).__name__) from error
    if found is not None and sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise ExtractionFailed(FailureReason.TOO_LARGE, detail="unpacked")
    return found


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
    names = {name.lower() for name in entries}
    found = next((kind for part, kind in _BY_PART.items() if part in names), None)
    if found is None:
        found = _BY_MIMETYPE.get(_text_of(archive, entries.get("mimetype")).strip())
        if found is None:
            return None
        if "encryption-data" in _text_of(archive, entries.get("META-INF/manifest.xml")):
            raise ExtractionFailed(FailureReason.ENCRYPTED)
        programs = any(name.startswith(("basic/", "scripts/")) for name in names)
    else:
        programs = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names)
    if programs:
        raise ExtractionFailed(FailureReason.MACROS)
    return found


def _text_of(archive: ZipFile, entry: ZipInfo | None) -> str:
    """The beginning of an entry; the length that it claims is not believed."""
    if entry is None:
        return ""
    with archive.open(entry) as handle:
        return handle.read(_SMALL_ENTRY).decode("utf-8", "replace")


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
