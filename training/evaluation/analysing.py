"""What the marks of many attempts say about an assessment and its questions. Pure, on arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.evaluation.reading import Marks, Tries
from training.evaluation.theory import items, reliability
from training.evaluation.theory.items import ItemStatistics
from training.evaluation.theory.reliability import Reliability
from training.evaluation.theory.scores import Floats, Scores, describe, distribution


@dataclass(frozen=True, slots=True)
class QuestionFound:
    """A question over all its versions, and each version that was asked, by id."""

    question: int
    over_all: ItemStatistics
    versions: Mapping[int, ItemStatistics]


@dataclass(frozen=True, slots=True)
class TestFound:
    """A whole assessment. Scores are shares of the points."""

    scores: Scores
    bins: list[int]
    passed: int
    reliability: Reliability
    drawn: bool
    """Not everybody saw the same questions, so that the reliability of the whole is unknown."""


def analyse_test(tries: Tries, marks: Marks, question_of: Mapping[int, int]) -> TestFound:
    """The assessment as a whole. `question_of` leads from versions to questions."""
    questions = np.unique(list(question_of.values()))
    places = np.searchsorted(questions, _questions(marks, question_of))
    complete = _complete(tries, marks, places)
    return TestFound(
        scores=describe(tries.share),
        bins=distribution(tries.share),
        passed=int(tries.passed.sum()),
        reliability=_reliability(tries, marks, places) if complete else reliability.UNKNOWN,
        drawn=bool(len(tries)) and not complete,
    )


def analyse_questions(tries: Tries, marks: Marks, question_of: Mapping[int, int]) -> list[QuestionFound]:
    """Each question, among those who saw it, in the order of ids."""
    if not len(marks):
        return []
    totals, rests = _scores(tries, marks)
    by_question = _questions(marks, question_of)
    order = np.argsort(by_question, kind="stable")
    ends = np.flatnonzero(np.diff(by_question[order])) + 1
    found = []
    for rows in np.split(order, ends):
        part, total, rest = marks.fraction[rows].astype(np.float64), totals[rows], rests[rows]
        versions = marks.version[rows]
        seen = np.unique(versions)
        over_all = items.statistics(part, total, rest)
        found.append(
            QuestionFound(
                question=int(by_question[rows[0]]),
                over_all=over_all,
                versions={int(seen[0]): over_all}
                if len(seen) == 1
                else {int(one): _of(part, total, rest, versions == one) for one in seen},
            )
        )
    return found


def _of(part: Floats, total: Floats, rest: Floats, chosen: npt.NDArray[np.bool_]) -> ItemStatistics:
    return items.statistics(part[chosen], total[chosen], rest[chosen])


def _questions(marks: Marks, question_of: Mapping[int, int]) -> npt.NDArray[np.int64]:
    """The question of each row. Looked up in the few versions there are: sorting the rows would take longer."""
    versions = np.array(sorted(question_of), dtype=marks.version.dtype)
    questions = np.array([question_of[int(one)] for one in versions], dtype=np.int64)
    return questions[np.searchsorted(versions, marks.version)] if len(versions) else np.zeros(0, dtype=np.int64)


def _scores(tries: Tries, marks: Marks) -> tuple[Floats, Floats]:
    """For each row the person's score as a share of the points, with the row's question and without it. Somebody who
    saw but one question has no rest: 0. Rounded, so that equal scores are equal whatever the order of adding up."""
    points = marks.points.astype(np.float64)
    gained = marks.fraction * points
    n = len(tries)
    total, most = (np.bincount(marks.attempt, weights=one, minlength=n)[marks.attempt] for one in (gained, points))
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.where(most > 0, total / most, 0.0)
        rest = np.where(most - points > 0, (total - gained) / (most - points), 0.0)
    return np.asarray(np.round(whole, 6), dtype=np.float64), np.asarray(np.round(rest, 6), dtype=np.float64)


def _complete(tries: Tries, marks: Marks, places: npt.NDArray[np.intp]) -> bool:
    """Whether everybody has a mark for every question, each with the same points. `places` are those of the questions
    of the rows among all questions."""
    if not len(marks):
        return False
    counts = np.bincount(places)
    if (counts != len(tries)).any():
        return False
    first = np.zeros(len(counts), dtype=marks.points.dtype)
    first[places] = marks.points
    return bool((first[places] == marks.points).all())


def _reliability(tries: Tries, marks: Marks, places: npt.NDArray[np.intp]) -> Reliability:
    n = len(tries)
    points = marks.points.astype(np.float64)
    gained = marks.fraction * points
    mean = np.bincount(places, weights=gained) / n
    apart = gained - mean[places]
    variances = np.bincount(places, weights=apart * apart) / max(1, n - 1)
    totals: Floats = np.bincount(marks.attempt, weights=gained, minlength=n).astype(np.float64)
    return reliability.reliability(
        variances,
        totals,
        most=float(points.sum() / n),
        kr20=bool(np.isin(marks.fraction, (0.0, 1.0)).all()),
    )
