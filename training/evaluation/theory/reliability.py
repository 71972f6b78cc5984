"""How far a score would be the same with other questions of the kind."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from training.evaluation.theory.scores import Floats

Z_95 = 1.959963984540054
_NIL = 1e-12


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha with its 95 % interval. `kr20`: every mark is 0 or the whole, so that it is Kuder and
    Richardson's formula 20. `error` is the standard error of measurement in the unit of the scores."""

    alpha: float | None
    low: float | None
    high: float | None
    error: float | None
    kr20: bool


UNKNOWN = Reliability(None, None, None, None, kr20=False)


def cronbach_alpha(variances: Floats, total_variance: float) -> float | None:
    """k / (k - 1) (1 - sum of the questions' variances / variance of the totals) (Cronbach). The variances are all of
    the sample or all of the population; of right-or-wrong marks this is KR-20. At most 1, and without a lower bound.
    None for one question, or totals that do not differ."""
    k = len(variances)
    if k < 2 or total_variance < _NIL:
        return None
    return k / (k - 1) * (1 - float(np.sum(variances)) / total_variance)


def alpha_interval(alpha: float, questions: int, people: int) -> tuple[float, float] | None:
    """The 95 % interval of alpha: 1 - exp(ln(1 - alpha) ± z sqrt(2k / ((k - 1)(n - 2)))) (Bonett). None for fewer
    than three people, or alpha 1."""
    if people < 3 or questions < 2 or alpha >= 1 - _NIL:
        return None
    centre, reach = log(1 - alpha), Z_95 * sqrt(2 * questions / ((questions - 1) * (people - 2)))
    return 1 - exp(centre + reach), 1 - exp(centre - reach)


def measurement_error(deviation: float | None, alpha: float | None) -> float | None:
    """The standard error of measurement: deviation x sqrt(1 - reliability) (Crocker & Algina, ch. 6). None for a
    negative alpha, which is no reliability."""
    if deviation is None or alpha is None or not 0 <= alpha <= 1:
        return None
    return deviation * sqrt(1 - alpha)


def reliability(variances: Floats, totals: Floats, most: float, *, kr20: bool) -> Reliability:
    """Of a test of which everybody saw every question. `variances` are the questions' (sample), in points; `totals`
    in points, out of `most`. The error is a share of `most`."""
    if len(totals) < 2 or most <= 0:
        return UNKNOWN
    variance = float(np.var(totals, ddof=1))
    alpha = cronbach_alpha(variances, variance)
    if alpha is None:
        return UNKNOWN
    low, high = alpha_interval(alpha, len(variances), len(totals)) or (None, None)
    return Reliability(alpha, low, high, measurement_error(sqrt(variance) / most, alpha), kr20=kr20)
