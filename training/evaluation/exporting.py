"""Tables as files: CSV that Excel reads, and XLSX. No cell of them is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.http import HttpResponse
from openpyxl import Workbook

Cell = str | int | float | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Cell | date | datetime) -> Cell:
    """The cell so that no spreadsheet takes it for a formula: a text that begins like one gets an apostrophe. Numbers
    stay numbers."""
    if value is None or isinstance(value, int | float):
        return value
    text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_file(name: str, kind: str, head: Sequence[object], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The table as an attachment called `name`, `kind` "csv" or "xlsx"."""
    table = [[neutral(str(cell)) for cell in head], *([neutral(cell) for cell in row] for row in rows)]
    if kind == "xlsx":
        data, content_type = _xlsx(table), XLSX
    else:
        data, content_type = _csv(table), "text/csv; charset=utf-8"
    answer = HttpResponse(data, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _csv(table: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    # The mark tells Excel that it is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(table: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
