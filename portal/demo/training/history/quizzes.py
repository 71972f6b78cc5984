"""The refresher during the year: quizzes every week of what was due, for everybody who has cards.

Quizzes have doors that stamp them with now and cost some ten statements an answer: there are thousands. So rows are
written here as the doors would have left them; what is asked is chosen by the same `choose`, what an answer does to a
card is worked out by the same `grade`, `rating_of` and `memory`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from portal.core.models import Event
from portal.demo.training.history.answering import curve, right_answer, wrong_answer
from portal.demo.training.history.chance import chance
from portal.demo.training.history.learners import Learner, learners, moment
from training.assessments.drawing import option_order
from training.assessments.grading.grade import grade
from training.bank.answers import answer_from
from training.bank.models import QuestionVersion
from training.bank.shapes import AnyQuestion
from training.courses.models import Course, Registration
from training.refresher import memory
from training.refresher.choosing import Due, choose
from training.refresher.goals import retention_of
from training.refresher.models import Card, Quiz, QuizItem, Review
from training.refresher.rating import rating_of

_LAST_DAYS = (3, 5)
"""How many days ago the last quizzes were taken, at least and at most."""
_SKIPS = 0.12
_MOST_A_DAY = 4
"""Who has missed a week, or forgotten much, takes several."""
_KEPT_FOR_SURE = 0.6
"""Of what was learnt in the course; the rest depends on the person and the question."""
_MISTAKES = 3
"""So many different wrong answers are given to a question."""
_GRAIN = Decimal("0.000001")

Given = tuple[Any, Decimal]
"""An answer as it is kept, and what it is worth."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A question, read once for all who are asked it; `given` are answers to it that were graded before."""

    version: QuestionVersion
    asked: AnyQuestion
    identifier: str
    difficulty: int
    given: dict[tuple[str, int], Given] = field(default_factory=dict)

    def answer(self, language: str, mistake: int) -> Given:
        """The right answer for mistake 0, else one of the wrong ones."""
        key = language, mistake
        if key not in self.given:
            dice = chance("mistake", self.identifier, mistake)
            payload = (
                wrong_answer(dice, self.identifier, self.asked, language=language)
                if mistake
                else right_answer(self.asked, language=language)
            )
            answer = answer_from(self.asked, payload) if payload else None
            worth = Decimal(repr(grade(self.asked, answer, language=language).fraction)).quantize(_GRAIN)
            self.given[key] = answer.model_dump(mode="json") if answer else None, max(worth, Decimal(0))
        return self.given[key]


@dataclass(slots=True)
class _Records:
    """What is written in the end, many at once."""

    quizzes: list[Quiz] = field(default_factory=list)
    items: list[QuizItem] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    cards: dict[int, Card] = field(default_factory=dict)

    def keep(self) -> None:
        Quiz.objects.bulk_create(self.quizzes, batch_size=500)
        QuizItem.objects.bulk_create(self.items, batch_size=500)
        Review.objects.bulk_create(self.reviews, batch_size=300)
        self._keep_cards()
        started = [
            Event(at=one.started_at, actor_id=one.user_id, verb="refresher.started", subject=f"refresher_quiz:{one.pk}")
            for one in self.quizzes
        ]
        Event.objects.bulk_create(started, batch_size=500)

    def _keep_cards(self) -> None:
        """As one writes new ones, for those that are there: a case for each of thousands of rows takes too long."""
        rows = [
            Card(
                user_id=one.user_id,
                question_id=one.question_id,
                registration_id=one.registration_id,
                lesson=one.lesson,
                memory=one.memory,
                due_at=one.due_at,
            )
            for one in self.cards.values()
        ]
        Card.objects.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["user", "question"],
            update_fields=["memory", "due_at"],
        )


def build_quizzes(today: date) -> None:
    """Those of everybody, from their first course to some days ago."""
    completed = Registration.objects.filter(pk=OuterRef("registration")).values("completed_at")
    Card.objects.update(created_at=Subquery(completed))
    cards: dict[int, list[Card]] = defaultdict(list)
    for card in Card.objects.select_related("registration").order_by("pk"):
        cards[card.user_id].append(card)
    known = _known({card.question_id for own in cards.values() for card in own})
    goals = retention_of(list(Course.objects.defer("body")))
    records = _Records()
    for learner in learners():
        own = [card for card in cards[learner.user.pk] if card.question_id in known]
        if own:
            _Year(learner, own, known, goals, records).go(today)
    records.keep()


