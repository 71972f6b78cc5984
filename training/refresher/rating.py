"""From an answer to a rating. Pure.

- again (1): less than half right, not answered, or half right with a hint;
- hard (2): half right or more, or all right with a hint;
- good (3): all right without a hint, of a question that offers none;
- easy (4): all right without a hint, though the question offers some.

A person may lower the rating ("I guessed"), never raise it.
"""

from __future__ import annotations

from decimal import Decimal

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
_HALF = Decimal("0.5")


def rating_of(*, fraction: Decimal, hints_used: int, hints_offered: int) -> int:
    """`fraction` is what the answer is worth, 1 being all."""
    if fraction < _HALF or (fraction < 1 and hints_used):
        return AGAIN
    if fraction < 1 or hints_used:
        return HARD
    return EASY if hints_offered else GOOD
