"""Tables for spreadsheets. A text that a spreadsheet would take for a formula gets an apostrophe in front
(CSV injection, OWASP)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import IO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"
"""So that spreadsheets read the file as UTF-8."""
LONGEST_CELL = 32_767
MOST_SHEET_ROWS = 1_048_576
"""Of one sheet, with the titles; a spreadsheet opens no longer one."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET_REFUSES = re.compile(r"[\\/*?:\[\]]")


def harmless(text: str) -> str:
    """The text, which no spreadsheet takes for a formula; without what XLSX cannot hold."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)[: LONGEST_CELL - 1]
    return f"'{clean}" if clean.lstrip(" ").startswith(FORMULA_STARTS) else clean


def csv_lines(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a CSV file, the first with the titles. Texts are made harmless; numbers and dates stay."""
    yield BYTE_ORDER_MARK + _line(_titles(head))
    for row in rows:
        yield _line(_cells(row))


def write_xlsx(file: IO[bytes], head: Iterable[object], rows: Iterable[Iterable[object]], *, sheet: str = "") -> None:
    """The same as an XLSX file of one sheet, which may be named, or of as many as it takes, each with the titles. Row
    by row: the table is not held in memory."""
    book, titles, name = Workbook(write_only=True), _titles(head), _SHEET_REFUSES.sub(" ", sheet)[:25]
    page, left = book.create_sheet(name or None), MOST_SHEET_ROWS - 1
    page.append(titles)
    for row in rows:
        if not left:
            page, left = book.create_sheet(f"{name} {len(book.worksheets) + 1}".strip()), MOST_SHEET_ROWS - 1
            page.append(titles)
        page.append(_cells(row))
        left -= 1
    book.save(file)


def _titles(head: Iterable[object]) -> list[str]:
    return [harmless(str(title)) for title in head]


def _cells(row: Iterable[object]) -> list[object]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in row]


def _line(cells: Iterable[object]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
