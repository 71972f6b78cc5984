"""A month as a calendar: weeks of seven days with what lies in them. Pure; days are the reader's."""

from __future__ import annotations

import re
from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something from one day to another, both included. `kind` is "campaign", "phase" or "task"."""

    kind: str
    title: str
    first: date
    last: date
    url: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """The part of an entry that lies in one week: from column `column` (1 to 7), over `span` days."""

    entry: Entry
    column: int
    span: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Week:
    days: tuple[date, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year, with what is shown of the months beside it."""

    first: date
    weeks: tuple[Week, ...]

    @property
    def shown(self) -> tuple[date, date]:
        """The first and the last day that are shown."""
        return self.weeks[0].days[0], self.weeks[-1].days[-1]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return (self.first + timedelta(days=32)).replace(day=1)


def asked_month(text: str, *, today: date) -> date:
    """The first day of the month "2026-11"; of today's if the text says none."""
    found = _MONTH.match(text)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def shown_days(first: date, *, first_weekday: int) -> list[list[date]]:
    """The weeks of the month, whole. `first_weekday`: 0 is Monday."""
    return Calendar(first_weekday).monthdatescalendar(first.year, first.month)


def month_of(first: date, entries: Iterable[Entry], *, first_weekday: int) -> Month:
    """The month with these entries, the longest first in each week."""
    ordered = sorted(entries, key=lambda one: (one.kind == "task", one.first, -(one.last - one.first).days, one.title))
    weeks = [_week(days, ordered) for days in shown_days(first, first_weekday=first_weekday)]
    return Month(first=first, weeks=tuple(weeks))


def _week(days: Sequence[date], entries: Sequence[Entry]) -> Week:
    bars = []
    for entry in entries:
        first, last = max(entry.first, days[0]), min(entry.last, days[-1])
        if first > last:
            continue
        bars.append(
            Bar(
                entry=entry,
                column=(first - days[0]).days + 1,
                span=(last - first).days + 1,
                begins=first == entry.first,
                ends=last == entry.last,
            )
        )
    return Week(days=tuple(days), bars=tuple(bars))
