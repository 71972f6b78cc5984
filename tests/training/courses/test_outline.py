"""The outline of a version, and which of its lessons are open."""

from __future__ import annotations

from datetime import date

from tests.training.courses_builder import lesson, module
from training.courses.outline import Outline
from training.courses.release import Standing, open_lessons

TODAY = date(2026, 3, 2)
KEY_OFF, WAIT, MEASURE, MORE = (
    lesson(title="Key off"),
    lesson(title="Wait", minutes=5),
    lesson(title="Measure", minutes=10),
    lesson(title="More", required=False),
)


def outline(*lessons):
    return Outline.read([module(*lessons[:2]), module(*lessons[2:])])


def opened(found, *, completed, today=TODAY, in_order):
    return open_lessons(found, Standing(today=today, completed=frozenset(completed)), in_order=in_order)


def ids(*lessons):
    return {one["id"] for one in lessons}


def test_lessons_in_order_with_their_module():
    found = outline(KEY_OFF, WAIT, MEASURE, MORE)
    assert [one.title for one in found.lessons] == ["Key off", "Wait", "Measure", "More"]
    assert [one.module for one in found.lessons] == [0, 0, 1, 1]
    assert found.minutes == 15
    assert found.required == ids(KEY_OFF, WAIT, MEASURE)


def test_without_a_required_lesson_all_are_needed():
    assert Outline.read([module(MORE)]).required == ids(MORE)


def test_in_order_the_next_opens_when_the_one_before_is_done():
    found = outline(KEY_OFF, WAIT, MEASURE, MORE)
    assert opened(found, completed=[], in_order=True) == ids(KEY_OFF)
    done = ids(KEY_OFF)
    assert opened(found, completed=done, today=TODAY, in_order=True) == ids(KEY_OFF, WAIT)
    assert opened(found, completed=[], in_order=False) == ids(KEY_OFF, WAIT, MEASURE, MORE)


def test_an_optional_lesson_does_not_hold_up():
    found = outline(KEY_OFF, MORE, WAIT, MEASURE)
    assert ids(MORE, WAIT) < opened(found, completed=ids(KEY_OFF), today=TODAY, in_order=True)


def test_a_lesson_waits_for_its_day_and_stays_open_once_done():
    later = lesson(title="Later", available_from="2026-03-03")
    found = Outline.read([module(KEY_OFF, later)])
    assert opened(found, completed=[], in_order=False) == ids(KEY_OFF)
    assert later["id"] in opened(found, completed=[], today=date(2026, 3, 3), in_order=False)
    assert later["id"] in opened(found, completed=ids(later), today=TODAY, in_order=True)


def test_neighbours():
    found = outline(KEY_OFF, WAIT, MEASURE, MORE)
    first, last = found.lessons[0], found.lessons[-1]
    assert found.beside(first) == (None, found.lessons[1])
    assert found.beside(last) == (found.lessons[2], None)
    assert found.lesson("no-such") is None
