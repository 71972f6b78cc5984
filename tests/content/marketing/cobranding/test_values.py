"""What people type into fields, in whatever form."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.marketing.cobranding.language.api import (
    Field,
    Kind,
    ValueRefused,
    example,
    longest,
    plain,
    printed,
    read_value,
)
from content.marketing.cobranding.language.fields import read_fields
from content.marketing.cobranding.language.prices import LARGEST, read_price, show_price
from content.marketing.cobranding.press.fitting import next_scale
from tests.content.marketing.cobranding.builders import FIELDS


@pytest.mark.parametrize(
    ("typed", "decimals", "meant"),
    [
        ("12990", 2, "12990"),
        ("12,990", 2, "12990"),
        ("12.990", 2, "12990"),
        ("12,990.50", 2, "12990.50"),
        ("12.990,50", 2, "12990.50"),
        ("12 990,50", 2, "12990.50"),
        ("12\u00a0990", 2, "12990"),
        ("12'990.50", 2, "12990.50"),
        ("1,234,567", 0, "1234567"),
        ("€ 9,5", 2, "9.5"),
        ("9.5 EUR", 2, "9.5"),
        ("¥12990", 0, "12990"),
        ("１２９９０元", 0, "12990"),
        (".5", 1, "0.5"),
        ("5.", 0, "5"),
        ("1.234", 3, "1.234"),
        ("0", 0, "0"),
    ],
)
def test_prices_in_the_forms_that_people_use(typed: str, decimals: int, meant: str) -> None:
    assert read_price(typed, decimals=decimals) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "free",
        "-5",
        "1e9",
        "NaN",
        "Infinity",
        "1,2,3",
        "12.34.56",
        "1" * 30,
        "9,99 9",
        "<b>5</b>",
        "5 5",
        "٣",
    ],
)
def test_what_is_no_price(typed: str) -> None:
    assert read_price(typed, decimals=2) is None


@given(st.decimals(min_value=0, max_value=LARGEST, places=2), st.sampled_from(["en", "zh-hans", "de"]))
def test_a_price_that_is_printed_is_read_again(value: Decimal, language: str) -> None:
    shown = show_price(value, currency="EUR", decimals=2, language=language)
    assert read_price(shown, decimals=2) == value


def test_prices_are_printed_in_the_language() -> None:
    facts = {"currency": "EUR", "decimals": 2}
    assert show_price(Decimal("12990.5"), language="en", **facts) == "€12,990.50"
    assert show_price(Decimal("12990.5"), language="de", **facts) == "12.990,50\xa0€"
    assert show_price(Decimal(12990), language="zh-hans", currency="CNY", decimals=0) == "¥12,990"


@given(st.text(max_size=300))
def test_plain_texts_are_plain_and_stay_so(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in once if char != "\n")
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")


@given(st.text(max_size=120), st.integers(1, 60), st.integers(1, 4), st.sampled_from([Kind.TEXT, Kind.LINES]))
def test_what_is_kept_is_within_the_limits(text: str, most: int, lines: int, kind: Kind) -> None:
    field = Field(name="a", kind=kind, label="A", longest=most, lines=lines)
    try:
        kept = read_value(field, text)
    except ValueRefused:
        return
    assert len(kept) <= most
    assert kept.count("\n") < (lines if kind == Kind.LINES else 1) or not kept
    assert read_value(field, kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.com", "https://example.com"),
        ("https://example.com/a?b=1#c", "https://example.com/a?b=1#c"),
        ("https://北辰.example/", "https://北辰.example/"),
        ("http://example.com", None),
        ("javascript:alert(1)", None),
        ("https://user:pw@example.com", None),
        ("https://example.com:8443", None),
        ("https://127.0.0.1/", None),
        ("https://localhost", None),
        ("https://exa mple.com", None),
        ("https://[::1]/", None),
        ("data:text/html,x", None),
        ("https://" + "a" * 400 + ".com", None),
    ],
)
def test_addresses_of_codes(typed: str, kept: str | None) -> None:
    field = Field(name="a", kind=Kind.CODE, label="A")
    if kept is None:
        with pytest.raises(ValueRefused):
            read_value(field, typed)
    else:
        assert read_value(field, typed) == kept


def test_days_choices_and_bounds() -> None:
    day = Field(name="a", kind=Kind.DATE, label="A", least="2026-12-01", most="2026-12-31")
    assert printed(day, read_value(day, "2026-12-05"), language="en") == "December 5, 2026"
    assert printed(day, "2026-12-05", language="zh-hans") == "2026年12月5日"
    for typed in ("2026-11-30", "2027-01-01", "2026-02-30", "soon", "20261205x"):
        with pytest.raises(ValueRefused):
            read_value(day, typed)
    price = Field(name="a", kind=Kind.PRICE, label="A", least="10", most="20")
    assert read_value(price, "10") == "10"
    for typed in ("9.99", "20.01"):
        with pytest.raises(ValueRefused):
            read_value(price, typed)
    choice = Field(name="a", kind=Kind.CHOICE, label="A", options=("one", "two"))
    assert read_value(choice, "two") == "two"
    with pytest.raises(ValueRefused):
        read_value(choice, "three")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_samples_are_what_a_dealer_could_type(language: str) -> None:
    for field in read_fields(FIELDS):
        for fill in (example, longest):
            assert read_value(field, fill(field, language=language))


@given(st.integers(50, 100), st.floats(0.05, 0.99), st.integers(50, 100))
def test_a_text_is_made_smaller_and_never_too_small(scale: int, share: float, smallest: int) -> None:
    if scale > smallest:
        assert smallest <= next_scale(scale, share=share, smallest=smallest) < scale
