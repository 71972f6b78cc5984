"""What a file of dealer figures would do: looked at whole before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from training.evaluation.figures.sheets import SheetRefused

COLUMNS = ("dealer", "figure", "period", "value", "unit")
REQUIRED = COLUMNS[:4]
LONGEST_NAME = 120
LONGEST_UNIT = 30
NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
_MOST = Decimal(10) ** 13
_MONTH = re.compile(r"^(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?$", re.ASCII)
_QUARTER = re.compile(r"^(\d{4})[- ]?Q([1-4])$", re.IGNORECASE | re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of the file and what it would do. `reason` of a wrong one is a sentence."""

    line: int
    does: str
    dealer: str
    figure: str
    month: str
    value: str
    unit: str
    before: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is in the database: dealers' ids by code, units of the department's figures by name, and values by figure's
    name, dealer's code and month."""

    dealers: Mapping[str, int]
    units: Mapping[str, str]
    values: Mapping[Key, Decimal]


def plan(rows: Sequence[Sequence[str]], known: Known) -> list[Planned]:
    """The plan for a table whose first row names its columns. Raises SheetRefused when a column is missing."""
    head = [cell.strip().lower() for cell in rows[0]]
    if missing := [name for name in REQUIRED if name not in head]:
        raise SheetRefused(
            _("There is no column “%(name)s”. The columns are: %(known)s.")
            % {"name": missing[0], "known": ", ".join(COLUMNS)}
        )
    places = {name: head.index(name) for name in COLUMNS if name in head}
    units, seen = dict(known.units), set[Key]()
    found = []
    for line, row in enumerate(rows[1:], start=2):
        cells = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        found.append(_row(line, cells, known, units, seen))
    return found


def _row(line: int, cells: Mapping[str, str], known: Known, units: dict[str, str], seen: set[Key]) -> Planned:
    dealer, figure, unit = cells["dealer"], cells["figure"], cells.get("unit", "")
    month, value = month_of(cells["period"]), value_of(cells["value"])
    key = (figure, dealer, month.isoformat() if month else "")
    reason = _wrong(cells, month, value, known) or _contradicts(key, unit, units, seen)
    if reason or month is None or value is None:
        return Planned(line, WRONG, dealer, figure, cells["period"], cells["value"], unit, reason=reason)
    seen.add(key)
    units.setdefault(figure, unit)
    before = known.values.get(key)
    does = NEW if before is None else SAME if before == value else CHANGED
    was = "" if before is None else f"{before.normalize():f}"
    return Planned(line, does, dealer, figure, key[2], f"{value.normalize():f}", unit, before=was)


def _wrong(cells: Mapping[str, str], month: date | None, value: Decimal | None, known: Known) -> str:
    figure, unit = cells["figure"], cells.get("unit", "")
    if cells["dealer"] not in known.dealers:
        return _("There is no dealer with the code “%(code)s”.") % {"code": cells["dealer"][:40]}
    if not figure or len(figure) > LONGEST_NAME or len(unit) > LONGEST_UNIT:
        return _("The name of the figure or its unit is missing or too long.")
    if month is None:
        return _("The period is no month (2026-03) and no quarter (2026-Q1).")
    return _("The value is no number.") if value is None else ""


def _contradicts(key: Key, unit: str, units: Mapping[str, str], seen: set[Key]) -> str:
    """Whether the row contradicts what was kept or stands before it in the file."""
    figure = key[0]
    if unit and units.get(figure, unit) != unit:
        return _("“%(figure)s” is in “%(unit)s” elsewhere.") % {"figure": figure, "unit": units[figure]}
    return _("The same dealer, figure and period are there twice.") if key in seen else ""


def month_of(text: str) -> date | None:
    """The first day of a month ("2026-03", a day in it) or of a quarter ("2026-Q1")."""
    if quarter := _QUARTER.match(text):
        year, month = int(quarter[1]), 3 * int(quarter[2]) - 2
    elif match := _MONTH.match(text):
        year, month = int(match[1]), int(match[2])
    else:
        return None
    return date(year, month, 1) if 1990 <= year <= 2100 and 1 <= month <= 12 else None


def value_of(text: str) -> Decimal | None:
    """The number in a cell, to four places. A comma separates thousands where it can, else it is the point; a percent
    sign is left to the unit."""
    plain = text.replace(" ", "").replace("\u00a0", "").removesuffix("%")
    plain = plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    value = Decimal(plain)
    return round(value, 4) if abs(value) < _MOST else None
