"""The four levels of Kirkpatrick for a course: reaction (in `reactions`), learning, behaviour, result.

D. L. Kirkpatrick, "Techniques for evaluating training programs", *Journal of the American Society of Training
Directors* 13-14 (1959-60); D. L. and J. D. Kirkpatrick, *Evaluating Training Programs*, 3rd ed., 2006. The fourth level
compares dealers that trained with others. That is an association: dealers that train may differ in other ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from django.db.models import Count, F, FloatField, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from portal.network.models import Membership
from training.assessments.models import Attempt
from training.courses.api import Course, CourseVersion, Registration
from training.courses.receivers import PURPOSE
from training.evaluation.comparing import SMALLEST
from training.evaluation.models import DealerFigure, Figure, JobCheck
from training.evaluation.theory.intervals import wilson

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Learned:
    """An assessment of the course: `people` tried it, `first` is their mean first score, `passed` how many passed in
    the end. With fewer than SMALLEST people only `people`."""

    title: str
    people: int
    first: float | None = None
    passed: int | None = None
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> float | None:
        return None if self.passed is None else self.passed / self.people


@dataclass(frozen=True, slots=True)
class Gain:
    """The same assessment before and after, of those who took both: mean scores, the mean difference and its standard
    error (the deviation of the differences over the root of n)."""

    people: int
    before: float
    after: float
    gain: float
    error: float


@dataclass(frozen=True, slots=True)
class Observed:
    """A statement that managers rated: the counts of 1 to 5 and the mean."""

    statement: str
    n: int
    mean: float
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """`rated` of `asked` checks that have opened. Statements that fewer than SMALLEST rated are left out."""

    asked: int
    rated: int
    statements: Sequence[Observed]


@dataclass(frozen=True, slots=True)
class Month:
    """The mean of a figure over dealers with and without enough trained people. A mean of fewer than SMALLEST dealers
    is None."""

    month: date
    trained: float | None
    trained_n: int
    others: float | None
    others_n: int

    @property
    def difference(self) -> float | None:
        return None if self.trained is None or self.others is None else self.trained - self.others


@dataclass(frozen=True, slots=True)
class Result:
    """Of the dealers that have the figure, `trained` have at least the share of their people trained, `others` not."""

    figure: Figure
    trained: int
    others: int
    months: Sequence[Month]


@dataclass(frozen=True, slots=True)
class _Try:
    registration: int
    lesson: str
    number: int
    share: float
    passed: bool


def learning(course: Course) -> tuple[list[Learned], Gain | None]:
    """Each assessment of the newest version, and the gain where the first and the last are the same one. Three
    statements."""
    version = CourseVersion.objects.filter(course=course.pk).order_by("-number").first()
    lessons = [one for one in version.outline.lessons if one.kind == "assessment"] if version else []
    by_lesson = defaultdict(list)
    for one in _tries(course, [lesson.value["assessment"] for lesson in lessons]):
        by_lesson[one.lesson].append(one)
    found = [_learned(lesson.title, by_lesson[lesson.id]) for lesson in lessons]
    if len(lessons) < 2 or lessons[0].value["assessment"] != lessons[-1].value["assessment"]:
        return found, None
    return found, _gain(by_lesson[lessons[0].id], by_lesson[lessons[-1].id])


def _tries(course: Course, assessments: Sequence[int]) -> list[_Try]:
    registrations = Registration.objects.filter(course=course.pk)
    own = set(registrations.values_list("pk", flat=True))
    rows = Attempt.objects.filter(
        assessment__in=assessments,
        state=Attempt.State.GRADED,
        share__isnull=False,
        user__in=registrations.values("user"),
        purpose__startswith=f"{PURPOSE}:",
    ).annotate(score=Cast("share", FloatField()))
    found = []
    for purpose, number, score, passed in rows.order_by("pk").values_list("purpose", "number", "score", "passed"):
        _kind, registration, lesson = purpose.split(":", 2)
        if registration.isdigit() and int(registration) in own:
            found.append(_Try(int(registration), lesson, number, score, bool(passed)))
    return found


def _learned(title: str, tries: Sequence[_Try]) -> Learned:
    first = _firsts(tries)
    people = len(first)
    if people < SMALLEST:
        return Learned(title, people)
    passed = len({one.registration for one in tries if one.passed})
    low, high = wilson(passed, people) or (0.0, 1.0)
    return Learned(title, people, sum(first.values()) / people, passed, low, high)


def _firsts(tries: Sequence[_Try]) -> dict[int, float]:
    """By registration the score of the first attempt."""
    firsts: dict[int, _Try] = {}
    for one in tries:
        kept = firsts.get(one.registration)
        if kept is None or one.number < kept.number:
            firsts[one.registration] = one
    return {registration: one.share for registration, one in firsts.items()}


def _gain(before: Sequence[_Try], after: Sequence[_Try]) -> Gain | None:
    first, last = _firsts(before), _firsts(after)
    both = sorted(first.keys() & last.keys())
    n = len(both)
    if n < SMALLEST:
        return None
    differences = [last[one] - first[one] for one in both]
    mean = sum(differences) / n
    deviation = sqrt(sum((one - mean) ** 2 for one in differences) / (n - 1))
    return Gain(
        people=n,
        before=sum(first[one] for one in both) / n,
        after=sum(last[one] for one in both) / n,
        gain=mean,
        error=deviation / sqrt(n),
    )


def behaviour(course: Course) -> Behaviour:
    """What managers saw. Two statements."""
    opened = JobCheck.objects.filter(registration__course=course.pk, opens_on__lte=timezone.localdate())
    kept = opened.filter(rated_at__isnull=False).order_by("pk").values_list("statements", "ratings")
    counts: dict[str, list[int]] = {}
    rated = 0
    for statements, ratings in kept:
        rated += 1
        for statement, rating in zip(statements, ratings or (), strict=True):
            if rating is not None:
                counts.setdefault(statement, [0] * 5)[rating - 1] += 1
    observed = [
        Observed(statement, n, sum((at + 1) * one for at, one in enumerate(of_five)) / n, of_five)
        for statement, of_five in counts.items()
        if (n := sum(of_five)) >= SMALLEST
    ]
    return Behaviour(opened.count(), rated, observed)


def result(course: Course, figure: Figure, *, share: float) -> Result:
    """The figure over time, of dealers of whose people (of the job roles that the course is for) at least `share` have
    completed the course today, and of all others that have the figure. Four statements."""
    trained = trained_shares(course)
    months: dict[date, tuple[list[float], list[float]]] = {}
    dealers: tuple[set[int], set[int]] = (set(), set())
    rows = DealerFigure.objects.filter(figure=figure).annotate(number=Cast("value", FloatField()))
    for dealer, month, number in rows.order_by("month", "dealer").values_list("dealer_id", "month", "number"):
        group = 0 if trained.get(dealer, 0.0) >= share else 1
        months.setdefault(month, ([], []))[group].append(number)
        dealers[group].add(dealer)
    return Result(
        figure=figure,
        trained=len(dealers[0]),
        others=len(dealers[1]),
        months=[
            Month(month, _mean(with_training), len(with_training), _mean(without), len(without))
            for month, (with_training, without) in sorted(months.items())[-MOST_MONTHS:]
        ],
    )


def trained_shares(course: Course) -> Mapping[int, float]:
    """By dealer, the share of its people today, of the roles that the course is for, who have completed it. Three
    statements."""
    held = Membership.objects.on(timezone.localdate())
    if roles := [role.pk for role in course.audience_roles.all()]:
        held = held.filter(roles__in=roles)
    completed = Registration.objects.filter(course=course.pk, state=Registration.State.COMPLETED).values("user")
    everybody, trained = _by_dealer(held), _by_dealer(held.filter(user__in=completed))
    return {dealer: trained.get(dealer, 0) / count for dealer, count in everybody.items()}


def _by_dealer(held: QuerySet[Membership]) -> dict[int, int]:
    rows = held.order_by().values(at=F("dealer_id")).annotate(people=Count("user", distinct=True))
    return dict(rows.values_list("at", "people"))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if len(values) >= SMALLEST else None
