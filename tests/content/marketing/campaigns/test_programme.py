"""What is wrong with a programme, and how a month is laid out: pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.marketing.campaigns.faults import SENTENCES, Fault, fault_sentence, faults
from content.marketing.campaigns.month import Entry, asked_month, month_of
from content.marketing.campaigns.programme import WHOLE, PlannedItem, PlannedPhase, PlannedTask

BEGIN, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def phase(name: str, first: int, last: int, **fields: object) -> PlannedPhase:
    """From one day of the campaign to another, counted from 0."""
    return PlannedPhase(key=name, name=name, starts=BEGIN + first * DAY, ends=BEGIN + last * DAY, **fields)  # type: ignore[arg-type]


def codes(*phases: PlannedPhase) -> list[str]:
    return [one.code for one in faults(phases, begins=BEGIN, ends=END)]


def test_phases_that_follow_each_other_are_fine() -> None:
    assert codes(phase("one", 0, 10), phase("two", 10, 31)) == []


def test_each_fault_of_dates_is_found() -> None:
    assert codes(phase("reversed", 5, 3)) == ["reversed"]
    assert codes(phase("outside", 20, 32)) == ["outside"]
    assert codes(PlannedPhase(key="a", name="a", starts=BEGIN)) == ["undated"]
    assert codes(phase("two", 10, 20), phase("one", 0, 10)) == ["order"]
    assert codes(phase("one", 0, 12), phase("two", 10, 20)) == ["overlap"]
    assert codes(phase("one", 0, 12), phase("two", 10, 20, overlaps=True)) == []


def test_tasks_are_due_within_their_time() -> None:
    def task(day: int | None) -> PlannedTask:
        return PlannedTask(key="t", title="t", due=None if day is None else BEGIN + day * DAY)

    assert codes(phase("one", 5, 9, tasks=(task(7), task(12)))) == []
    assert codes(phase("one", 5, 9, tasks=(task(5), task(40), task(None)))) == ["due_early", "due_late", "undue"]


def test_a_publication_of_the_campaign_alone_stands_once() -> None:
    alone, beside = PlannedItem(key="a", page=1, exclusive=True), PlannedItem(key="b", page=1)
    whole = PlannedPhase(key=WHOLE, items=(beside,))
    assert codes(whole, phase("one", 0, 5, items=(alone,))) == ["twice"]
    assert codes(whole, phase("one", 0, 5, items=(beside,))) == []


def test_every_fault_has_a_sentence() -> None:
    for code in SENTENCES:
        assert "%(" not in fault_sentence(Fault(code, "Launch", "Teaser"))


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 40)), max_size=6),
    st.integers(0, 6),
)
def test_a_month_shows_each_day_of_each_entry_once(day: date, spans: list[tuple[int, int]], weekday: int) -> None:
    first = day.replace(day=1)
    entries = [
        Entry(
            kind="phase",
            title=str(place),
            first=first + timedelta(days=begin),
            last=first + timedelta(days=begin + more),
        )
        for place, (begin, more) in enumerate(spans)
    ]
    month = month_of(first, entries, first_weekday=weekday)
    days = [one for week in month.weeks for one in week.days]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert {first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1])} <= set(days)
    assert all(week.days[0].weekday() == weekday for week in month.weeks)
    for entry in entries:
        shown = [
            week.days[bar.column - 1 + offset]
            for week in month.weeks
            for bar in week.bars
            if bar.entry is entry
            for offset in range(bar.span)
        ]
        assert shown == [one for one in days if entry.first <= one <= entry.last]


def test_the_month_of_a_query() -> None:
    today = date(2026, 11, 26)
    assert asked_month("2026-02", today=today) == date(2026, 2, 1)
    for text in ("", "2026-13", "1999-01", "2026-02x", "2026-02\n"):
        assert asked_month(text, today=today) == date(2026, 11, 1)
