"""A file of enrolments: bytes of a CSV or XLSX -> lines. What the lines mean is decided by `planning`."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.core.errors import Refused

PERSON, COURSE, DUE = COLUMNS = ("person", "course", "due")
_NAMES = {
    PERSON: {"person", "user", "username", "mail", "email", "technician id", "人员", "用户名", "邮箱", "技师编号"},
    COURSE: {"course", "document number", "course code", "课程", "课程编号"},
    DUE: {"due", "due on", "截止日期", "截止"},
}
LARGEST = 2_000_000
MOST_LINES = 5_000
LONGEST_CELL = 254
MOST_UNPACKED = 60_000_000
MOST_PARTS = 200


class FileRefused(Refused):
    """The file as a whole cannot be used; nothing is done."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, as written; a date of a spreadsheet is written as 2026-03-01."""

    number: int
    person: str
    course: str
    due: str


def lines_of(data: bytes) -> list[Line]:
    """The lines of a CSV (UTF-8, UTF-16 or GB18030; commas, semicolons or tabs) or of the first sheet of an XLSX.
    Raises FileRefused."""
    if len(data) > LARGEST:
        raise FileRefused(_("The file is larger than %(size)d MB.") % {"size": LARGEST // 1_000_000})
    rows = _sheet(data) if data.startswith(b"PK\x03\x04") else _table(data)
    columns: dict[str, int] | None = None
    lines: list[Line] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells)
            continue
        if len(lines) == MOST_LINES:
            raise FileRefused(_("The file has more than %(count)d lines.") % {"count": MOST_LINES})
        lines.append(_line(number, columns, cells))
    if not lines:
        raise FileRefused(_("The file has no lines below its headings."))
    return lines


def _columns(cells: list[str]) -> dict[str, int]:
    heads = [cell.strip().lower().replace("_", " ") for cell in cells]
    found = {column: place for column, names in _NAMES.items() for place, head in enumerate(heads) if head in names}
    missing = [column for column in (PERSON, COURSE) if column not in found]
    if missing:
        raise FileRefused(
            _("The first line has to name the columns. Missing: %(columns)s.") % {"columns": ", ".join(missing)}
        )
    return found


def _line(number: int, columns: dict[str, int], cells: list[str]) -> Line:
    def cell(column: str) -> str:
        place = columns.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    line = Line(number, cell(PERSON), cell(COURSE), cell(DUE))
    if max(len(line.person), len(line.course), len(line.due)) > LONGEST_CELL:
        raise FileRefused(_("Line %(line)d has a cell that is too long.") % {"line": number})
    return line


def _table(data: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(data)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for cells in reader:
            rows.append((reader.line_num, cells))
            if len(rows) > 2 * MOST_LINES:
                raise FileRefused(_("The file has more than %(count)d lines.") % {"count": MOST_LINES})
    except csv.Error as error:
        raise FileRefused(_("Line %(line)d is not CSV.") % {"line": reader.line_num}) from error
    return rows


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefused(_("The file is neither CSV in UTF-8 or GBK nor XLSX."))


def _sheet(data: bytes) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise FileRefused(_("The file unpacks to more than a list of enrolments can be."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = []
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=30), start=1):
            rows.append((number, [_text(cell) for cell in cells]))
            if number > 2 * MOST_LINES:
                raise FileRefused(_("The file has more than %(count)d lines.") % {"count": MOST_LINES})
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused(_("The file is no XLSX that can be read.")) from error
    return rows


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
