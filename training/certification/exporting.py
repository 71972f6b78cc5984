"""Certificates as a table for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO

from django.utils.translation import gettext as _

from training.certification.models import Certification
from training.certification.terms import state_of
from training.certification.words import STATES

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know that the file is UTF-8."""


def lines(rows: Iterable[Certification], *, day: date) -> Iterator[str]:
    """The table as CSV, line by line."""
    yield BYTE_ORDER_MARK + _line(
        [
            _("Person"),
            _("User name"),
            _("Certification"),
            _("Code"),
            _("State"),
            _("Valid from"),
            _("Valid until"),
            _("Period"),
        ]
    )
    for row in rows:
        yield _line(
            [
                row.user.get_full_name() or row.user.username,
                row.user.username,
                row.scheme.title,
                row.scheme.code,
                str(STATES[state_of(row, day=day)]),
                row.valid_from.isoformat(),
                row.expires_on.isoformat() if row.expires_on else "",
                str(row.cycle),
            ]
        )


def harmless(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _line(cells: list[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow([harmless(cell) for cell in cells])
    return written.getvalue()
