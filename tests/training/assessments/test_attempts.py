"""Attempts: begun, saved and ended under the server's clock and rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.training import builders
from tests.training.builders import PURPOSE
from tests.training.questions import ask, option
from training.assessments.attempts.beginning import MayNotBegin, WrongPassword, begin, prospect
from training.assessments.attempts.ending import UnknownAttempt, end_if_over, hand_in, overdue
from training.assessments.attempts.proctoring import NotWaiting, release
from training.assessments.attempts.saving import SaveRefused, Why, open_item, save_answer, take_hint
from training.assessments.models import Allowance, Attempt, Mark, Response, Section, Slot
from training.assessments.tasks import end_overdue_attempts
from training.bank.editing import revise_question

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def after(**time: float) -> datetime:
    return NOON + timedelta(**time)


def start(assessment, user, *, now=NOON, **more):
    return begin(user=user, assessment=assessment, purpose=PURPOSE, language="en", now=now, **more)


def save(attempt, position, payload, *, key="k" * 8, based_on=0, now=NOON, user=None):
    return save_answer(
        user=user or attempt.user,
        attempt_id=attempt.pk,
        position=position,
        payload=payload,
        client_key=key,
        based_on=based_on,
        now=now,
    )


@pytest.fixture
def user():
    return builders.person()


def test_a_whole_attempt_is_graded_when_it_is_handed_in(user):
    attempt = start(builders.of_every_kind(), user)
    at = {item.question_version.question.name: item.position for item in attempt.items.all()}
    save(attempt, at["coolant"], {"option": "g48"})
    save(attempt, at["isolate"], {"options": ["plug"]})
    save(attempt, at["live"], {"value": False})
    save(attempt, at["torque"], {"text": "121 N·m"})
    save(attempt, at["code"], {"text": "p0420"})

    attempt = hand_in(user=user, attempt_id=attempt.pk, now=after(minutes=5))

    assert attempt.state == Attempt.State.GRADED
    assert attempt.ended_by == Attempt.End.PERSON
    assert (attempt.points, attempt.most_points) == (Decimal("4.5"), Decimal(8))
    assert attempt.share == Decimal("0.5625")
    assert attempt.passed is True


def test_beginning_twice_gives_the_open_attempt(user):
    assessment = builders.of_every_kind()
    assert start(assessment, user).pk == start(assessment, user, now=after(minutes=1)).pk


def test_handing_in_twice_is_handing_in_once(user):
    attempt = start(builders.of_every_kind(), user)
    first = hand_in(user=user, attempt_id=attempt.pk, now=after(minutes=1))
    again = hand_in(user=user, attempt_id=attempt.pk, now=after(minutes=9))
    assert again.submitted_at == first.submitted_at
    assert Mark.objects.filter(item__attempt=attempt).count() == 8


def test_a_save_repeated_after_a_lost_reply_is_the_same_save(user):
    attempt = start(builders.of_every_kind(), user)
    first = save(attempt, 0, {"option": "oil"}, key="save-0001")
    again = save(attempt, 0, {"option": "oil"}, key="save-0001")
    assert first == again
    assert Response.objects.count() == 1


def test_a_second_tab_does_not_overwrite_what_it_has_not_seen(user):
    attempt = start(builders.of_every_kind(), user)
    save(attempt, 0, {"option": "oil"}, key="tab-one-1")
    with pytest.raises(SaveRefused) as refused:
        save(attempt, 0, {"option": "water"}, key="tab-two-1")
    assert refused.value.why == Why.CHANGED
    assert refused.value.latest.answer == {"option": "oil"}
    assert save(attempt, 0, {"option": "water"}, key="tab-two-2", based_on=1).sequence == 2


@pytest.mark.parametrize(
    ("payload", "key"),
    [({"option": "nitrogen"}, "k" * 8), ({"options": ["g48"]}, "k" * 8), (None, "k" * 8), ({"option": "g48"}, "short")],
)
def test_an_answer_that_does_not_fit_is_refused_and_keeps_nothing(user, payload, key):
    attempt = start(builders.of_every_kind(), user)
    with pytest.raises(SaveRefused) as refused:
        save(attempt, 0, payload, key=key)
    assert refused.value.why == Why.INVALID
    assert not Response.objects.exists()


def test_another_persons_attempt_is_as_one_that_never_was(user):
    attempt = start(builders.of_every_kind(), user)
    stranger = builders.person()
    for call in (
        lambda: save(attempt, 0, {"option": "oil"}, user=stranger),
        lambda: take_hint(user=stranger, attempt_id=attempt.pk, position=0, client_key="k" * 8, now=NOON),
        lambda: open_item(user=stranger, attempt_id=attempt.pk, position=0, now=NOON),
    ):
        with pytest.raises(SaveRefused) as refused:
            call()
        assert refused.value.why == Why.UNKNOWN
    with pytest.raises(UnknownAttempt):
        hand_in(user=stranger, attempt_id=attempt.pk)


def test_time_is_the_servers_and_a_late_answer_is_refused(user):
    attempt = start(builders.of_every_kind(time_limit_seconds=600), user)
    assert attempt.deadline_at == after(minutes=10)
    save(attempt, 0, {"option": "g48"}, now=after(minutes=10, seconds=14))
    with pytest.raises(SaveRefused) as refused:
        save(attempt, 1, {"options": ["plug"]}, now=after(minutes=10, seconds=16))
    assert refused.value.why == Why.TIME


def test_time_that_is_up_hands_in_what_was_saved(user):
    attempt = start(builders.of_every_kind(time_limit_seconds=600), user)
    save(attempt, 0, {"option": "g48"})
    assert overdue(after(minutes=10)) == []
    assert overdue(after(minutes=11)) == [attempt.pk]
    assert end_if_over(attempt, now=after(minutes=11))
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.submitted_at) == (Attempt.End.TIME, after(minutes=10))
    assert attempt.points == 1


def test_the_task_ends_what_is_overdue_and_nothing_else(user):
    late = start(builders.of_every_kind(time_limit_seconds=600), user)
    open_one = start(builders.assessment(builders.ready("coolant-2", builders.questions.COOLANT)), user)
    assert end_overdue_attempts() == 1
    late.refresh_from_db()
    open_one.refresh_from_db()
    assert (late.state, open_one.state) == (Attempt.State.GRADED, Attempt.State.IN_PROGRESS)


def test_extra_time_is_a_factor_and_a_later_close_is_granted_to_the_person_alone(user):
    assessment = builders.of_every_kind(time_limit_seconds=600, closes_at=after(minutes=12))
    Allowance.objects.create(
        assessment=assessment, user=user, time_factor=Decimal("1.5"), closes_at=after(hours=1), reason="dyslexia"
    )
    assert start(assessment, user).deadline_at == after(minutes=15)
    assert start(assessment, builders.person()).deadline_at == after(minutes=10)
    assert start(assessment, builders.person(), now=after(minutes=5)).deadline_at == after(minutes=12)


def test_attempts_and_the_pause_between_them_are_counted(user):
    assessment = builders.of_every_kind(most_attempts=2, cool_down_minutes=60)
    first = start(assessment, user)
    hand_in(user=user, attempt_id=first.pk, now=after(minutes=5))
    with pytest.raises(MayNotBegin, match="You can try again"):
        start(assessment, user, now=after(minutes=64))
    second = start(assessment, user, now=after(minutes=65))
    assert second.number == 2
    hand_in(user=user, attempt_id=second.pk, now=after(minutes=70))
    with pytest.raises(MayNotBegin, match="No attempts are left"):
        start(assessment, user, now=after(days=1))
    Allowance.objects.create(assessment=assessment, user=user, extra_attempts=1, reason="power cut")
    assert start(assessment, user, now=after(days=1)).number == 3


def test_it_opens_and_closes(user):
    assessment = builders.of_every_kind(opens_at=after(hours=1), closes_at=after(hours=2))
    for moment, words in ((NOON, "It opens on"), (after(hours=2), "It closed on")):
        with pytest.raises(MayNotBegin, match=words):
            start(assessment, user, now=moment)
    assert prospect(user=user, assessment=assessment, purpose=PURPOSE, now=after(hours=1)).refused == ""


def test_a_password_lets_in(user):
    assessment = builders.of_every_kind(opening="password", password="brake-fluid")
    with pytest.raises(WrongPassword):
        start(assessment, user, password="brake")
    assert not Attempt.objects.exists()
    assert start(assessment, user, password="brake-fluid").state == Attempt.State.IN_PROGRESS


def test_a_proctor_lets_in_and_the_clock_starts_with_the_person(user):
    assessment = builders.of_every_kind(opening="proctor", time_limit_seconds=600)
    waiting = start(assessment, user)
    assert waiting.state == Attempt.State.WAITING
    assert not waiting.items.exists()
    assert start(assessment, user).pk == waiting.pk
    release(actor=builders.person(), attempt_id=waiting.pk)
    begun = start(assessment, user, now=after(minutes=3))
    assert (begun.pk, begun.state, begun.deadline_at) == (waiting.pk, Attempt.State.IN_PROGRESS, after(minutes=13))
    with pytest.raises(NotWaiting):
        release(actor=builders.person(), attempt_id=waiting.pk)


def test_forward_only_has_no_way_back(user):
    attempt = start(builders.of_every_kind(navigation="forward"), user)
    open_item(user=user, attempt_id=attempt.pk, position=0, now=NOON)
    save(attempt, 0, {"option": "g48"}, key="forward-0")
    open_item(user=user, attempt_id=attempt.pk, position=1, now=after(minutes=1))
    with pytest.raises(SaveRefused) as refused:
        save(attempt, 0, {"option": "oil"}, key="forward-1", based_on=1, now=after(minutes=2))
    assert refused.value.why == Why.NO_WAY_BACK
    with pytest.raises(SaveRefused) as refused:
        open_item(user=user, attempt_id=attempt.pk, position=0, now=after(minutes=2))


def test_a_question_with_a_clock_of_its_own(user):
    assessment = builders.of_every_kind()
    Slot.objects.update(seconds=30)
    attempt = start(assessment, user)
    with pytest.raises(SaveRefused):
        save(attempt, 0, {"option": "g48"}, key="never-shown")
    shown = open_item(user=user, attempt_id=attempt.pk, position=0, now=NOON)
    assert open_item(user=user, attempt_id=attempt.pk, position=0, now=after(minutes=1)) == shown
    assert save(attempt, 0, {"option": "g48"}, key="in-time-1", now=after(seconds=29)).sequence == 1
    with pytest.raises(SaveRefused) as refused:
        save(attempt, 0, {"option": "oil"}, key="too-late-1", based_on=1, now=after(seconds=46))
    assert refused.value.why == Why.TIME


def test_a_hint_is_given_once_per_key_and_costs_what_the_rule_says(user):
    asked = ask("choice", options=[option("a", 1.0), option("b")], hints=[{"en": "Not b."}, {"en": "A."}])
    attempt = start(builders.assessment(builders.ready("hinted", asked), hint_cost=Decimal("0.25")), user)
    saved, text = take_hint(user=user, attempt_id=attempt.pk, position=0, client_key="hint-0001", now=NOON)
    assert (saved.hints_used, text) == (1, "Not b.")
    same, text = take_hint(user=user, attempt_id=attempt.pk, position=0, client_key="hint-0001", now=NOON)
    assert (same.hints_used, text) == (1, "Not b.")
    save(attempt, 0, {"option": "a"}, key="answer-01", based_on=1)
    assert hand_in(user=user, attempt_id=attempt.pk, now=after(minutes=1)).share == Decimal("0.75")


def test_editing_a_question_changes_no_attempt_that_has_begun(user):
    question = builders.ready("coolant", builders.questions.COOLANT)
    attempt = start(builders.assessment(question), user)
    other_key = ask("choice", options=[option("g48"), option("g12", 1.0), option("water"), option("oil")])
    revise_question(actor=None, question=question, asked=other_key, reason="the key was wrong")
    save(attempt, 0, {"option": "g48"})
    assert hand_in(user=user, attempt_id=attempt.pk, now=after(minutes=1)).share == 1


def test_an_empty_draw_is_refused_and_leaves_no_attempt(user):
    assessment = builders.of_every_kind()
    section = Section.objects.create(assessment=assessment, position=1)
    Slot.objects.create(section=section, category=builders.category("Engine"), count=5)
    with pytest.raises(MayNotBegin, match="Section 2 asks for 5 questions and the bank has 0"):
        start(assessment, user)
    assert not Attempt.objects.exists()


def test_a_second_attempt_avoids_what_the_first_asked(user):
    brakes = builders.category()
    for n in range(8):
        builders.ready(f"q{n}", builders.questions.LIVE, into=brakes, identifier=f"q{n}")
    assessment = builders.assessment()
    Slot.objects.create(section=assessment.sections.get(), category=brakes, count=4)
    first = start(assessment, user)
    hand_in(user=user, attempt_id=first.pk, now=after(minutes=1))
    second = start(assessment, user, now=after(minutes=2))
    asked = [set(one.items.values_list("question_version__question", flat=True)) for one in (first, second)]
    assert len(asked[0]) == len(asked[1]) == 4
    assert not asked[0] & asked[1]


def test_saving_takes_a_constant_number_of_statements(user, django_assert_max_num_queries):
    attempt = start(builders.of_every_kind(time_limit_seconds=600), user)
    with django_assert_max_num_queries(6):  # two of them the savepoint of the test itself
        save(attempt, 0, {"option": "g48"}, key="count-001")
    with django_assert_max_num_queries(6):
        save(attempt, 0, {"option": "oil"}, key="count-002", based_on=1)


def test_beginning_takes_as_many_statements_for_many_questions_as_for_few(user, django_assert_max_num_queries):
    few, many = builders.of_every_kind(), builders.assessment()
    brakes = builders.category()
    for n in range(30):
        builders.ready(f"many{n}", builders.questions.LIVE, into=brakes, identifier=f"m{n}")
    Slot.objects.create(section=many.sections.get(), category=brakes, count=30)
    for assessment in (few, many):
        with django_assert_max_num_queries(19):
            start(assessment, user)
