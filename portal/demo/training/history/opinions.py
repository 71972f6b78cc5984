"""What people said of the courses, and what their managers saw some weeks later.

Answers to surveys are kept apart from who gave them, and their door shuffles them one by one. So rows are written here
in an order that is shuffled already, with the dealer or the region where enough people hide one of them, as the door
would. Ratings have a door that stamps them with now: rows again.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from portal.demo.training.history.chance import chance
from portal.demo.training.history.learners import learners, managers_of, moment
from portal.network.models import User
from training.courses.models import Course, Registration
from training.courses.outline import Lesson
from training.evaluation.checks import HIGHEST, LOWEST, set_plan
from training.evaluation.comparing import SMALLEST
from training.evaluation.models import JobCheck, SurveyAnswered, SurveyComment, SurveyResponse
from training.evaluation.surveys import questions_of

_BY = "ruth"
STATEMENTS = {
    "en": (
        "Works in the order that the course teaches",
        "Names the limits without looking them up",
        "Writes down what was measured",
    ),
    "zh-hans": ("按课程所教的顺序作业", "不查资料即可说出标准值", "记录测量结果"),
}
WEEKS, DAYS = 6, 14
WATCHED = ("TR-HV-101", "TR-DG-201")
"""The courses after which managers look."""
_OPEN_DEALER = "CE-101"
"""Its manager has checks to answer."""
_UNRATED = 0.2
COMMENTS = {
    "en": (
        "More time at the vehicle, please.",
        "The order of the five steps is clear now.",
        "A film of the measurement would help.",
        "Good that the manual's pages are right beside the lesson.",
        "Some questions of the test were about vans that we do not sell.",
        "Short and to the point.",
    ),
    "zh-hans": (
        "希望增加实车操作时间。",
        "步骤讲得很清楚。",
        "如果有测量视频会更好。",
        "手册页面就在课程旁边，很方便。",
        "个别考题与我们的车型无关。",
        "内容简短实用。",
    ),
}
_SAID = 0.25


def build_plans(today: date) -> None:
    """What managers are asked after `WATCHED`. By the door."""
    trainer = User.objects.get(username=_BY)
    for course in Course.objects.order_by("pk"):
        if course.document_number.rpartition("-")[0] in WATCHED:
            set_plan(
                actor=trainer,
                course=course,
                is_active=True,
                weeks=WEEKS,
                days=DAYS,
                statements=STATEMENTS[course.language],
            )


def build_opinions(today: date) -> None:
    """The answers to every survey that was answered."""
    jobs = {one.user.pk: one.job(today) for one in learners()}
    takers = Registration.objects.exclude(state__in=(Registration.State.DECLINED, Registration.State.WITHDRAWN))
    at_dealer, in_region = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for course, user in takers.values_list("course", "user").distinct():
        if user in jobs:
            at_dealer[course, jobs[user].dealer] += 1
            in_region[course, jobs[user].region] += 1
    responses: list[SurveyResponse] = []
    comments: list[SurveyComment] = []
    rows = SurveyAnswered.objects.select_related("registration__version", "registration__course").order_by("pk")
    for row in rows:
        registration = row.registration
        lesson, course = registration.version.outline.lesson(row.lesson), registration.course
        job = jobs.get(registration.user_id)
        if lesson is None or job is None:
            continue
        dice = chance("opinion", course.document_number, registration.user_id)
        response = _response(dice, registration, lesson, course.document_number)
        if in_region[course.pk, job.region] >= SMALLEST:
            response.region_id = job.region
        if at_dealer[course.pk, job.dealer] >= SMALLEST:
            response.region_id, response.dealer_id = job.region, job.dealer
        responses.append(response)
        comments += _comments(dice, registration, lesson, course.language)
    shuffled = chance("opinions")
    shuffled.shuffle(responses)
    shuffled.shuffle(comments)
    SurveyResponse.objects.bulk_create(responses, batch_size=200)
    SurveyComment.objects.bulk_create(comments, batch_size=200)


def _response(dice: random.Random, registration: Registration, lesson: Lesson, number: str) -> SurveyResponse:
    liking = chance("liking", number).uniform(3.6, 4.4)
    answers: dict[str, int | str] = {}
    scales = []
    for question in questions_of(lesson):
        if question.kind == "scale":
            scales.append(_scale(dice, liking))
            answers[question.id] = scales[-1]
        elif question.kind == "choice":
            answers[question.id] = dice.choice(question.options)[0]
    return SurveyResponse(
        id=_random_id(dice),
        course_id=registration.course_id,
        version_id=registration.version_id,
        lesson=lesson.id,
        answers=answers,
        satisfaction=sum(scales) / len(scales) if scales else None,
    )


def _comments(dice: random.Random, registration: Registration, lesson: Lesson, language: str) -> list[SurveyComment]:
    return [
        SurveyComment(
            id=_random_id(dice),
            course_id=registration.course_id,
            lesson=lesson.id,
            question=question.id,
            text=dice.choice(COMMENTS[language]),
        )
        for question in questions_of(lesson)
        if question.kind == "text" and dice.random() < _SAID
    ]


def _scale(dice: random.Random, middle: float) -> int:
    return min(HIGHEST, max(LOWEST, round(dice.gauss(middle, 0.8))))


def _random_id(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)


def build_checks(today: date) -> None:
    """Ratings of the checks that have opened; some wait still, those of the newest at `_OPEN_DEALER` for sure."""
    managers = managers_of()
    people = {one.user.pk: one for one in learners()}
    rated = []
    rows = JobCheck.objects.filter(opens_on__lt=today, rated_at__isnull=True)
    for check in rows.select_related("registration").order_by("pk"):
        learner = people.get(check.registration.user_id)
        dice = chance("check", check.registration.user_id, check.registration.course_id)
        manager = managers.get(learner.job(check.opens_on).dealer) if learner else None
        at = moment(check.opens_on + timedelta(days=dice.randint(0, DAYS)), 14)
        waits = dice.random() < _UNRATED and check.due_on > today - timedelta(days=60)
        if learner is None or manager is None or at.date() >= today or waits:
            continue
        check.ratings = [_scale(dice, 3.3 + 0.5 * learner.ability) for _statement in check.statements]
        check.rating = sum(check.ratings) / len(check.ratings)
        check.rated_by, check.rated_at = manager, at
        rated.append(check)
    JobCheck.objects.bulk_update(rated, ["ratings", "rating", "rated_by", "rated_at"], batch_size=200)
