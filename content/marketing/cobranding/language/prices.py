"""Prices as people type them, and as they are printed."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.core import Locale
from babel.numbers import format_currency

CURRENCIES = ("EUR", "CNY", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "AUD", "CAD", "SGD")
LARGEST = Decimal("999999999.999")
_LONGEST = 24
_SYMBOLS = re.compile(r"^(?:[A-Za-z]{0,3}[€$£¥￥]|[A-Za-z]{3})?\s*(.*?)\s*(?:[€$£¥￥元]|[A-Za-z]{3})?$")
_SPACES = re.compile(r"(?<=[0-9])[\s'’](?=[0-9]{3}(?![0-9]))")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})+(?:(?!\1)[.,][0-9]*)?")


def read_price(text: str, *, decimals: int) -> Decimal | None:
    """The number that is meant by "12,990", "12.990,50", "¥ 12 990" or "１２９９０元"; None if there is none, it has
    more decimals than `decimals`, or is beyond all prices. A single separator before exactly three digits groups
    thousands, unless three decimals are asked for."""
    typed = text.translate(_FULL_WIDTH).strip()
    if not typed or len(typed) > _LONGEST:
        return None
    matched = _SYMBOLS.match(typed)
    number = _SPACES.sub("", matched[1]) if matched else ""
    if _GROUPED.fullmatch(number) and (decimals < 3 or len(re.findall(r"[.,]", number)) > 1):
        mark = re.findall(r"[.,]", number)[0]
        number = number.replace(mark, "")
    elif not _PLAIN.fullmatch(number):
        return None
    value = Decimal(number.replace(",", ".").rstrip("."))
    exponent = value.as_tuple().exponent
    fraction = -exponent if isinstance(exponent, int) else 0
    if fraction > decimals or value > LARGEST:
        return None
    return value


_FULL_WIDTH = {**{0xFF10 + digit: str(digit) for digit in range(10)}, 0xFF0C: ",", 0xFF0E: ".", 0xA0: " ", 0x202F: " "}


def show_price(value: Decimal, *, currency: str, decimals: int, language: str) -> str:
    """As it is printed in this language, with the currency's sign: "€12,990.00", "12.990,00 €", "¥12,990"."""
    locale = Locale.parse({"zh-hans": "zh_Hans_CN"}.get(language, language))
    pattern = _with_decimals(str(locale.currency_formats["standard"].pattern), decimals)
    return str(format_currency(value, currency, format=pattern, locale=locale, currency_digits=False))


def _with_decimals(pattern: str, decimals: int) -> str:
    return re.sub(r"0\.0+", "0" + ("." + "0" * decimals if decimals else ""), pattern)
