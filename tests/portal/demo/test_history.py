"""The demo's year: answers are worth what the model meant, attempts are records as the doors leave them, the slip in
the bank is found, and what was written is not written again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Count, F
from django.utils import timezone

from portal.core.models import Event
from portal.demo.training.bank import questions
from portal.demo.training.history import build, journeys, slip
from portal.demo.training.history.afterwards import REFRESHED_SINCE, follow
from portal.demo.training.history.answering import curve, right_answer, wrong_answer
from portal.demo.training.history.chance import chance
from portal.demo.training.history.learners import Learner, learners, managers_of
from portal.demo.training.history.origins import date_origins
from portal.demo.training.history.plans import Plan
from portal.demo.training.history.quizzes import build_quizzes
from portal.demo.training.history.sitting import Candidate, Paper, keep, sit
from portal.demo.training.questions import DemoQuestion
from portal.network.models import Membership
from tests import factories
from tests.portal.demo.dated import misdated
from tests.training import builders, courses_builder
from tests.training import questions as kinds
from training.assessments.attempts.scoring import score_attempt
from training.assessments.grading.grade import State, grade
from training.assessments.models import Attempt, AttemptItem, Mark, Response
from training.bank.answers import answer_from
from training.bank.models import Question
from training.bank.shapes import Essay, body_of, question_from
from training.courses.completion import recount
from training.courses.models import LessonState, Observation, Registration, SignOff
from training.evaluation.analyses import analyse
from training.evaluation.flags import flags
from training.evaluation.models import SurveyAnswered
from training.refresher import memory
from training.refresher.dealing import deal
from training.refresher.models import Card

PICTURE = {"sha256": "0" * 64, "alt": {}}
PEOPLE = 90


def asked_by(one: DemoQuestion) -> Any:
    return question_from({**one.body, "picture": PICTURE} if one.picture else one.body)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_who_knows_is_right_and_who_does_not_is_wrong(language: str) -> None:
    for one in questions():
        asked = asked_by(one)
        right = answer_from(asked, right_answer(asked, language=language))
        if isinstance(asked, Essay):
            assert grade(asked, right, language=language).state == State.NEEDS_GRADING, one.identifier
            continue
        assert grade(asked, right, language=language).fraction == 1.0, one.identifier
        for number in range(5):
            given = wrong_answer(chance(one.identifier, number), one.identifier, asked, language=language)
            assert grade(asked, answer_from(asked, given), language=language).fraction < 1.0, one.identifier


def test_the_abler_the_likelier_and_the_harder_the_less_likely() -> None:
    for one in questions():
        of = curve(one.identifier, one.difficulty)
        assert 0 < of.right(-2) < of.right(0) < of.right(2) < 1
    mean = {level: sum(curve(f"q{number}", level).right(0) for number in range(200)) / 200 for level in range(1, 6)}
    assert sorted(mean.values(), reverse=True) == list(mean.values())


@pytest.fixture
def bank() -> list[Question]:
    """Eleven questions of several kinds, and the one whose key has slipped."""
    every = [builders.ready(f"{name}-{copy}", asked) for copy in range(2) for name, asked in KINDS.items()]
    return [*every, builders.ready("slip", slip.asked(), identifier=slip.IDENTIFIER)]


KINDS = {
    "coolant": kinds.COOLANT,
    "isolate": kinds.ISOLATE,
    "live": kinds.LIVE,
    "torque": kinds.TORQUE,
    "steps": kinds.STEPS,
}


def check(row: Any) -> None:
    """By the model's own validation; what is empty is so on purpose."""
    row.full_clean(exclude={field.name for field in row._meta.fields if not getattr(row, field.attname)})


def taken(paper: Paper, ability: Callable[[str], float], people: int = PEOPLE) -> list[Attempt]:
    sats = []
    for user in factories.UserFactory.create_batch(people):
        who = Candidate(user, "en", ability(user.username), "test:1", 1)
        sats.append(sit(paper, who, at=timezone.now() - timedelta(days=30), about="test"))
    keep(sats)
    return [sat.attempt for sat in sats]


