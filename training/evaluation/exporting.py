"""Tables as files: CSV that Excel reads, and XLSX. No cell of them is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from portal.core.spreadsheets import XLSX, csv_lines, write_xlsx

Cell = str | int | float | None


def as_file(name: str, kind: str, head: Sequence[object], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The table as an attachment called `name`, `kind` "csv" or "xlsx"."""
    if kind == "xlsx":
        book = io.BytesIO()
        write_xlsx(book, head, rows)
        data, content_type = book.getvalue(), XLSX
    else:
        data, content_type = "".join(csv_lines(head, rows)).encode(), "text/csv; charset=utf-8"
    answer = HttpResponse(data, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
