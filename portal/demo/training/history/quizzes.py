"""Refresher quizzes that some people have taken: started and answered by the doors at days that have passed. The doors
stamp the beginning and the end of a quiz with now, which is put right here."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from portal.demo.training.history.answering import curve, right_answer, wrong_answer
from portal.demo.training.history.chance import chance
from portal.demo.training.history.learners import Learner, learners, moment
from portal.network.viewer import viewer_for
from training.refresher import quizzing
from training.refresher.models import Quiz, Review

DAYS = (58, 37, 16)
"""How many days ago the quizzes were taken."""
TAKERS = ("tina", "chen", "jonas", "sam")
_REMEMBERS = -0.3
"""How much less able people are some weeks after they learnt it."""


def build_quizzes(today: date) -> None:
    """Of those of `TAKERS` for whom something was due."""
    people = {one.name: one for one in learners()}
    for name in TAKERS:
        for days in DAYS:
            if name in people:
                _take(people[name], moment(today - timedelta(days=days), 7.6))


def _take(learner: Learner, at: datetime) -> None:
    viewer = viewer_for(user=learner.user, at=at)
    try:
        quiz = quizzing.start(user=learner.user, viewer=viewer, language=learner.language)
    except quizzing.NothingDue:
        return
    dice = chance("quiz", learner.name, at.date())
    clock = at
    items = quiz.items.select_related("question_version__question").order_by("position")
    for item in items:
        question = item.question_version.question
        asked = item.question_version.asked
        clock += timedelta(seconds=dice.uniform(6, 30))
        likely = curve(question.identifier, question.difficulty).right(learner.ability + _REMEMBERS)
        if dice.random() < likely:
            payload = right_answer(asked, language=learner.language)
        else:
            payload = wrong_answer(dice, question.identifier, asked, language=learner.language)
        quizzing.answer(
            user=learner.user,
            viewer=viewer,
            quiz_id=quiz.pk,
            position=item.position,
            payload=payload or None,
            client_key=f"{dice.getrandbits(64):016x}",
            now=clock,
        )
    Review.objects.filter(item__quiz=quiz).update(saved_at=clock)
    Quiz.objects.filter(pk=quiz.pk).update(started_at=at, ended_at=clock)
