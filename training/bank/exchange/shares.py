"""Shares of a mark as percentages, and back, exactly: 0.33333 is 33.333 %, and 33.333 % is 0.33333."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from training.bank.exchange.values import ItemRefused


def percent(fraction: float) -> str:
    """The fraction in per cent, without the sign."""
    return plain(Decimal(repr(fraction)) * 100)


def plain(number: Decimal) -> str:
    """The number without an exponent and without zeros that say nothing."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def share(text: str) -> float:
    """The fraction that a percentage is. Raises ItemRefused."""
    return float(decimal(text.strip().removesuffix("%")) / 100)


def decimal(text: str) -> Decimal:
    """A finite number as files write it; a single comma is the decimal sign. Raises ItemRefused."""
    try:
        number = Decimal(text.strip().replace(",", ".") or "nothing")
    except InvalidOperation:
        number = Decimal("nan")
    if len(text) > 60 or not number.is_finite() or abs(number.adjusted()) > 300:
        raise ItemRefused(_("“%(text)s” is no number.") % {"text": text.strip()[:40]})
    return number
