"""Certificates as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from portal.core.spreadsheets import csv_lines
from training.certification.models import Certification
from training.certification.terms import state_of
from training.certification.words import STATES


def lines(rows: Iterable[Certification], *, day: date) -> Iterator[str]:
    """The table as CSV, line by line."""
    head = (
        _("Person"),
        _("User name"),
        _("Certification"),
        _("Code"),
        _("State"),
        _("Valid from"),
        _("Valid until"),
        _("Period"),
    )
    return csv_lines(head, (_cells(row, day) for row in rows))


def _cells(row: Certification, day: date) -> list[object]:
    return [
        row.user.get_full_name() or row.user.username,
        row.user.username,
        row.scheme.title,
        row.scheme.code,
        str(STATES[state_of(row, day=day)]),
        row.valid_from,
        row.expires_on or "",
        row.cycle,
    ]
