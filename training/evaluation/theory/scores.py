"""How scores are distributed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
BINS = 20
_NIL = 1e-12
"""A variance below this is none: what is left of equal numbers after rounding."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of `n` scores. `deviation` is the sample's, with n - 1; the last two are Moodle's, from k-statistics."""

    n: int
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None


def describe(scores: Floats) -> Scores:
    """What there is to say about scores, in whatever unit they are.

    Skewness k3 / k2^(3/2) and (excess) kurtosis k4 / k2^2 with Fisher's k-statistics, as Moodle. With fewer than 2, 3
    or 4 scores, or none that differ, what needs them is None.
    """
    n = len(scores)
    if not n:
        return Scores(0, None, None, None, None, None)
    ordered = np.sort(np.asarray(scores, dtype=np.float64))
    mean = float(ordered.mean())
    apart = ordered - mean
    m2, m3, m4 = (float((apart**power).mean()) for power in (2, 3, 4))
    k2 = n / (n - 1) * m2 if n > 1 else None
    differ = k2 is not None and k2 > _NIL
    k3 = n**2 / ((n - 1) * (n - 2)) * m3 if n > 2 else None
    k4 = n**2 / ((n - 1) * (n - 2) * (n - 3)) * ((n + 1) * m4 - 3 * (n - 1) * m2**2) if n > 3 else None
    return Scores(
        n=n,
        mean=mean,
        median=float(np.median(ordered)),
        deviation=float(np.sqrt(k2)) if k2 is not None else None,
        skewness=k3 / k2**1.5 if differ and k2 is not None and k3 is not None else None,
        kurtosis=k4 / k2**2 if differ and k2 is not None and k4 is not None else None,
    )


def distribution(shares: Floats) -> list[int]:
    """How many of the shares (0 to 1) lie in each of BINS equal parts; 1 belongs to the last, what is beyond to the
    end it is beyond."""
    places = np.clip(np.floor(np.round(np.asarray(shares) * BINS, 6)), 0, BINS - 1).astype(np.int64)
    return [int(count) for count in np.bincount(places, minlength=BINS)]
