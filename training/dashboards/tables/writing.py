"""Writing a table as CSV or XLSX. Row by row: no table is held whole in memory, and no cell is a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import spreadsheets
from training.dashboards.tables.shape import Table

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": spreadsheets.XLSX,
}


def cell(value: Any) -> Any:
    """A value as a spreadsheet takes it: numbers and dates as they are, instants on the portal's clock."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        case int() | float() | date():
            return value
        case Decimal():
            return float(value)
        case _:
            return str(value)


def csv_lines(table: Table, rows: Iterable[Any]) -> Iterator[str]:
    """The lines of the CSV file, the first with the titles."""
    return spreadsheets.csv_lines(*_written(table, rows))


def write(table: Table, rows: Iterable[Any], *, format: str, path: Path) -> int:
    """Write the file at `path`. Returns how many rows it has."""
    number = 0

    def counted() -> Iterator[Any]:
        nonlocal number
        for row in rows:
            number += 1
            yield row

    if format == "csv":
        with path.open("w", encoding="utf-8", newline="") as lines:
            lines.writelines(csv_lines(table, counted()))
    else:
        with path.open("wb") as file:
            write_open(table, counted(), file=file)
    return number


def write_open(table: Table, rows: Iterable[Any], *, file: IO[bytes]) -> None:
    """Write an XLSX file into `file`."""
    spreadsheets.write_xlsx(file, *_written(table, rows), sheet=str(table.title))


def _written(table: Table, rows: Iterable[Any]) -> tuple[list[Any], Iterator[list[Any]]]:
    """The titles, and the rows as they come."""
    return [column.title for column in table.columns], (
        [cell(column.cell(row)) for column in table.columns] for row in rows
    )
