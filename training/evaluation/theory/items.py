"""How one question works: how hard it is, and whether it tells those who know from those who do not.

`marks` are a question's marks as shares of what it is worth (0 to 1; below 0 where wrong answers cost), `totals` the
same people's scores in the whole test, `rests` their scores without this question, all in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.evaluation.theory.scores import Floats

EXTREME_SHARE = 0.27
"""Upper and lower 27 %: the groups that tell most for normal scores (Kelley)."""
_NIL = 1e-12


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """Of the `n` people who saw the question."""

    n: int
    facility: float | None
    deviation: float | None
    discrimination: float | None
    efficiency: float | None
    point_biserial: float | None
    corrected: float | None


def statistics(marks: Floats, totals: Floats, rests: Floats) -> ItemStatistics:
    """All of them."""
    return ItemStatistics(
        n=len(marks),
        facility=facility(marks),
        deviation=float(np.std(marks, ddof=1)) if len(marks) > 1 else None,
        discrimination=discrimination_index(marks, totals),
        efficiency=discriminative_efficiency(marks, rests),
        point_biserial=correlation(marks, totals),
        corrected=correlation(marks, rests),
    )


def facility(marks: Floats) -> float | None:
    """The mean mark (Moodle's facility index; the p-value of Crocker & Algina, ch. 14, for right-or-wrong items)."""
    return float(np.mean(marks)) if len(marks) else None


def extreme_groups(totals: Floats) -> tuple[Floats, Floats] | None:
    """How much each person counts in the upper and in the lower group. None when scores do not differ.

    Each group has 27 % of the people, rounded, at least one. People who tie at its edge count with the share of them
    that still has room, so that nothing depends on the order in which they come.
    """
    n = len(totals)
    if n < 2 or float(np.ptp(totals)) < _NIL:
        return None
    size = max(1, round(EXTREME_SHARE * n))
    return _top(totals, size), _top(-totals, size)


def _top(scores: Floats, size: int) -> Floats:
    edge = np.sort(scores)[-size]
    above, tied = scores > edge, scores == edge
    room = size - int(above.sum())
    weights: Floats = above + tied * (room / int(tied.sum()))
    return weights


def discrimination_index(marks: Floats, totals: Floats) -> float | None:
    """D: the mean mark of the upper group less that of the lower (Ebel & Frisbie, ch. 13; Crocker & Algina, ch. 14)."""
    groups = extreme_groups(totals)
    if groups is None:
        return None
    upper, lower = groups
    return float((marks * upper).sum() / upper.sum() - (marks * lower).sum() / lower.sum())


def correlation(marks: Floats, scores: Floats) -> float | None:
    """Pearson's r: the point-biserial correlation where marks are 0 or 1; with the scores without the question, the
    corrected item-total correlation (Crocker & Algina, ch. 14), Moodle's discrimination index / 100."""
    if len(marks) < 2:
        return None
    x, y = marks - marks.mean(), scores - scores.mean()
    spread = float((x * x).sum()) * float((y * y).sum())
    if float((x * x).mean()) < _NIL or float((y * y).mean()) < _NIL:
        return None
    return float(np.clip((x * y).sum() / np.sqrt(spread), -1.0, 1.0))


def discriminative_efficiency(marks: Floats, rests: Floats) -> float | None:
    """The covariance of the marks with the rest of the score, over the greatest that these marks and scores could
    have, which is that of both in order (Moodle). At most 1. None where none could be had."""
    if len(marks) < 2:
        return None
    apart = rests - rests.mean()
    found = float((marks * apart).mean())
    greatest = float((np.sort(marks) * np.sort(apart)).mean())
    return min(1.0, found / greatest) if greatest > _NIL else None


def thirds(totals: Floats) -> npt.NDArray[np.int64]:
    """The third of the scores in which each lies: 0 lower, 1 middle, 2 upper. Equal scores lie in the same third, by
    the middle of their ranks."""
    if not len(totals):
        return np.zeros(0, dtype=np.int64)
    ordered = np.sort(totals)
    middle = (np.searchsorted(ordered, totals, "left") + np.searchsorted(ordered, totals, "right")) / 2
    return np.minimum((middle * 3 / len(totals)).astype(np.int64), 2)