@pytest.mark.django_db
def test_attempts_are_what_the_doors_would_have_left(bank: list[Question]) -> None:
    paper = Paper.of(builders.assessment(*bank, shuffle_options=True, time_limit_seconds=600))
    attempts = taken(paper, lambda name: chance("ability", name).gauss(0.5, 1), people=6)
    for attempt in attempts:
        check(attempt)
        assert attempt.state == Attempt.State.GRADED
        assert attempt.started_at < attempt.submitted_at <= attempt.deadline_at
        kept = (attempt.points, attempt.share, attempt.passed)
        score_attempt(attempt)
        assert (attempt.points, attempt.share, attempt.passed) == kept
        assert [item.position for item in attempt.items.all()] == list(range(len(bank)))
        for item in attempt.items.select_related("question_version"):
            _item_is_whole(attempt, item)
    assert Event.objects.filter(verb="attempt.handed_in").count() == len(attempts)


def _item_is_whole(attempt: Attempt, item: AttemptItem) -> None:
    """Shown before it was answered, in an order that names its options, and marked by the grading of its answer."""
    check(item)
    asked = item.question_version.asked
    saves = list(item.responses.order_by("sequence"))
    if saves:
        assert [one.sequence for one in saves] == list(range(len(saves)))
        assert saves[0].client_key == "opened"
        assert [one.saved_at for one in saves] == sorted(one.saved_at for one in saves)
    given = answer_from(asked, saves[-1].answer) if saves else None
    mark = item.marks.get()
    assert float(mark.fraction) == pytest.approx(grade(asked, given, language=attempt.language).fraction, abs=1e-6)
    options = {option.id for option in getattr(asked, "options", ())}
    assert not options or set(item.option_order[""]) == options


@pytest.mark.django_db
def test_the_analysis_finds_the_slip_and_no_other_wrong_key(bank: list[Question]) -> None:
    assessment = builders.assessment(*bank)
    taken(Paper.of(assessment), lambda name: chance("ability", name).gauss(0.2, 1.2))
    result = analyse(actor=None, assessment_id=assessment.pk).result
    found = {one["question"]: one for one in result["questions"]}
    wrong_keys = {
        pk for pk, one in found.items() if any(flag.grave and "best people" in flag.text for flag in flags(one))
    }
    assert wrong_keys == {bank[-1].pk}
    assert found[bank[-1].pk]["facility"] < 0.3
    others = [one["corrected"] for pk, one in found.items() if pk != bank[-1].pk]
    assert sum(others) / len(others) > 0.2


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_answers(bank: list[Question]) -> None:
    paper = Paper.of(builders.assessment(*bank))
    who = Candidate(factories.UserFactory(), "en", 0.3, "test:1", 1)
    at = timezone.now()
    once, again = sit(paper, who, at=at, about="test"), sit(paper, who, at=at, about="test")
    assert [one.answer for one in once.responses] == [one.answer for one in again.responses]
    assert once.attempt.seed == again.attempt.seed
    assert once.attempt.share == again.attempt.share


def _course(bank: list[Question]) -> Any:
    return courses_builder.course(
        courses_builder.module(
            courses_builder.lesson(minutes=5),
            courses_builder.lesson(
                "practical",
                "Show it",
                task="<p>Show it.</p>",
                checklist=[{"text": "Key out", "critical": True}, {"text": "Sign up", "critical": False}],
                share=100,
                assessor="manager",
            ),
            courses_builder.lesson("assessment", "Test", assessment=builders.assessment(*bank).pk),
            courses_builder.lesson(
                "survey", "What you thought", questions=[{"text": "Good?", "kind": "scale", "options": []}]
            ),
        ),
        days=30,
    )


@pytest.fixture
def staff() -> list[Learner]:
    """Nine people of one dealer, and their manager, who is no learner."""
    dealer = factories.DealerFactory()
    for _number in range(9):
        Membership.objects.create(user=factories.UserFactory(), dealer=dealer, starts=date(2024, 1, 1))
    boss = factories.UserFactory()
    Membership.objects.create(user=boss, dealer=dealer, is_manager=True, starts=date(2024, 1, 1))
    found = learners()
    assert len(found) == 9
    assert boss not in {one.user for one in found}
    return found


