"""Tables to take away as CSV or XLSX: what the pages show, whole. `viewer` is one of `scope.reporting`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.acknowledgement import scope
from content.acknowledgement.models import Acknowledgement, Duty, DutyDealer
from content.acknowledgement.reading import network, team
from content.exports import api as exports
from content.library.models import Edition
from portal.network.api import Viewer
from portal.network.models import Dealer, Region, User

COUNTS = (_("Asked"), _("Confirmed"), _("Open"), _("Overdue"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what a table is: the dealers, and a region or an edition if one was named. `whole` is the network."""

    viewer: Viewer
    at: QuerySet[Dealer]
    region: Region | None = None
    edition: Edition | None = None
    whole: bool = False


Cells = list[object]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are the rows that the database gives, `cells` what is written of one of them."""

    title: Any
    head: tuple[Any, ...]
    rows: Callable[[Asked], Any]
    cells: Callable[[Any], Cells]

    def written(self, asked: Asked) -> Iterator[Cells]:
        return (self.cells(row) for row in self.rows(asked).iterator(chunk_size=2000))


def _people(asked: Asked) -> Any:
    return team.people(viewer=asked.viewer, at=asked.at)


def _publications(asked: Asked) -> Any:
    if asked.whole:
        return network.publications(viewer=asked.viewer)
    return team.publications(viewer=asked.viewer, at=asked.at)


def _dealers(asked: Asked) -> Any:
    rows = network.dealer_rows(viewer=asked.viewer, region=asked.region, edition=asked.edition)
    return rows.filter(pk__in=asked.at.order_by().values("pk"))


def _duties(asked: Asked) -> Any:
    """Duties by dealer: one at two dealers has two rows."""
    rows = DutyDealer.objects.filter(
        scope.current(viewer=asked.viewer, path="duty__edition__"),
        dealer__in=asked.at.order_by().values("pk"),
        duty__state__in=Duty.COUNTED,
        duty__user__in=scope.people(viewer=asked.viewer, at=asked.at),
    )
    if asked.edition is not None:
        rows = rows.filter(duty__edition=asked.edition)
    rows = rows.select_related("duty__user", "duty__edition__manual", "dealer").defer("duty__edition__outline")
    return rows.order_by("dealer__name", "duty__user__last_name", "duty__user__first_name", "duty__due_at", "pk")


def _record(asked: Asked) -> Any:
    """What was confirmed at these dealers, whoever works there now."""
    rows = Acknowledgement.objects.filter(dealer__in=asked.at.order_by().values("pk")).select_related("dealer")
    if not asked.viewer.everything:
        shown = Edition.objects.filter(
            scope.current(viewer=asked.viewer), manual=OuterRef("edition__manual")
        ).order_by()
        rows = rows.filter(Exists(shown))
    if asked.edition is not None:
        rows = rows.filter(edition=asked.edition)
    return rows.order_by("-at", "-pk")


def _local(instant: datetime | None) -> datetime | None:
    """As a spreadsheet takes it: in the portal's time zone, and without one."""
    return timezone.localtime(instant).replace(tzinfo=None, microsecond=0) if instant else None


def _counts(open_: int, confirmed: int, overdue: int) -> Cells:
    return [open_ + confirmed, confirmed, open_, overdue]


TABLES = {
    "people": Table(
        _("People"),
        (_("Person"), _("Account"), *COUNTS),
        _people,
        lambda row: [row.get_full_name(), row.username, *_counts(row.open, row.confirmed, row.overdue)],
    ),
    "publications": Table(
        _("Publications to confirm"),
        (_("Document number"), _("Title"), _("Edition"), *COUNTS),
        _publications,
        lambda row: [
            row["document_number"],
            row["title"],
            row["label"],
            *_counts(row["open_sum"], row["confirmed_sum"], row["overdue_sum"]),
        ],
    ),
    "dealers": Table(
        _("Dealers"),
        (_("Code"), _("Dealer"), _("Region"), *COUNTS),
        _dealers,
        lambda row: [
            row.code,
            row.name,
            row.region.name,
            *_counts(row.open or 0, row.confirmed or 0, row.overdue or 0),
        ],
    ),
    "duties": Table(
        _("Who has confirmed and who has not"),
        (
            *(_("Code"), _("Dealer"), _("Person"), _("Document number"), _("Title"), _("Edition")),
            *(pgettext_lazy("of a duty", "State"), _("Confirm by"), _("Confirmed on"), "SHA-256"),
        ),
        _duties,
        lambda row: [
            row.dealer.code,
            row.dealer.name,
            row.duty.user.get_full_name() or row.duty.user.username,
            row.duty.edition.manual.document_number,
            row.duty.edition.manual.title,
            row.duty.edition.label,
            str(row.duty.get_state_display()),
            _local(row.duty.due_at),
            _local(row.duty.confirmed_at),
            row.duty.edition.sha256,
        ],
    ),
    "record": Table(
        _("Record of confirmations"),
        (
            *(_("Code"), _("Dealer"), _("Person"), _("Document number"), _("Title"), _("Edition")),
            *(_("Confirmed on"), _("What was confirmed"), "SHA-256"),
        ),
        _record,
        lambda row: [
            row.dealer.code,
            row.dealer.name,
            row.person,
            row.document_number,
            row.title,
            row.label,
            _local(row.at),
            row.wording,
            row.sha256,
        ],
    ),
}


def name_of(table: str) -> str:
    """What one of `TABLES` is called among the tables of all rooms."""
    return f"duties.{table}"


def register_tables() -> None:
    """Let people take them away."""
    for name, table in TABLES.items():
        exports.register_table(name_of(name), title=table.title, opens=partial(_opened, name))


def _opened(name: str, viewer: Viewer, _user: User, facts: Mapping[str, Any]) -> exports.Opened:
    table, asked = TABLES[name], _asked(scope.reporting(viewer=viewer), facts)
    return exports.Opened(
        title=str(table.title),
        filename=name,
        head=table.head,
        rows=lambda: table.written(asked),
        size=lambda: table.rows(asked).order_by().count(),
        grounds=exports.grounds_of(viewer),
    )


def _asked(viewer: Viewer, facts: Mapping[str, Any]) -> Asked:
    """Of a `dealer`, a `region` or an `edition` by their ids. Raises NotVisible."""
    at, region = scope.dealers(viewer=viewer), None
    if "region" in facts:
        region = scope.region(viewer=viewer, region_id=facts["region"])
        at = network.dealers_below(viewer=viewer, region=region)
    if "dealer" in facts:
        at = scope.dealers(viewer=viewer).filter(pk=scope.dealer(viewer=viewer, dealer_id=facts["dealer"]).pk)
    edition = scope.publication(viewer=viewer, edition_id=facts["edition"]) if "edition" in facts else None
    return Asked(viewer, at, region, edition, whole=viewer.everything and not {"dealer", "region"} & set(facts))
