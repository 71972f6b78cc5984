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
    """The same as an XLSX file of one sheet, which may be named. Row by row: the table is not held in memory."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_SHEET_REFUSES.sub(" ", sheet)[:31] or None)
    page.append(_titles(head))
    for row in rows:
        page.append(_cells(row))
    book.save(file)


def _titles(head: Iterable[object]) -> list[str]:
    return [harmless(str(title)) for title in head]


def _cells(row: Iterable[object]) -> list[object]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in row]


def _line(cells: Iterable[object]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
