"""Numbers as people type them, and whether they are right.

Tolerances follow Moodle's numerical questions: absolute, or relative to the key's value; the boundary is inside.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from training.bank.shapes import NumericKey, NumericUnit

_NUMBER = re.compile(r"([+-]?(?:\d[\d.,\u00a0\u202f ']*|[.,]\d+)(?:e[+-]?\d{1,3})?)(.*)", re.IGNORECASE | re.DOTALL)
_GROUPS = re.compile(r"\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\uff0c": ",", "\u3002": "."})
_DOTS = str.maketrans({"·": "", "⋅": "", "∙": "", "•": "", "*": "", ".": "", " ": "", "\u00a0": "", "-": ""})
CLOSE = 1e-9
"""Relative: 0.1 + 0.2 is 0.3. A tolerance is never so small that it would matter."""


@dataclass(frozen=True, slots=True)
class Given:
    """A number and what was written behind it."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`fraction` of the mark; `key` is the place of the key that fits, None when none does."""

    fraction: float
    key: int | None


def read_number(text: str) -> Given | None:
    """What was typed as a number with a unit, or None.

    Full-width digits count as digits. The decimal sign is a point or a comma. With both, the last one is the decimal
    sign and the other groups thousands; one sign that stands more than once groups. A single comma or point is always
    the decimal sign, so that "1,000" is one and not a thousand: a mechanic who means a thousand writes 1000, and a
    guess would be wrong for half of the world.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    digits, _, exponent = found[1].strip().lower().partition("e")
    value = _decimal(digits.strip())
    if value is None:
        return None
    try:
        value *= 10.0 ** int(exponent or 0)
    except OverflowError:
        return None
    return Given(value=value, unit=found[2].strip()) if math.isfinite(value) else None


def _decimal(digits: str) -> float | None:
    sign = -1.0 if digits.startswith("-") else 1.0
    body = digits.lstrip("+-")
    last = max(body.rfind(","), body.rfind("."))
    marks = [char for char in body if char in ",."]
    if len(set(marks)) == 2 or len(marks) == 1:
        whole, fraction = body[:last], body[last + 1 :]
    else:
        whole, fraction = body, ""
    grouped = any(not char.isdigit() for char in whole)
    if grouped and not _GROUPS.fullmatch(whole):
        return None
    if not (fraction.isascii() and (fraction.isdigit() or not fraction)):
        return None
    plain = "".join(char for char in whole if char.isdigit())
    if not plain and not fraction:
        return None
    try:
        return sign * float(f"{plain or '0'}.{fraction or '0'}")
    except ValueError:
        return None


def unit_factor(written: str, units: Sequence[NumericUnit]) -> float | None:
    """What a number in the unit `written` is multiplied by; None when it is none of `units`. Multiplication signs
    do not tell units apart (N·m, N m and Nm are one); case does (mW is not MW) unless nothing else fits."""
    for form in (_unit, lambda text: _unit(text).casefold()):
        fitting = [unit.factor for unit in units if form(unit.symbol) == form(written)]
        if len(set(fitting)) == 1:
            return fitting[0]
    return None


def _unit(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DOTS)


def judge(value: float, keys: Sequence[NumericKey]) -> Verdict:
    """The best key that `value` lies within."""
    best = Verdict(0.0, None)
    for place, key in enumerate(keys):
        if _within(value, key) and (best.key is None or key.fraction > best.fraction):
            best = Verdict(key.fraction, place)
    return best


def _within(value: float, key: NumericKey) -> bool:
    allowed = key.tolerance * abs(key.value) if key.relative else key.tolerance
    distance = abs(value - key.value)
    return distance <= allowed + CLOSE * max(abs(value), abs(key.value), allowed)
