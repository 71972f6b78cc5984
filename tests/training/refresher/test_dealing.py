"""Cards: one for each person and question, from what the course's assessments may ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.core.models import OutboxEntry
from tests.training import builders, questions
from tests.training.courses_builder import course, lesson, module
from tests.training.refresher.worlds import complete, taught, worker
from training.assessments.models import Section, Slot
from training.bank.editing import move_to
from training.bank.models import Question
from training.refresher import memory
from training.refresher.dealing import OWED, deal
from training.refresher.models import Card, RetentionGoal

pytestmark = pytest.mark.django_db


def test_completing_a_course_owes_cards_and_deals_one_a_question():
    live, code = builders.ready("live", questions.LIVE), builders.ready("code", questions.CODE)
    made, lessons = taught(live, code)
    user = worker()
    registration = complete(user, made, lessons, dealt=False)
    assert OutboxEntry.objects.filter(kind=OWED, key=str(registration.pk)).exists()
    assert deal(registration_id=registration.pk) == 2
    cards = Card.objects.filter(user=user)
    assert {card.question_id for card in cards} == {live.pk, code.pk}
    assert {card.lesson for card in cards} == {lessons[0]}
    assert {card.due_at for card in cards} == {registration.completed_at + timedelta(days=2)}


def test_dealing_again_changes_nothing():
    made, lessons = taught(builders.ready("live", questions.LIVE))
    registration = complete(worker(), made, lessons)
    before = Card.objects.get()
    assert deal(registration_id=registration.pk) == 0
    assert (Card.objects.get().pk, Card.objects.get().memory) == (before.pk, before.memory)


def test_a_course_without_assessments_owes_nothing():
    text = lesson()
    registration = complete(worker(), course(module(text)), [text["id"]])
    assert not OutboxEntry.objects.filter(kind=OWED).exists()
    assert deal(registration_id=registration.pk) == 0


def test_essays_and_questions_that_are_not_in_use_are_left_out():
    live, essay = builders.ready("live", questions.LIVE), builders.ready("report", questions.REPORT)
    code = builders.ready("code", questions.CODE)
    made, lessons = taught(live, essay, code)
    move_to(actor=None, question=code, state=Question.State.RETIRED)
    complete(worker(), made, lessons)
    assert list(Card.objects.values_list("question", flat=True)) == [live.pk]


def test_a_draw_deals_every_question_that_it_may_draw_once():
    live, code = builders.ready("live", questions.LIVE), builders.ready("code", questions.CODE)
    assessment = builders.assessment(live)
    Slot.objects.create(section=Section.objects.create(assessment=assessment), category=live.category, count=1)
    test = lesson("assessment", title="Test", assessment=assessment.pk)
    complete(worker(), course(module(test)), [test["id"]])
    assert sorted(Card.objects.values_list("question", flat=True)) == [live.pk, code.pk]


@pytest.mark.parametrize("first", [0, 1])
def test_two_courses_with_one_question_are_one_card_whichever_comes_first(first):
    live = builders.ready("live", questions.LIVE)
    both = [taught(live, title="First"), taught(live, title="Second")]
    user = worker()
    done = [complete(user, *both[0], days_ago=60, dealt=False), complete(user, *both[1], days_ago=20, dealt=False)]
    deal(registration_id=done[first].pk)
    deal(registration_id=done[1 - first].pk)
    card = Card.objects.get()
    assert (card.registration_id, card.lesson) == (done[1].pk, both[1][1][0])


def test_the_database_refuses_a_second_card():
    made, lessons = taught(builders.ready("live", questions.LIVE))
    complete(worker(), made, lessons)
    card = Card.objects.get()
    card.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        card.save(force_insert=True)


def test_the_goal_of_the_course_goes_before_that_of_its_department():
    made, lessons = taught(builders.ready("live", questions.LIVE))
    RetentionGoal.objects.create(department=made.department, retention="0.97")
    registration = complete(worker(), made, lessons)
    department = Card.objects.get(user=registration.user)
    assert department.memory == memory.learned(at=registration.completed_at, retention=0.97)
    RetentionGoal.objects.create(department=made.department, course=made, retention="0.7")
    registration = complete(worker(), made, lessons)
    own = Card.objects.get(user=registration.user)
    assert own.memory == memory.learned(at=registration.completed_at, retention=0.7)
    assert own.due_at > department.due_at


def test_new_cards_fall_due_as_many_a_week_as_a_quiz_asks(settings):
    settings.REFRESHER_QUESTIONS = 2
    made, lessons = taught(*(builders.ready(f"q{n}", questions.LIVE) for n in range(5)))
    user = worker()
    registration = complete(user, made, lessons)
    first = registration.completed_at + timedelta(days=2)

    def weeks():
        return [(card.due_at - first).days // 7 for card in Card.objects.filter(user=user).order_by("due_at")]

    assert weeks() == [0, 0, 1, 1, 2]
    assert {memory.due_at(card.memory) for card in Card.objects.filter(user=user)} == {first}
    other, parts = taught(*(builders.ready(f"r{n}", questions.LIVE) for n in range(2)), title="Other")
    complete(user, other, parts)
    assert weeks() == [0, 0, 1, 1, 1, 2, 2], "those of the other course come after what is still to come"


def test_dealing_costs_the_same_for_many(django_assert_max_num_queries):
    made, lessons = taught(*(builders.ready(f"q{n}", questions.LIVE) for n in range(12)))
    registration = complete(worker(), made, lessons, dealt=False)
    with django_assert_max_num_queries(14):
        assert deal(registration_id=registration.pk) == 12
