"""What surveys came to: by question, by version, by dealer and region. Never an answer on its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from portal.network.models import Dealer, Region
from training.courses.models import CourseVersion
from training.courses.outline import Lesson
from training.evaluation.comparing import SMALLEST, may_be_shown
from training.evaluation.models import SurveyComment, SurveyResponse
from training.evaluation.surveys import SCALE, SurveyQuestion, questions_of, surveys_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what came of it. `counts` by answer in the order of `labels`; `mean` of a scale; `by_version`
    the mean and number of answers of each version that enough people answered."""

    question: SurveyQuestion
    labels: Sequence[str]
    counts: Sequence[int]
    n: int
    mean: float | None
    by_version: Sequence[tuple[int, float, int]]


@dataclass(frozen=True, slots=True)
class Satisfied:
    """A group's mean of all answers from 1 to 5."""

    name: str
    n: int
    mean: float


@dataclass(frozen=True, slots=True)
class Reaction:
    """A survey of a course. With fewer than SMALLEST answers, `n` and nothing else."""

    lesson: Lesson
    n: int
    mean: float | None = None
    questions: Sequence[Asked] = ()
    dealers: Sequence[Satisfied] = ()
    regions: Sequence[Satisfied] = ()


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    by_version: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def reactions(course_id: int) -> list[Reaction]:
    """The surveys of a course that were answered, in the order of the newest version, then older ones. Four
    statements, and two of names."""
    rows = list(
        SurveyResponse.objects.filter(course=course_id)
        .order_by("pk")
        .values_list("lesson", "version_id", "answers", "satisfaction", "dealer_id", "region_id")
    )
    used = {row[1] for row in rows}
    versions = CourseVersion.objects.filter(course=course_id, pk__in=used).order_by("-number")
    lessons: dict[str, Lesson] = {}
    numbers: dict[int, int] = {}
    texts: dict[str, dict[str, SurveyQuestion]] = defaultdict(dict)
    for version in versions:
        numbers[version.pk] = version.number
        for lesson in surveys_of(version.outline):
            lessons.setdefault(lesson.id, lesson)
            for question in questions_of(lesson):
                texts[lesson.id].setdefault(question.id, question)
    dealers = dict(Dealer.objects.filter(pk__in={row[4] for row in rows if row[4]}).values_list("pk", "name"))
    regions = dict(Region.objects.filter(pk__in={row[5] for row in rows if row[5]}).values_list("pk", "name"))
    found = []
    for name, lesson in lessons.items():
        own = [row for row in rows if row[0] == name]
        if len(own) < SMALLEST:
            found.append(Reaction(lesson, len(own)))
            continue
        scores = [row[3] for row in own if row[3] is not None]
        found.append(
            Reaction(
                lesson=lesson,
                n=len(own),
                mean=sum(scores) / len(scores) if scores else None,
                questions=_asked(texts[name].values(), [(row[1], row[2]) for row in own], numbers),
                dealers=_satisfied(((row[4], row[3]) for row in own), dealers),
                regions=_satisfied(((row[5], row[3]) for row in own), regions),
            )
        )
    return found


def _asked(
    questions: Iterable[SurveyQuestion],
    answers: Sequence[tuple[int, Mapping[str, int | str]]],
    numbers: Mapping[int, int],
) -> list[Asked]:
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for version, given in answers:
        for name, value in given.items():
            tally = tallies[name]
            tally.counts[str(value)] += 1
            if isinstance(value, int):
                tally.by_version[version].append(value)
    return [_one(question, tallies[question.id], numbers) for question in questions if question.kind != "text"]


def _one(question: SurveyQuestion, tally: _Tally, numbers: Mapping[int, int]) -> Asked:
    offered = question.options or tuple((str(value), str(value)) for value in SCALE)
    values = [value for given in tally.by_version.values() for value in given]
    shown = may_be_shown({version: len(given) for version, given in tally.by_version.items()})
    return Asked(
        question=question,
        labels=[label for _key, label in offered],
        counts=[tally.counts[key] for key, _label in offered],
        n=sum(tally.counts.values()),
        mean=sum(values) / len(values) if values else None,
        by_version=sorted(
            (numbers[version], sum(given) / len(given), len(given))
            for version, given in tally.by_version.items()
            if version in shown
        ),
    )


def _satisfied(rows: Iterable[tuple[int | None, float | None]], names: Mapping[int, str]) -> list[Satisfied]:
    groups: dict[int, list[float]] = defaultdict(list)
    for group, score in rows:
        if group is not None and score is not None:
            groups[group].append(score)
    shown = may_be_shown({group: len(scores) for group, scores in groups.items()})
    found = [Satisfied(names[one], len(groups[one]), sum(groups[one]) / len(groups[one])) for one in shown]
    return sorted(found, key=lambda row: (-row.mean, row.name))


def comments(course_id: int, lesson_id: str) -> QuerySet[SurveyComment]:
    """What was written, in no order that tells anything; nothing before SMALLEST people have answered."""
    every = SurveyComment.objects.filter(course=course_id, lesson=lesson_id).order_by("pk")
    answered = SurveyResponse.objects.filter(course=course_id, lesson=lesson_id).count()
    return every if answered >= SMALLEST else every.none()
