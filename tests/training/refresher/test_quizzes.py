"""The quiz: what is asked, answered once, rated, and seen by nobody else."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.network.models import Membership
from portal.notices.models import Notice
from tests import factories
from tests.training import builders, questions
from tests.training.bank.authors import author_of
from tests.training.builders import browser
from tests.training.refresher.worlds import complete, taught, viewer, worker
from training.bank.editing import move_to, revise_question
from training.bank.models import Question
from training.bank.shapes import question_from
from training.refresher import quizzing, weekly
from training.refresher.api import due_count, for_team, for_trainers, next_due
from training.refresher.models import Card, Quiz, QuizItem, RefresherPreference, RetentionGoal, Review

pytestmark = pytest.mark.django_db
KEY = "key-0000001"
HINTED = question_from(
    {
        "kind": "short_text",
        "stem": {"en": "Which code?"},
        "keys": [{"pattern": "P0420"}, {"pattern": "P0430", "fraction": 0.5}],
        "explanation": {"en": "<p>Because of the catalyst.</p>"},
        "hints": [{"en": "<p>It begins with P.</p>"}, {"en": "<p>Then 04.</p>"}],
    }
)


@pytest.fixture
def asked():
    return builders.ready("hinted", HINTED)


@pytest.fixture
def learned(asked):
    """A course with the one question."""
    return taught(asked)


@pytest.fixture
def user(learned):
    person = worker()
    complete(person, *learned)
    return person


def begin(user):
    return quizzing.start(user=user, viewer=viewer(user), language="en")


def reply(user, quiz, payload, *, position=0, key=KEY, **more):
    return quizzing.answer(
        user=user, viewer=viewer(user), quiz_id=quiz.pk, position=position, payload=payload, client_key=key, **more
    )


def test_a_right_answer_is_kept_and_comes_back_later(user, asked):
    quiz = begin(user)
    review = reply(user, quiz, {"text": "P0420"})
    assert (review.rating, review.fraction, review.question_version_id) == (4, Decimal(1), asked.current_id)
    card = Card.objects.get()
    assert (card.memory, review.before != review.after) == (review.after, True)
    assert card.due_at > timezone.now() + timedelta(days=2)
    quiz.refresh_from_db()
    assert quiz.ended_at is not None
    with pytest.raises(quizzing.NothingDue):
        begin(user)
    assert next_due(viewer=viewer(user)) == card.due_at


def test_an_answer_is_kept_once(user):
    quiz = begin(user)
    first = reply(user, quiz, {"text": "wrong"})
    assert reply(user, quiz, {"text": "P0420"}) == first
    assert reply(user, quiz, {"text": "P0420"}, key="another-window") == first
    assert Review.objects.count() == 1
    with pytest.raises(TypeError):
        first.save()


@pytest.mark.parametrize("payload", [{"text": 5}, {"nothing": 1}, [], "P0420", {"text": "x" * 1001}])
def test_what_is_no_answer_is_refused(user, payload):
    with pytest.raises(quizzing.AnswerRefused):
        reply(user, begin(user), payload)
    assert not Review.objects.exists()


def test_not_knowing_is_an_answer(user):
    review = reply(user, begin(user), None)
    assert (review.rating, review.answer, review.fraction) == (1, None, 0)


def test_hints_are_given_in_order_and_cost_once_each(user):
    quiz = begin(user)
    take = {"user": user, "viewer": viewer(user), "quiz_id": quiz.pk, "position": 0}
    assert quizzing.take_hint(**take, shown=0)[0] == 1
    assert quizzing.take_hint(**take, shown=0)[0] == 1
    with pytest.raises(quizzing.AnswerRefused):
        quizzing.take_hint(**take, shown=2)
    assert reply(user, quiz, {"text": "P0420"}).rating == 2
    with pytest.raises(quizzing.NoSuchItem):
        quizzing.take_hint(**take, shown=1)


def test_a_rating_is_lowered_and_never_raised(user):
    quiz = begin(user)
    first = reply(user, quiz, {"text": "P0420"})
    lowered = quizzing.lower(user=user, quiz_id=quiz.pk, position=0, rating=1)
    assert (lowered.sequence, lowered.rating, lowered.worked_out, lowered.at) == (2, 1, 4, first.at)
    card = Card.objects.get()
    assert card.memory == lowered.after
    assert Review.objects.get(pk=first.pk).rating == 4
    for rating in (2, 4, 0, 5):
        with pytest.raises(quizzing.AnswerRefused):
            quizzing.lower(user=user, quiz_id=quiz.pk, position=0, rating=rating)
    assert Card.objects.get().due_at == card.due_at


def test_a_quiz_is_resumed_and_there_is_one_at_a_time(user):
    quiz = begin(user)
    assert begin(user) == quiz
    assert Quiz.objects.count() == 1
    page = browser(user).post(reverse("refresher:start"))
    assert page.url == reverse("refresher:item", args=[quiz.pk, 0])


def test_at_most_so_many_are_asked(settings):
    settings.REFRESHER_QUESTIONS = 3
    person = worker()
    complete(person, *taught(*(builders.ready(f"q{n}", questions.LIVE) for n in range(5))))
    quiz = begin(person)
    assert list(quiz.items.values_list("position", flat=True)) == [0, 1, 2]
    assert due_count(viewer=viewer(person)) == 5


def test_a_retired_question_is_asked_no_more_even_in_an_open_quiz(user, asked):
    quiz = begin(user)
    move_to(actor=None, question=asked, state=Question.State.RETIRED)
    assert due_count(viewer=viewer(user)) == 0
    with pytest.raises(quizzing.NoSuchItem):
        reply(user, quiz, {"text": "P0420"})
    assert quizzing.open_quiz(user=user, viewer=viewer(user)) is None


def test_a_course_that_one_may_no_longer_see_asks_nothing(user):
    quiz = begin(user)
    Membership.objects.filter(user=user).update(ends=timezone.localdate() - timedelta(days=1))
    assert due_count(viewer=viewer(user)) == 0
    with pytest.raises(quizzing.NoSuchItem):
        reply(user, quiz, {"text": "P0420"})


def test_the_version_that_was_shown_is_the_one_that_grades(user, asked):
    quiz = begin(user)
    shown = asked.current_id
    changed = HINTED.model_copy(update={"keys": (HINTED.keys[1].model_copy(update={"fraction": 1.0}),)})
    revise_question(actor=None, question=asked, asked=changed, reason="")
    review = reply(user, quiz, {"text": "P0420"})
    assert (review.question_version_id, review.fraction) == (shown, 1)


def test_the_key_is_not_in_the_page_before_answering(user):
    quiz = begin(user)
    client = browser(user)
    address = reverse("refresher:item", args=[quiz.pk, 0])
    page = client.get(address).content.decode()
    assert "Which code?" in page
    for secret in ("P0420", "P0430", "catalyst", "begins with P", "Then 04"):
        assert secret not in page
    hint = client.post(
        reverse("refresher:hint", args=[quiz.pk, 0]), {"shown": 0}, content_type="application/json"
    ).json()
    assert hint == {"hint": "<p>It begins with P.</p>", "used": 1}
    sent = client.post(
        reverse("refresher:answer", args=[quiz.pk, 0]),
        {"answer": {"text": "wrong"}, "key": KEY},
        content_type="application/json",
    )
    assert sent.json() == {"next": address}
    page = client.get(address).content.decode()
    assert "P0420" in page
    assert "Because of the catalyst." in page
    result = client.get(reverse("refresher:result", args=[quiz.pk])).content.decode()
    registration = Card.objects.get().registration
    assert reverse("courses:lesson", args=[registration.key, Card.objects.get().lesson]) in result


def test_the_result_of_an_open_quiz_tells_nothing_of_what_is_not_answered(user):
    quiz = begin(user)
    page = browser(user).get(reverse("refresher:result", args=[quiz.pk])).content.decode()
    assert "P0420" not in page
    assert "catalyst" not in page


def test_another_persons_quiz_is_not_there(user):
    quiz = begin(user)
    dealer = Membership.objects.get(user=user).dealer
    manager = factories.MembershipFactory(dealer=dealer, is_manager=True).user
    for other in (worker(), manager, factories.oem_person()):
        client = browser(other)
        for name in ("item", "answer", "hint", "rating"):
            address = reverse(f"refresher:{name}", args=[quiz.pk, 0])
            sent = client.get(address) if name == "item" else client.post(address, {}, content_type="application/json")
            assert sent.status_code == 404, name
        assert client.get(reverse("refresher:result", args=[quiz.pk])).status_code == 404
        assert client.get(reverse("refresher:picture", args=[quiz.pk, "a" * 64])).status_code == 404
        with pytest.raises(quizzing.NoSuchItem):
            reply(other, quiz, {"text": "P0420"})
        assert due_count(viewer=viewer(other)) == 0
    assert not Review.objects.exists()


def test_strange_addresses_are_not_found(user):
    quiz = begin(user)
    client = browser(user)
    for address in (f"{quiz.pk}/99/", f"{quiz.pk}/{2**70}/", f"{2**70}/"):
        assert client.get(f"{reverse('refresher:quiz')}{address}").status_code == 404


def test_the_page_says_what_is_due_and_until_when_nothing_is(user):
    client = browser(user)
    assert "Your two-minute quiz is ready" in client.get(reverse("refresher:quiz")).content.decode()
    reply(user, begin(user), {"text": "P0420"})
    page = client.get(reverse("refresher:quiz")).content.decode()
    assert "Nothing is due until" in page
    assert "100 %" in page


def test_a_quiz_page_costs_the_same_for_many_questions(user):
    client = browser(user)

    def statements():
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("refresher:quiz")).status_code == 200
        return len(found)

    statements()
    one = statements()
    complete(user, *taught(*(builders.ready(f"q{n}", questions.LIVE) for n in range(6)), title="More"))
    assert statements() == one


def test_a_quiz_and_its_result_cost_the_same_for_many_questions(user, django_assert_max_num_queries):
    complete(user, *taught(*(builders.ready(f"q{n}", questions.LIVE) for n in range(6)), title="More"))
    with django_assert_max_num_queries(12):
        quiz = begin(user)
    for position in range(7):
        reply(user, quiz, None, position=position)
    client = browser(user)
    client.get(reverse("refresher:result", args=[quiz.pk]))
    with django_assert_max_num_queries(20):
        assert client.get(reverse("refresher:result", args=[quiz.pk])).status_code == 200


# Totals.


def test_managers_and_trainers_see_totals_of_three_and_more(learned):
    dealer = factories.DealerFactory()
    manager = factories.MembershipFactory(dealer=dealer, is_manager=True).user
    people = [worker(dealer) for _ in range(2)]
    for one in people:
        complete(one, *learned)
    for _ in range(2):
        complete(worker(), *learned)
    assert for_team(viewer=viewer(manager)) == []
    third = worker(dealer)
    complete(third, *learned)
    for one, payload in zip([*people, third], ["P0420", "P0420", "x"], strict=True):
        reply(one, begin(one), {"text": payload})
    [total] = for_team(viewer=viewer(manager))
    assert (total.people, total.cards, total.due, total.reviews) == (3, 3, 0, 3)
    assert total.retention == pytest.approx(2 / 3)
    [all_of_them] = for_trainers(departments=[builders.department()])
    assert (all_of_them.people, all_of_them.due, all_of_them.reviews) == (5, 2, 3)
    page = browser(manager).get(reverse("refresher:team"))
    assert "High voltage" in page.content.decode()
    assert people[0].username not in page.content.decode()
    assert browser(people[0]).get(reverse("refresher:team")).status_code == 404


# Weekly notices.


def monday(week=0):
    day = timezone.now().replace(hour=12)
    return day - timedelta(days=timezone.localdate(day).weekday()) + timedelta(weeks=week + 1)


def test_people_are_told_once_a_week_on_their_day(user):
    assert weekly.announce(now=monday()) == 1
    weekly.announce(now=monday() + timedelta(hours=1))
    weekly.prefer(user=user, day=RefresherPreference.Day.TUESDAY)
    weekly.announce(now=monday() + timedelta(days=1))
    assert Notice.objects.filter(user=user, kind=weekly.READY).count() == 1
    assert weekly.announce(now=monday(1)) == 0
    assert weekly.announce(now=monday(1) + timedelta(days=1)) == 1
    assert Notice.objects.filter(user=user, kind=weekly.READY).count() == 2


def test_nobody_is_told_who_wants_not_or_has_nothing_due(user, asked):
    weekly.prefer(user=user, day=RefresherPreference.Day.NEVER)
    assert weekly.announce(now=monday()) == 0
    weekly.prefer(user=user, day=RefresherPreference.Day.MONDAY)
    move_to(actor=None, question=asked, state=Question.State.RETIRED)
    assert weekly.announce(now=monday()) == 0
    assert not Notice.objects.filter(kind=weekly.READY).exists()


def test_taking_the_quiz_settles_the_notice(user):
    weekly.announce(now=monday())
    reply(user, begin(user), {"text": "P0420"})
    assert Notice.objects.get(kind=weekly.READY).read_at is not None


def test_the_day_is_kept_and_another_is_refused(user):
    client = browser(user)
    client.post(reverse("refresher:day"), {"day": 3})
    client.post(reverse("refresher:day"), {"day": 9})
    assert RefresherPreference.objects.get(user=user).day == 3


def test_trainers_set_goals_for_their_own_courses_only(learned):
    made, _lessons = learned
    client = author_of(made.department)
    assert client.get(reverse("training_refresher_totals")).status_code == 200
    sent = client.post(
        reverse("retention_goals:add"), {"department": made.department_id, "course": made.pk, "retention": "0.95"}
    )
    assert sent.status_code == 302
    strange = builders.department("strange")
    sent = client.post(reverse("retention_goals:add"), {"department": strange.pk, "course": "", "retention": "0.9"})
    assert sent.status_code == 200
    assert [goal.department_id for goal in RetentionGoal.objects.all()] == [made.department_id]
    assert browser(worker()).get(reverse("training_refresher_totals")).status_code in (302, 404)


def test_items_are_of_one_card_each(user):
    quiz = begin(user)
    assert QuizItem.objects.filter(quiz=quiz).values("card").distinct().count() == quiz.items.count() == 1


@pytest.mark.parametrize("page", ["courses:mine", "dashboards:mine", "home:index"])
def test_what_is_due_stands_on_the_learners_pages_until_it_is_answered(user, page):
    client = browser(user)
    Card.objects.update(due_at=timezone.now() - timedelta(days=1))
    html = client.get(reverse(page)).content.decode()
    assert "1 question of your courses is due." in html
    assert f'href="{reverse("refresher:quiz")}"' in html
    other = browser(worker()).get(reverse(page)).content.decode()
    assert "of your courses is due" not in other
    Card.objects.update(due_at=timezone.now() + timedelta(days=1))
    assert "of your courses is due" not in client.get(reverse(page)).content.decode()
