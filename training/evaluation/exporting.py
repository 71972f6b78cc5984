"""Tables as files: CSV that Excel reads, and XLSX. No cell of them is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from openpyxl import Workbook

from portal.core.spreadsheets import csv_lines, harmless

Cell = str | int | float | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(name: str, kind: str, head: Sequence[object], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The table as an attachment called `name`, `kind` "csv" or "xlsx"."""
    if kind == "xlsx":
        data, content_type = _xlsx(head, rows), XLSX
    else:
        data, content_type = "".join(csv_lines(head, rows)).encode(), "text/csv; charset=utf-8"
    answer = HttpResponse(data, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _xlsx(head: Sequence[object], rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([harmless(str(title)) for title in head])
    for row in rows:
        sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
