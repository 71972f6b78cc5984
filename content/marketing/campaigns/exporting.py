"""The tasks of a campaign as a spreadsheet, for the department that owns it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from content.marketing.campaigns import board
from content.marketing.campaigns.models import Campaign, DealerTask
from portal.core import spreadsheets


def titles() -> list[str]:
    """Of the columns."""
    return [
        _("Region"),
        _("Dealer code"),
        _("Dealer"),
        _("Task"),
        _("Due"),
        _("State"),
        pgettext("when", "Handed in"),
        _("Late"),
        _("Photos"),
    ]


def rows(campaign: Campaign, *, at: datetime) -> Iterator[list[object]]:
    """A row for each task at each dealer, as they come; instants on the portal's clock."""
    states = {value: str(label) for value, label in DealerTask.State.choices}
    for region, code, dealer, task, due, state, done, late, photos in board.export_rows(campaign, at=at).iterator(2000):
        said = _("yes") if late else _("no")
        yield [region, code, dealer, task, _clock(due), states[state], _clock(done), said, photos]


def csv_lines(campaign: Campaign, *, at: datetime) -> Iterator[str]:
    """The lines of the CSV file."""
    return spreadsheets.csv_lines(titles(), rows(campaign, at=at))


def xlsx_file(campaign: Campaign, *, at: datetime) -> IO[bytes]:
    """The same as an open XLSX file, at its beginning. The caller closes it."""
    file = TemporaryFile(prefix="campaign-")  # noqa: SIM115  (the answer closes it)
    spreadsheets.write_xlsx(file, titles(), rows(campaign, at=at), sheet=campaign.title)
    file.seek(0)
    return file


def _clock(instant: datetime | None) -> object:
    return timezone.localtime(instant).replace(tzinfo=None, microsecond=0) if instant else ""
