"""Which lessons open, what completes a course, and rules that nobody could fulfil: pure, by properties."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.training.courses_builder import course, lesson, module
from training.courses.faults import faults
from training.courses.fulfilment import Rules, fulfilment
from training.courses.outline import Before, Lesson, Module, Outline
from training.courses.release import Standing, Wait, open_lessons, waits

TODAY = date(2026, 3, 2)
DAYS = st.integers(-3, 3).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def outlines(draw):
    """Lessons that wait for earlier ones only, so that a way through exists."""
    made = []
    for n in range(draw(st.integers(1, 7))):
        earlier = [one.id for one in made]
        after = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        made.append(
            Lesson(
                id=f"l{n}",
                kind=draw(st.sampled_from(["text", "assessment"])),
                title=f"Lesson {n}",
                module=0,
                required=draw(st.booleans()),
                available_from=draw(st.none() | DAYS),
                days=draw(st.sampled_from([0, 0, 2])),
                after=tuple(Before(one, draw(st.sampled_from([0, 60]))) for one in after),
            )
        )
    return Outline((Module("M", tuple(made)),))


@st.composite
def standings(draw, outline):
    ids = [lesson.id for lesson in outline.lessons]
    completed = draw(st.frozensets(st.sampled_from(ids)))
    scores = {one: Decimal(draw(st.integers(0, 10))) / 10 for one in completed}
    return Standing(draw(DAYS), completed, scores, draw(st.none() | DAYS))


CASES = outlines().flatmap(lambda found: st.tuples(st.just(found), standings(found), st.booleans()))


@given(CASES)
def test_what_is_completed_stays_open_and_more_done_opens_more(case):
    outline, standing, in_order = case
    opened = open_lessons(outline, standing, in_order=in_order)
    assert standing.completed <= opened
    for one in opened:
        more = Standing(
            standing.today, standing.completed | {one}, {**standing.scores, one: Decimal(1)}, standing.started
        )
        assert opened <= open_lessons(outline, more, in_order=in_order)


@given(CASES)
def test_time_closes_nothing(case):
    outline, standing, in_order = case
    later = Standing(standing.today + timedelta(days=5), standing.completed, standing.scores, standing.started)
    opened = open_lessons(outline, standing, in_order=in_order)
    assert opened <= open_lessons(outline, later, in_order=in_order)


@given(outlines(), st.booleans())
def test_without_a_fault_there_is_a_way_to_the_end(outline, in_order):
    if faults(outline, rules=Rules(), in_order=in_order):
        return
    done: set[str] = set()
    for _step in outline.lessons:
        standing = Standing(
            TODAY + timedelta(days=30), frozenset(done), dict.fromkeys(done, Decimal(1)), TODAY - timedelta(days=9)
        )
        done |= open_lessons(outline, standing, in_order=in_order)
    assert done == {lesson.id for lesson in outline.lessons}


@given(CASES, st.integers(0, 3), st.sampled_from([0, 50, 80]))
def test_completing_one_more_lesson_never_makes_it_less(case, electives, percent):
    outline, standing, _in_order = case
    rules = Rules(electives, percent)
    assert Rules.read(rules.write()) == rules
    now = fulfilment(outline, rules, completed=standing.completed, scores=standing.scores)
    assert 0 <= now.done <= now.needed <= len(outline.lessons)
    for lesson_ in outline.lessons:
        more = fulfilment(outline, rules, completed=standing.completed | {lesson_.id}, scores=standing.scores)
        assert more.done >= now.done
        assert more.complete >= now.complete


def test_what_a_lesson_waits_for():
    exam, bench, later = (
        Lesson("exam", "assessment", "Exam", 0),
        Lesson("bench", "text", "Bench", 0, after=(Before("exam", 80), Before("gone", 50))),
        Lesson("later", "text", "Later", 0, days=3, available_from=TODAY + timedelta(days=9)),
    )
    outline = Outline((Module("M", (exam, bench, later)),))
    found = waits(outline, Standing(TODAY), in_order=False)
    assert found["bench"] == (Wait(lesson=exam, percent=80),)
    assert found["later"] == (Wait(day=TODAY + timedelta(days=9)), Wait(days=3))
    low = Standing(TODAY, frozenset({"exam"}), {"exam": Decimal("0.79")}, started=TODAY)
    assert waits(outline, low, in_order=False)["bench"] == (Wait(lesson=exam, percent=80),)
    assert waits(outline, low, in_order=False)["later"][1] == Wait(day=TODAY + timedelta(days=3))
    enough = Standing(TODAY, frozenset({"exam"}), {"exam": Decimal("0.8")}, started=TODAY)
    assert waits(outline, enough, in_order=False)["bench"] == ()


def test_in_order_the_lesson_in_the_way_is_named():
    one, two = Lesson("one", "text", "One", 0), Lesson("two", "text", "Two", 0)
    outline = Outline((Module("M", (one, two)),))
    assert waits(outline, Standing(TODAY), in_order=True)["two"] == (Wait(lesson=one),)


def test_required_and_some_electives_and_a_mean():
    parts = [Lesson(name, "assessment", name, 0, required=name == "a") for name in "abc"]
    outline, rules = Outline((Module("M", tuple(parts)),)), Rules(electives=1, pass_percent=70)
    half = fulfilment(outline, rules, completed=frozenset("a"), scores={"a": Decimal("0.6")})
    assert (half.done, half.needed, half.complete) == (1, 2, False)
    low = fulfilment(outline, rules, completed=frozenset("ab"), scores={"a": Decimal("0.6"), "b": Decimal("0.7")})
    assert (low.done, low.complete) == (2, False)
    assert fulfilment(
        outline, rules, completed=frozenset("ab"), scores={"a": Decimal("0.6"), "b": Decimal("0.8")}
    ).complete


def test_rules_that_nobody_could_fulfil():
    one = Lesson("one", "text", "One", 0, after=(Before("two"),))
    two = Lesson("two", "text", "Two", 0, after=(Before("one", 50), Before("gone")))
    outline = Outline((Module("M", (one, two)),))
    found = {fault.kind for fault in faults(outline, rules=Rules(electives=2, pass_percent=50), in_order=False)}
    assert found == {"circle", "no_score", "gone", "electives", "unscored"}
    forward = Outline((Module("M", (one, Lesson("two", "text", "Two", 0))),))
    assert [fault.kind for fault in faults(forward, rules=Rules(), in_order=False)] == []
    assert {fault.kind for fault in faults(forward, rules=Rules(), in_order=True)} == {"circle"}


@pytest.mark.django_db
def test_the_editor_says_what_is_wrong():
    one = lesson(title="One")
    two = lesson(title="Two", after=[{"lesson": "no-such", "percent": None}])
    with pytest.raises(ValidationError, match="“Two” waits for a lesson that is not in the course"):
        course(module(one, two))
    taught = course(module(one, lesson(title="Two", after=[{"lesson": one["id"], "percent": None}])))
    assert taught.versions.get().outline.lessons[1].after == (Before(one["id"]),)