@pytest.mark.django_db
def test_registrations_come_to_what_their_lessons_say(
    bank: list[Question], staff: list[Learner], monkeypatch: pytest.MonkeyPatch
) -> None:
    fates = {0: {"fate": "never"}, 1: {"fate": "half", "stops_at": "assessment"}, 2: {"stops_at": "practical"}}
    places = {learner.name: place for place, learner in enumerate(staff)}

    def plan_for(learner: Learner, _code: str, *, today: date) -> Plan:
        return Plan(begins=today - timedelta(days=200), source="manager", **fates.get(places[learner.name], {}))

    monkeypatch.setattr(journeys, "plan_for", plan_for)
    trainers = [factories.UserFactory()]
    course = _course(bank)
    date_origins(timezone.localdate())
    world = journeys.world_of(course=course, managers=managers_of(), trainers=trainers, now=timezone.now())
    made = journeys.travel(world, staff, code="C-1")
    states = [one.state for one in Registration.objects.order_by("user__username")]
    assert len(made) == 9
    assert made[0].state == Registration.State.ENROLLED
    assert made[1].state == made[2].state == Registration.State.IN_PROGRESS
    assert states.count(Registration.State.COMPLETED) >= 3
    assert SignOff.objects.filter(state=SignOff.State.OPEN).get().registration == made[2]
    completed = [one for one in made if one.state == Registration.State.COMPLETED]
    for one in Registration.objects.all():
        check(one)
        before = (one.state, one.lessons_done, one.lessons_required, one.share, one.completed_at)
        recount(one, now=timezone.now())
        one.refresh_from_db()
        assert (one.state, one.lessons_done, one.lessons_required, one.share, one.completed_at) == before
        assert one.completed_at is None or one.created_at < one.completed_at < timezone.now()
    assert SurveyAnswered.objects.count() == len(completed)
    assert Observation.objects.filter(passed=True).count() >= len(completed)
    assert not LessonState.objects.filter(completed_at__lt=F("registration__created_at")).exists()
    follow(made)
    refreshed = [one for one in completed if one.completed_at > timezone.now() - REFRESHED_SINCE]
    assert set(Card.objects.values_list("user", flat=True)) == {one.user_id for one in refreshed}
    for one in completed:
        deal(registration_id=one.pk)
    build_quizzes(timezone.localdate())
    assert misdated() == []
    _cards_are_what_their_reviews_left()


def _cards_are_what_their_reviews_left() -> None:
    """As the doors leave them, and few are due."""
    for card in Card.objects.prefetch_related("reviews"):
        known = memory.learned(at=card.created_at, retention=0.9)
        for review in card.reviews.order_by("at"):
            check(review)
            assert review.before == known
            known = memory.reviewed(known, rating=review.rating, at=review.at, retention=float(review.retention))
            assert review.after == known
        assert card.memory == known
        assert card.reviews.exists()
    due = Card.objects.filter(due_at__lte=timezone.now()).values("user").annotate(n=Count("pk"))
    assert all(one["n"] <= 12 for one in due)


@pytest.mark.django_db
def test_an_interrupted_year_goes_on_and_a_whole_one_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    made: list[tuple[str, date]] = []
    breaks = [True]

    def step(name: str) -> build.Step:
        def make(today: date) -> None:
            factories.UserFactory(username=name)
            if name == "second" and breaks:
                raise KeyboardInterrupt
            made.append((name, today))

        return build.Step(name, make)

    monkeypatch.setattr(build, "steps", lambda: (step("first"), step("second"), step("third")))
    said: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        build.build_history(say=said.append)
    breaks.clear()
    later = timezone.localdate() + timedelta(days=3)
    today = timezone.localdate()
    monkeypatch.setattr(build.timezone, "localdate", lambda: later)
    build.build_history(say=said.append)
    assert made == [("first", today), ("second", today), ("third", today)]
    with django_assert_num_queries(1):
        build.build_history(say=said.append)
    assert len(said) == 2
    assert not Mark.objects.exists()
    assert not Response.objects.exists()


@pytest.mark.django_db
def test_the_slip_is_a_question_that_the_bank_would_take() -> None:
    asked = slip.asked()
    assert question_from(body_of(asked)) == asked
    right = answer_from(asked, right_answer(asked, language="en", believed=slip.believed(slip.IDENTIFIER)))
    assert grade(asked, right, language="en").fraction == 0.0
    assert grade(asked, answer_from(asked, {"option": slip.KEYED}), language="en").fraction == 1.0
    assert slip.believed("dg-first") == ""
