"""Where the words of a query stand on a page: examples of each rule, and properties that hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.reader.marking import MOST_RANGES, fold, mark, same_word, terms_of


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in mark(text=text, query=query)]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Torque the bolt; torques, torqued, torquing, torus", "torques", ["Torque", "torques", "torqued", "torquing"]),
        ("Fit the fitting; batteries of a battery", "fit battery", ["Fit", "fitting", "batteries", "battery"]),
        ("take care of the car and its cars", "car", ["car", "cars"]),
        ("codes P 0420, P-0420 and p0420 but not P04201", "p0420", ["P 0420", "P-0420", "p0420"]),
        ("Part 06A-115 561.B, and 115 alone", "06a 115 561 B", ["06A-115 561.B"]),
        ("Part 06A-115 561.B", "06A115561B", ["06A-115 561.B"]),
        ("25 Nm, 125 Nm, 25.5 Nm", "25", ["25"]),
        ("更换刹车\n片时，刹车片和制动片", "刹车片", ["刹车\n片", "刹车片"]),
        ("更换刹车时", "刹车片更换", ["更换刹车"]),
        ("Größe der Dichtung", "grosse größe", ["Größe"]),
        ("ＡＢＳ module", "abs", ["ＡＢＳ"]),
        ("how to bleed the brakes", "how to bleed the brakes", ["bleed", "brakes"]),
        ("to be or not", "to be", ["to", "be"]),
        ("the gasket and the head", '"head" -gasket', ["head"]),
        ("brakes of wheels", "title:brakes heading:wheels", ["wheels"]),
        ("nothing here", "", []),
        ("", "word", []),
        ("a(b[c", "([ a( ", ["a"]),
    ],
)
def test_what_is_marked(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_two_forms_of_a_word() -> None:
    assert same_word("tighten", "tightening")
    assert same_word("remove", "removal")
    assert same_word("brake", "braking")
    assert not same_word("part", "party")
    assert not same_word("oil", "boil")
    assert not same_word("in", "inner")


TEXTS = st.text(max_size=200) | st.text(alphabet="abc ABC-.1240刹车片\n", max_size=200)


@given(text=TEXTS, query=TEXTS)
def test_ranges_are_in_order_within_the_text_and_apart(text: str, query: str) -> None:
    ranges = mark(text=text, query=query)
    assert len(ranges) <= MOST_RANGES
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert all(one[1] < other[0] for one, other in pairwise(ranges))


@given(text=TEXTS)
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(words=st.lists(st.from_regex(r"[a-z]{3,12}", fullmatch=True), min_size=1, max_size=8), data=st.data())
def test_a_word_of_the_page_is_marked_in_any_case(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    text = " ".join(words)
    assert word in marked(text, word.upper()) or word in " ".join(marked(text, word)).split()


@given(
    parts=st.lists(st.from_regex(r"[A-Z0-9]{2,5}", fullmatch=True), min_size=2, max_size=4).filter(
        lambda parts: any(char.isdigit() for char in "".join(parts))
    ),
    written=st.sampled_from(["-", ".", " ", "/", ""]),
    typed=st.sampled_from(["-", ".", ""]),
)
def test_an_identifier_is_marked_in_any_punctuation(parts: list[str], written: str, typed: str) -> None:
    stands = written.join(parts)
    assert marked(f"fit {stands} now", typed.join(parts).lower()) == [stands]


@given(before=TEXTS, run=st.text(alphabet="刹车片更换制动器", min_size=1, max_size=6), after=TEXTS)
@example(before="片", run="片片", after="")
def test_a_chinese_run_is_marked_wherever_it_stands(before: str, run: str, after: str) -> None:
    text = f"{before} {run}{after}"
    place = len(before) + 1
    assert any(start <= place and end >= place + len(run) for start, end in mark(text=text, query=run))


@given(query=st.text(max_size=400))
def test_a_query_has_a_bounded_number_of_terms(query: str) -> None:
    assert len(terms_of(query)) <= 24
