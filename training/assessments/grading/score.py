"""All answers together, under the rules of the assessment. Exact: shares are compared as decimals, so that whoever
stands on the boundary passes, whatever the order in which items are added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from training.assessments.grading.grade import State

FRACTION_GRAIN = Decimal("0.000001")
"""What a fraction is kept with; a third of a point three times is a point within a hundred thousandth."""
_SLACK = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Policy:
    """`pass_share` is the share of the points that passes. Without `partial_credit` an item is right or worth nothing.
    With `negative_marks` an item may cost points, though the whole never comes below 0. `hint_cost` is the share of
    an item's points that each hint takes, of what was reached."""

    pass_share: Decimal
    negative_marks: bool = False
    partial_credit: bool = True
    hint_cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Item:
    """`points` to be had, and what the answer is worth; `state` NEEDS_GRADING while a trainer has not said."""

    points: Decimal
    fraction: float
    state: State
    hints_used: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """`share` is in [0, 1]. `passed` is None while an item waits for a trainer who could still change it: it is told
    early only when no grade of what waits makes a difference."""

    points: Decimal
    most: Decimal
    share: Decimal
    passed: bool | None
    waiting: int


def score(items: Iterable[Item], policy: Policy) -> Score:
    """The score. An assessment without points is passed with share 1: there was nothing to get wrong."""
    items = list(items)
    most = sum((item.points for item in items), Decimal(0))
    reached = sum((worth(item, policy) for item in items), Decimal(0))
    open_points = sum((item.points for item in items if item.state == State.NEEDS_GRADING), Decimal(0))
    waiting = sum(item.state == State.NEEDS_GRADING for item in items)
    if not most:
        return Score(Decimal(0), Decimal(0), Decimal(1), None if waiting else True, waiting)
    share = _share(reached, most)
    worst, best = share, _share(reached + open_points, most)
    passed: bool | None = worst + _SLACK >= policy.pass_share
    if waiting and passed != (best + _SLACK >= policy.pass_share):
        passed = None
    return Score(points=max(reached, Decimal(0)), most=most, share=share, passed=passed, waiting=waiting)


def worth(item: Item, policy: Policy) -> Decimal:
    """The points of an item under the policy, to four places."""
    fraction = Decimal(repr(item.fraction)).quantize(FRACTION_GRAIN, rounding=ROUND_HALF_UP)
    if not policy.partial_credit and fraction < 1:
        fraction = min(fraction, Decimal(0))
    if not policy.negative_marks:
        fraction = max(fraction, Decimal(0))
    if fraction > 0:
        fraction *= max(Decimal(0), 1 - policy.hint_cost * item.hints_used)
    return (item.points * fraction).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def _share(reached: Decimal, most: Decimal) -> Decimal:
    share = (reached / most).quantize(FRACTION_GRAIN, rounding=ROUND_HALF_UP)
    return min(max(share, Decimal(0)), Decimal(1))
