"""How far a share that was counted can be trusted."""

from __future__ import annotations

from math import sqrt

from training.evaluation.theory.reliability import Z_95


def wilson(count: int, n: int, z: float = Z_95) -> tuple[float, float] | None:
    """The interval of the share `count` of `n` (95 % unless told), within 0 and 1 also at its ends (Wilson). None of
    none."""
    if n <= 0:
        return None
    share = count / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, centre - reach), min(1.0, centre + reach)
