"""Rows of a CSV or XLSX file, cleaned, and back; what a spreadsheet would run as a formula is text both ways."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from training.bank.exchange.formats.archive import Archive
from training.bank.exchange.formats.decoding import decoded
from training.bank.exchange.values import MOST_QUESTIONS, FileRefused

MOST_ROWS = 4 * MOST_QUESTIONS
MOST_COLUMNS = 600
MOST_EMPTY = 1000
"""Empty rows on end; a stray cell far below makes a workbook say that it has a million."""
LONGEST_CELL = 60_000
LONGEST_XLSX_CELL = 32_767
_NEUTRAL = re.compile(r"^'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"^'+[=+\-@\t\r]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")

Row = tuple[int, list[str]]


def csv_rows(data: bytes) -> Iterator[Row]:
    """The rows of a CSV, each with the number of its last line. Raises FileRefused."""
    text = decoded(data)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in rows:
            yield _checked(rows.line_num, cells)
    except csv.Error as error:
        raise FileRefused(
            _("Line %(line)s is not CSV: %(error)s.") % {"line": rows.line_num, "error": error}
        ) from error


def xlsx_rows(data: bytes) -> Iterator[Row]:
    """The rows of the first sheet of a workbook, as values. Raises FileRefused."""
    archive = Archive(data)
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            part = archive.read(name)
            # No workbook has a document type; one that does, or that hides it in another encoding, means harm.
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part:
                raise FileRefused(_("The workbook is made in a way that can do harm. Nothing of it is read."))
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
        empty = 0
        for number, cells in enumerate(rows, 1):
            empty = 0 if any(cell.value is not None for cell in cells) else empty + 1
            if empty > MOST_EMPTY:
                raise FileRefused(
                    _("Line %(line)s comes after more than %(count)s empty ones. Delete what is below the table.")
                    % {"line": number, "count": MOST_EMPTY}
                )
            if empty:
                continue
            yield _checked(number, [_said(cell) for cell in cells])
    except FileRefused:
        raise
    except (InvalidFileException, BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise FileRefused(_("The file is no workbook that can be read. Save it again as XLSX.")) from error
    except SyntaxError as error:
        raise FileRefused(_("The file is no workbook that can be read. Save it again as XLSX.")) from error


def _said(cell: Any) -> str:
    """The cell as a person reads it: 50 % is 50, a whole number has no point."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        percent = "%" in (getattr(cell, "number_format", "") or "")
        number = round(value * 100, 8) if percent else value
        return f"{number:.15g}" + ("%" if percent else "")
    return str(value)


def _checked(number: int, cells: list[str]) -> Row:
    if number > MOST_ROWS + 1:
        raise FileRefused(_("The file has more than %(count)s rows.") % {"count": MOST_ROWS})
    if len(cells) > MOST_COLUMNS:
        raise FileRefused(_("Line %(line)s has more than %(count)s cells.") % {"line": number, "count": MOST_COLUMNS})
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise FileRefused(_("Line %(line)s has a cell that is too long.") % {"line": number})
    return number, [_bare(cell) for cell in cells]


def _bare(cell: str) -> str:
    text = cell.replace("\r\n", "\n").strip().removeprefix("\ufeff")
    return text[1:] if _NEUTRALISED.match(text) else text


def _neutral(cell: str) -> str:
    return f"'{cell}" if _NEUTRAL.match(cell) else cell


def csv_of(rows: list[list[str]]) -> bytes:
    """The rows as CSV in UTF-8 with a byte order mark, which spreadsheets need to see."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(sheets: dict[str, list[list[str]]]) -> bytes:
    """A workbook with these sheets; the first row of each is its heading."""
    book = Workbook(write_only=True)
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet, value=_CONTROLS.sub("", _neutral(text))[:LONGEST_XLSX_CELL])
                cell.data_type = "s"
                cell.alignment = wrapped
                if not number:
                    cell.font = bold
                cells.append(cell)
            sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
