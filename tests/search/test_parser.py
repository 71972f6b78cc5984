from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.parser import MAX_CHARACTERS, MAX_IDENTIFIERS, MAX_TERMS, identifier_candidates, normal_form, parse


@pytest.mark.parametrize(
    ("typed", "terms", "phrases", "excluded"),
    [
        ("brake pads", "brake pads", (), ()),
        ('"brake pads" front', "front", ("brake pads",), ()),
        ("“前刹车片” 更换", "更换", ("前刹车片",), ()),
        ("「前刹车片」 更换", "更换", ("前刹车片",), ()),
        ("＂full width＂", "", ("full width",), ()),
        ("谁说过“不行”的", "谁说过 不行 的", (), ()),
        ('19"rim', "19 rim", (), ()),
        ("pads -trailer", "pads", (), ("trailer",)),
        ('pads -"rear axle"', "pads", (), ("rear axle",)),
        ("刹车 -后轮", "刹车", (), ("后轮",)),
        ("-verbose", "verbose", (), ()),
        ("--model-large", "-model-large", (), ()),
        ("start --force", "start -force", (), ()),
        ("start -40 °C", "start 40 °C", (), ()),
        ("well-known part - here", "well-known part here", (), ()),
        ('"unbalanced words', "unbalanced words", (), ()),
        ('a "b c" d"', "a d", ("b c",), ()),
        ("the of", "the of", (), ()),
        ("???", "", (), ()),
        ("", "", (), ()),
    ],
)
def test_words_phrases_and_exclusions(
    typed: str, terms: str, phrases: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    request = parse(typed)
    assert (request.terms, request.phrases, request.excluded) == (terms, phrases, excluded)


@pytest.mark.parametrize(
    ("typed", "fields", "terms"),
    [
        ("title:brakes front", (("title", "brakes"),), "front"),
        ("number：WM-1", (("number", "WM-1"),), ""),
        ("标题:制动 更换", (("title", "制动"),), "更换"),
        ('Heading:"owner\'s manual"', (("heading", "owner's manual"),), ""),
        ("author:me", (), "author:me"),
        ("title: brakes", (), "title: brakes"),
        ("http://host/x", (), "http://host/x"),
    ],
)
def test_fields(typed: str, fields: tuple[tuple[str, str], ...], terms: str) -> None:
    request = parse(typed)
    assert (request.fields, request.terms) == (fields, terms)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("12345-A10", "12345A10"),
        ("12345 A10", "12345A10"),
        ("12345.a10", "12345A10"),
        ("１２３４５－Ａ１０", "12345A10"),
        ("P 0420", "P0420"),
        ("fault p0420 catalyst", "P0420"),
        ("更换P0420故障码", "P0420"),
        ("SPN 102 FMI 3", "SPN102FMI3"),
        ("SPN:102 FMI:3", "SPN102FMI3"),
        ("08-91-2-405-817", "08912405817"),
    ],
)
def test_identifiers_in_any_punctuation(typed: str, wanted: str) -> None:
    assert wanted in parse(typed).identifiers


def test_words_without_digits_are_no_identifiers() -> None:
    assert identifier_candidates("replace the oil filter") == ()
    assert normal_form(" 12345-a10 ") == "12345A10"


def test_choices_are_kept_and_pages_moved_into_range() -> None:
    request = parse("x", brands=("north",), years=(2020,), page=-3, page_size=10_000)
    assert (request.brands, request.years, request.page, request.page_size) == (("north",), (2020,), 1, 50)


@given(st.text(max_size=2_000) | st.text(alphabet='"“”-: abP1刹车\ud800\0', max_size=400))
def test_it_never_raises_and_keeps_its_limits(typed: str) -> None:
    request = parse(typed)
    assert len(request.raw) <= MAX_CHARACTERS * 2
    assert len(request.identifiers) <= MAX_IDENTIFIERS
    request.raw.encode("utf-8")
    assert parse(request.raw).terms is not None


def test_terms_are_limited() -> None:
    assert len(parse(" ".join(f"w{at}" for at in range(90))).terms.split()) == MAX_TERMS
