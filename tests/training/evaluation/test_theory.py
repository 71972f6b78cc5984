"""Classical test theory against values worked out by hand, and what must hold of any."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.evaluation.theory.intervals import wilson
from training.evaluation.theory.items import (
    correlation,
    discrimination_index,
    discriminative_efficiency,
    extreme_groups,
    facility,
    statistics,
    thirds,
)
from training.evaluation.theory.reliability import (
    UNKNOWN,
    alpha_interval,
    cronbach_alpha,
    measurement_error,
    reliability,
)
from training.evaluation.theory.scores import describe, distribution

# Ten people, five right-or-wrong questions, in the way of Crocker & Algina, ch. 7. Sums of rows: 5 5 4 4 3 3 2 2 1 1.
ANSWERS = np.array(
    [
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 0],
        [1, 1, 1, 0, 1],
        [1, 1, 1, 0, 0],
        [1, 1, 0, 1, 0],
        [1, 1, 0, 0, 0],
        [1, 0, 1, 0, 0],
        [1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0],
    ],
    dtype=float,
)
TOTALS = ANSWERS.sum(axis=1)


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


class TestByHand:
    def test_facility(self):
        # Crocker & Algina, ch. 14: the share who answer right. Columns' sums: 9 8 6 4 3 of 10.
        assert [facility(column) for column in ANSWERS.T] == [0.9, 0.8, 0.6, 0.4, 0.3]

    def test_kr20(self):
        # KR-20 = k/(k-1) (1 - sum pq / variance), all of the population (Crocker & Algina, ch. 7):
        # sum pq = .09 + .16 + .24 + .24 + .21 = .94; mean of totals 3, variance (4+4+1+1+0+0+1+1+4+4)/10 = 2.
        # 5/4 (1 - .94/2) = .6625. Alpha of the samples' variances is the same.
        assert cronbach_alpha(ANSWERS.var(axis=0), float(TOTALS.var())) == pytest.approx(0.6625)
        found = reliability(ANSWERS.var(axis=0, ddof=1), TOTALS, 5.0, kr20=True)
        assert found.alpha == pytest.approx(0.6625)
        # SEM = SD sqrt(1 - alpha), of the sample: sqrt(20/9) sqrt(.3375) = .8660 points of 5 = .1732.
        assert found.error == pytest.approx(math.sqrt(20 / 9 * 0.3375) / 5)
        assert found.error == pytest.approx(0.17321, abs=1e-5)

    def test_alpha_of_marks_between(self):
        # Three questions of four people: (2,1,3) (3,3,4) (1,1,1) (4,3,4).
        # Sample variances 5/3, 4/3, 2; totals 6 10 3 11: 41/3. 3/2 (1 - 5 / (41/3)) = 3/2 x 26/41 = 39/41.
        marks = np.array([[2, 1, 3], [3, 3, 4], [1, 1, 1], [4, 3, 4]], dtype=float)
        alpha = cronbach_alpha(marks.var(axis=0, ddof=1), float(marks.sum(axis=1).var(ddof=1)))
        assert alpha == pytest.approx(39 / 41)

    def test_interval_of_alpha(self):
        # Bonett (2002): ln(1 - .8) = -1.60944; sqrt(2 x 10 / (9 x 98)) = .150585, x 1.95996 = .295142.
        # 1 - exp(-1.60944 ± .295142) = .73134 and .85112.
        assert alpha_interval(0.8, 10, 100) == pytest.approx((0.73134, 0.85112), abs=2e-5)

    def test_discrimination_of_27_percent(self):
        # 27 % of 10 is 3 people (Ebel & Frisbie, ch. 13). Upper: two with 5 and, of the two with 4 that tie, each by
        # half. Question 4: 1 + 1 + (1 + 0)/2 = 2.5 of 3. Lower: two with 1 and, by half each, those with 2: 0 of 3.
        assert discrimination_index(ANSWERS[:, 3], TOTALS) == pytest.approx(2.5 / 3)
        # Question 1: all of the upper; of the lower (1 + 0) + (1 + 1)/2 = 2 of 3.
        assert discrimination_index(ANSWERS[:, 0], TOTALS) == pytest.approx(1 - 2 / 3)

    def test_point_biserial(self):
        # r = (M1 - M)/S sqrt(p/q), S of the population (Crocker & Algina, ch. 14). Question 4: right have 5 5 4 3,
        # M1 = 4.25; M = 3; S = sqrt 2; p/q = .4/.6. (1.25/1.41421) x .81650 = .72169.
        assert correlation(ANSWERS[:, 3], TOTALS) == pytest.approx(0.72169, abs=1e-5)

    def test_corrected_correlation(self):
        # (r S - s) / sqrt(S² + s² - 2 r S s): r = .72169, S² = 2, s² = .24. (1.02062 - .48990)/sqrt(2.24 - 1) = .47660
        rests = TOTALS - ANSWERS[:, 3]
        assert correlation(ANSWERS[:, 3], rests) == pytest.approx(0.47660, abs=1e-5)

    def test_discriminative_efficiency(self):
        # Moodle: covariance over the greatest possible. Marks 1 0 1 0 with rests 3 2 1 0: mean rest 1.5, covariance
        # (1.5 - .5)/4 = .25; in order 0 0 1 1 with 0 1 2 3: (.5 + 1.5)/4 = .5. Half.
        assert discriminative_efficiency(array(1, 0, 1, 0), array(3, 2, 1, 0)) == pytest.approx(0.5)
        assert discriminative_efficiency(array(1, 1, 0, 0), array(3, 2, 1, 0)) == pytest.approx(1.0)

    def test_scores(self):
        # 1 2 3 4 10: mean 4, m2 = 10, m3 = 36, m4 = 278.8.
        # k2 = 12.5; k3 = 25/12 x 36 = 75; skewness 75/12.5^1.5 = 1.69706.
        # k4 = 25/24 (6 x 278.8 - 12 x 100) = 492.5; kurtosis 492.5/156.25 = 3.152.
        found = describe(array(1, 2, 3, 4, 10))
        assert (found.n, found.mean, found.median) == (5, 4.0, 3.0)
        assert found.deviation == pytest.approx(math.sqrt(12.5))
        assert found.skewness == pytest.approx(1.69706, abs=1e-5)
        assert found.kurtosis == pytest.approx(3.152)

    def test_wilson(self):
        # 8 of 10 (R. G. Newcombe, Statistics in Medicine 17, 1998, method 3): .4902 to .9433.
        assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
        # 0 of 10: from 0 to z²/(n + z²) = 3.8415/13.8415.
        assert wilson(0, 10) == pytest.approx((0.0, 0.27754), abs=1e-5)

    def test_distribution(self):
        counts = distribution(array(0, 0.04, 0.05, 0.8, 0.99, 1, -0.2))
        assert (counts[0], counts[1], counts[16], counts[19]) == (3, 1, 1, 2)
        assert len(counts) == 20

    def test_thirds(self):
        assert thirds(array(1, 2, 3, 4, 5, 6)).tolist() == [0, 0, 1, 1, 2, 2]
        assert thirds(array(7, 7, 7)).tolist() == [1, 1, 1]


class TestUndefined:
    def test_nothing(self):
        empty = array()
        assert facility(empty) is None
        assert wilson(0, 0) is None
        assert describe(empty).mean is None
        assert thirds(empty).tolist() == []
        assert statistics(empty, empty, empty).corrected is None

    def test_scores_that_do_not_differ(self):
        same = array(0.1 + 0.2, 0.3, 0.3)
        assert extreme_groups(same) is None
        assert discrimination_index(array(1, 0, 1), same) is None
        assert correlation(array(1, 0, 1), same) is None
        assert discriminative_efficiency(array(1, 0, 1), same) is None
        assert describe(same).skewness is None

    def test_a_question_that_all_get_right(self):
        assert correlation(array(1, 1, 1), array(1, 2, 3)) is None
        assert discriminative_efficiency(array(1, 1, 1), array(1, 2, 3)) is None
        assert discrimination_index(array(1, 1, 1), array(1, 2, 3)) == 0

    def test_reliability(self):
        assert cronbach_alpha(array(1), 1.0) is None, "one question"
        assert cronbach_alpha(array(1, 1), 0.0) is None
        assert alpha_interval(0.9, 5, 2) is None
        assert alpha_interval(1.0, 5, 50) is None
        assert measurement_error(0.2, -0.4) is None
        assert reliability(array(0, 0), array(1, 1, 1), 2.0, kr20=True) == UNKNOWN
        assert reliability(array(1, 1), array(1), 2.0, kr20=True) == UNKNOWN

    def test_few_people(self):
        assert describe(array(1)).deviation is None
        assert describe(array(1, 2)).skewness is None
        assert describe(array(1, 2, 4)).kurtosis is None


# How fast examples come depends on what else the machine does.
whatever_the_load = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHARES = st.floats(0, 1).map(lambda value: round(value, 3))
PEOPLE = st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=40)


def columns(people):
    return tuple(np.array(column, dtype=float) for column in zip(*people, strict=True))


@whatever_the_load
@given(PEOPLE, st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_people(people, random):
    marks, totals = columns(people)
    shuffled = list(people)
    random.shuffle(shuffled)
    others, their_totals = columns(shuffled)
    for one in (discrimination_index, discriminative_efficiency, correlation):
        before, after = one(marks, totals), one(others, their_totals)
        assert (before is None) == (after is None)
        assert before is None or before == pytest.approx(after, abs=1e-9)
    assert sorted(zip(totals, thirds(totals), strict=True)) == sorted(
        zip(their_totals, thirds(their_totals), strict=True)
    )


@whatever_the_load
@given(PEOPLE)
def test_bounds(people):
    marks, totals = columns(people)
    found = statistics(marks, totals, totals)
    assert 0 <= found.facility <= 1
    for value in (found.discrimination, found.point_biserial, found.corrected):
        assert value is None or -1 - 1e-9 <= value <= 1 + 1e-9
    assert found.efficiency is None or found.efficiency <= 1
    numbers = [value for value in (*describe(totals).__getstate__(), found.deviation) if value is not None]
    assert all(math.isfinite(value) for value in numbers)
    assert sum(distribution(totals)) == len(people)


@whatever_the_load
@given(st.lists(st.lists(st.integers(0, 1), min_size=4, max_size=4), min_size=2, max_size=30))
def test_alpha_is_at_most_one_and_kr20(rows):
    answers = np.array(rows, dtype=float)
    totals = answers.sum(axis=1)
    alpha = cronbach_alpha(answers.var(axis=0, ddof=1), float(totals.var(ddof=1)))
    share = answers.mean(axis=0)
    kr20 = cronbach_alpha(share * (1 - share), float(totals.var()))
    assert (alpha is None) == (kr20 is None)
    assert alpha is None or (alpha <= 1 + 1e-9 and alpha == pytest.approx(kr20, abs=1e-9))


@whatever_the_load
@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_share(n, data):
    count = data.draw(st.integers(0, n))
    low, high = wilson(count, n)
    assert 0 <= low <= count / n + 1e-12
    assert count / n - 1e-12 <= high <= 1
