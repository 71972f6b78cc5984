"""What a table that can be taken away is: its columns, and whose rows it has. One definition for files, mails and
pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.network.api import Viewer
from portal.network.models import Dealer
from training.needs import scope

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """`cell` reads the value of a row; `title` is translated when it is written."""

    title: Any
    cell: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` reads what the viewer may see of these dealers, in one order; `size` says how many rows that will be."""

    name: str
    title: Any
    columns: tuple[Column, ...]
    rows: Callable[[Viewer, QuerySet[Dealer]], Iterable[Any]]
    size: Callable[[Viewer, QuerySet[Dealer]], int]


def asked_dealers(*, viewer: Viewer, filters: Mapping[str, Any]) -> QuerySet[Dealer]:
    """The dealers of a table: of one dealer, of a region, or all that the viewer may see. Raises NotVisible."""
    at = scope.dealers(viewer=viewer)
    if filters.get("dealer"):
        return at.filter(pk=scope.dealer(viewer=viewer, dealer_id=int(filters["dealer"])).pk)
    if filters.get("region"):
        region = scope.region(viewer=viewer, region_id=int(filters["region"]))
        return at.filter(region__path__startswith=region.path)
    return at


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
