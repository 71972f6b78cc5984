"""The tasks of a campaign as a spreadsheet, for the department that owns it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from content.exports import api as exports
from content.marketing.campaigns import board
from content.marketing.campaigns.models import Campaign, DealerTask
from portal.network.api import Viewer
from portal.network.models import User

TASKS = "campaigns.tasks"


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


def register_tables() -> None:
    """Let the department take them away."""
    exports.register_table(TASKS, title=_lazy("Tasks of a campaign"), opens=_opened)


def _opened(viewer: Viewer, user: User, asked: Mapping[str, Any]) -> exports.Opened:
    campaign = board.led_campaign(user=user, campaign_id=asked["campaign"])
    return exports.Opened(
        title=campaign.title,
        filename=f"{campaign.document_number}-{_('tasks')}",
        head=titles(),
        rows=lambda: rows(campaign, at=viewer.at),
        size=lambda: board.tasks_of(campaign).count(),
        grounds=frozenset([f"campaign:{campaign.pk}"]),
    )


def _clock(instant: datetime | None) -> object:
    return timezone.localtime(instant).replace(tzinfo=None, microsecond=0) if instant else ""
