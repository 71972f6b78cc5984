"""How a dealer stands by a rule of a standard, and how long it will. Pure: no database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import ceil


@dataclass(frozen=True, slots=True)
class Verdict:
    """`holds_until` is the last day on which it is fulfilled if nobody renews; None without end, or when it is not
    fulfilled."""

    wanted: int
    holders: int
    passed: bool
    holds_until: date | None


def judge(*, kind: str, number: int, staff: int, ends: Collection[date | None]) -> Verdict:
    """`ends` are the last valid days of those who hold it, None without end; `staff` is how many people count. A share
    of nobody is fulfilled."""
    wanted = number if kind == "holders" else ceil(staff * number / 100)
    held = len(ends)
    if held < wanted:
        return Verdict(wanted, held, False, None)
    return Verdict(wanted, held, True, _nth_from_last(ends, wanted))


def _nth_from_last(ends: Collection[date | None], wanted: int) -> date | None:
    """The end of the holder with whose lapse fewer than `wanted` are left."""
    if not wanted:
        return None
    lasting = sum(end is None for end in ends)
    if lasting >= wanted:
        return None
    dated = sorted((end for end in ends if end is not None), reverse=True)
    return dated[wanted - lasting - 1]
