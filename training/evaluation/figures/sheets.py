"""The rows of an uploaded table: CSV in the encodings that spreadsheets write, or XLSX. Hostile until read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.core.errors import Refused

LARGEST_BYTES = 5 * 2**20
LARGEST_UNPACKED = 60 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 40
LONGEST_CELL = 200
_ZIP = b"PK\x03\x04"


class SheetRefused(Refused):
    """The file as a whole cannot be used."""


def rows_of(data: bytes) -> list[list[str]]:
    """The rows that have anything in them, as texts; the kind of file is read from its bytes. Raises SheetRefused."""
    if len(data) > LARGEST_BYTES:
        raise SheetRefused(_("The file is larger than %(most)s MB.") % {"most": LARGEST_BYTES // 2**20})
    found = _limited(_xlsx(data) if data.startswith(_ZIP) else _csv(data))
    if not found:
        raise SheetRefused(_("The file is empty."))
    return found


def _limited(rows: Iterable[list[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for row in rows:
        cells = [cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(kept) > MOST_ROWS:
            raise SheetRefused(_("The file has more than %(most)s rows.") % {"most": MOST_ROWS})
        kept.append(cells)
    return kept


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    except csv.Error as error:
        raise SheetRefused(_("The file is not CSV: %(error)s.") % {"error": error}) from error


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefused(_("The file is neither CSV nor XLSX."))


def _xlsx(data: bytes) -> Iterator[list[str]]:
    """The first sheet. What it would unpack to is looked at before it is unpacked; openpyxl reads XML with defusedxml
    where that is installed, as it is here."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise SheetRefused(_("The file unpacks to more than can be read."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [_text(cell) for cell in row]
    except (BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError, TypeError) as error:
        raise SheetRefused(_("The XLSX file is broken.")) from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