def _known(questions: set[int]) -> dict[int, _Known]:
    """By the question's id. One statement."""
    rows = QuestionVersion.objects.filter(question__in=questions, question__current=F("pk")).select_related("question")
    return {row.question_id: _Known(row, row.asked, row.question.identifier, row.question.difficulty) for row in rows}


class _Year:
    """One person's quizzes."""

    def __init__(
        self,
        learner: Learner,
        cards: list[Card],
        known: Mapping[int, _Known],
        goals: Mapping[int, float],
        records: _Records,
    ) -> None:
        self.learner, self.known, self.goals, self.records = learner, known, goals, records
        self.cards = {card.pk: card for card in cards}
        self.dice = chance("refresher", learner.name)

    def go(self, today: date) -> None:
        """All of them: two where one was left out."""
        for at in self._evenings(today):
            for _quiz in range(_MOST_A_DAY):
                asked = choose(self._due(at), most=settings.REFRESHER_QUESTIONS)
                if not asked:
                    break
                at = self._take(asked, at) + timedelta(minutes=self.dice.uniform(1, 20))

    def _evenings(self, today: date) -> Iterator[datetime]:
        """Once a week, the last some days ago; now and then a week is left out."""
        first = timezone.localdate(min(card.due_at for card in self.cards.values()))
        last = today - timedelta(days=self.dice.randint(*_LAST_DAYS))
        for weeks in range(max(0, (last - first).days // 7), -1, -1):
            if not weeks or self.dice.random() >= _SKIPS:
                yield moment(last - timedelta(weeks=weeks), self.dice.uniform(7, 17))

    def _due(self, at: datetime) -> list[Due]:
        return [
            Due(
                card.pk,
                card.question_id,
                card.registration.course_id,
                card.due_at,
                memory.retrievability(card.memory, at=at),
            )
            for card in self.cards.values()
            if card.due_at <= at
        ]

    def _take(self, chosen: list[Due], at: datetime) -> datetime:
        """One quiz; gives when it was done."""
        quiz = Quiz(user=self.learner.user, language=self.learner.language, started_at=at)
        seed = f"{self.dice.getrandbits(128):032x}"
        clock = at
        for position, due in enumerate(chosen):
            known = self.known[due.question]
            item = QuizItem(
                quiz=quiz,
                position=position,
                card=self.cards[due.card],
                question_version=known.version,
                option_order=option_order(known.asked, seed=seed, position=position, shuffle=True),
            )
            self.records.items.append(item)
            clock += timedelta(seconds=self.dice.uniform(6, 30))
            self._answer(item, known, clock)
        quiz.ended_at = clock
        self.records.quizzes.append(quiz)
        return clock

    def _answer(self, item: QuizItem, known: _Known, at: datetime) -> None:
        """Right or wrong by what the person can, and what that does to the card."""
        card = item.card
        able = curve(known.identifier, known.difficulty).right(self.learner.ability)
        knows = self.dice.random() < _KEPT_FOR_SURE + (1 - _KEPT_FOR_SURE) * able
        answer, worth = known.answer(self.learner.language, 0 if knows else self.dice.randint(1, _MISTAKES))
        rating = rating_of(fraction=worth, hints_used=0, hints_offered=len(known.asked.hints))
        goal = self.goals[card.registration.course_id]
        review = Review(
            card=card,
            item=item,
            at=at,
            question_version=known.version,
            answer=answer,
            fraction=worth,
            worked_out=rating,
            rating=rating,
            retention=Decimal(str(goal)),
            before=card.memory,
            after=memory.reviewed(card.memory, rating=rating, at=at, retention=goal),
            client_key=f"{self.dice.getrandbits(64):016x}",
            saved_at=at,
        )
        self.records.reviews.append(review)
        card.memory, card.due_at = review.after, memory.due_at(review.after)
        self.records.cards[card.pk] = card
