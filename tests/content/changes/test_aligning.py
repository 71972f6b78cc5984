"""Pages of two editions find each other by what they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.changes.aligning import align
from content.changes.values import Alignment, Kind, SourcePage
from content.ingest.extraction.api import SCALE, Words, pack_words
from tests.content.changes.editions import pages, text

SEEDS = st.lists(st.integers(0, 10_000), min_size=1, max_size=12, unique=True)


def kinds(found: Alignment) -> list[tuple[str, int | None, int | None]]:
    return [(change.kind.value, change.old, change.new) for change in found.changes]


def in_words(found: Alignment, old: list[SourcePage], new: list[SourcePage]) -> list[tuple[str, str]]:
    return [
        (old[change.old - 1].text[slice(*hunk.old)], new[change.new - 1].text[slice(*hunk.new)])
        for change in found.changes
        for hunk in change.hunks
        if change.old and change.new
    ]


@given(SEEDS)
@settings(max_examples=20)
def test_an_edition_does_not_differ_from_itself(seeds: list[int]) -> None:
    edition = pages([text(seed) for seed in seeds])
    found = align(edition, edition)
    assert (found.changes, found.unchanged) == ((), len(seeds))


@given(SEEDS, st.data())
@settings(max_examples=25)
def test_inserted_pages_are_added_and_nothing_else(seeds: list[int], data: st.DataObject) -> None:
    old = [text(seed) for seed in seeds]
    new = list(old)
    count = data.draw(st.integers(1, 4))
    for number in range(count):
        new.insert(data.draw(st.integers(0, len(new))), text(20_000 + number))
    found = align(pages(old), pages(new))
    assert {change.kind for change in found.changes} == {Kind.ADDED}
    assert found.counts == {Kind.ADDED: count}
    assert found.unchanged == len(old)
    assert [new[change.new - 1] for change in found.changes if change.new] == [one for one in new if one not in old]


@given(SEEDS, st.lists(st.integers(0, 40), max_size=12), st.data())
@settings(max_examples=25)
def test_from_either_side_it_is_the_same_difference(seeds: list[int], others: list[int], data: st.DataObject) -> None:
    old = [text(seed, words=40) for seed in seeds]
    new = [text(seed, words=40) for seed in data.draw(st.permutations(seeds))][: data.draw(st.integers(0, 12))]
    new += [text(seed, words=40) for seed in others]
    there, back = align(pages(old), pages(new)), align(pages(new), pages(old))
    mirrored = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    assert {
        (mirrored.get(one.kind, one.kind), one.new, one.old, tuple((hunk.new, hunk.old) for hunk in one.hunks))
        for one in there.changes
    } == {(one.kind, one.old, one.new, tuple((hunk.old, hunk.new) for hunk in one.hunks)) for one in back.changes}


@given(SEEDS, st.lists(st.integers(0, 10_000), max_size=10))
@settings(max_examples=20)
def test_every_page_of_the_newer_edition_is_counted_once(seeds: list[int], others: list[int]) -> None:
    new = pages([text(seed, words=30) for seed in others])
    found = align(pages([text(seed, words=30) for seed in seeds]), new)
    counted = sum(found.counts.get(kind, 0) for kind in (Kind.ADDED, Kind.CHANGED, Kind.MOVED))
    assert counted + found.unchanged == len(new)


def test_a_changed_word_is_the_only_difference() -> None:
    old = pages([text(1), f"{text(2)} tighten to 25 Nm and go on {text(3)}", text(4)])
    new = pages([text(1), f"{text(2)} tighten to 30 Nm and go on {text(3)}", text(4)])
    found = align(old, new)
    assert kinds(found) == [("changed", 2, 2)]
    assert in_words(found, old, new) == [("25", "30")]
    assert found.unchanged == 2


@pytest.mark.parametrize(("before", "after"), [("-5 V", "5 V"), ("12.5 Nm", "125 Nm"), ("don't", "do"), ("M8", "M10")])
def test_small_differences_that_matter(before: str, after: str) -> None:
    old, new = pages([f"{text(1)} {before} {text(2)}"]), pages([f"{text(1)} {after} {text(2)}"])
    assert align(old, new).counts == {Kind.CHANGED: 1}


def test_hyphens_and_quotation_marks_of_another_program_are_no_change() -> None:
    old, new = pages([f"{text(1)} RT\u00adPWR isn’t “on”"]), pages([f'{text(1)} RT-PWR isn\'t "on"'])
    assert align(old, new).changes == ()


def test_chinese_is_compared_by_character() -> None:
    old, new = (
        pages(["将螺栓拧紧至规定扭矩，然后检查刹车片的厚度。"]),
        pages(["将螺栓拧紧至规定力矩，然后检查刹车片的厚度。"]),
    )
    found = align(old, new)
    assert in_words(found, old, new) == [("扭", "力")]


def test_text_that_flows_over_to_the_next_page_is_no_change() -> None:
    words = " ".join(text(seed) for seed in range(6)).split()
    old = [" ".join(words[at : at + 120]) for at in range(0, 720, 120)]
    new = [" ".join(words[:100]), *[" ".join(words[at : at + 120]) for at in range(100, 720, 120)]]
    found = align(pages(old), pages(new))
    assert found.changes == ()
    assert found.unchanged == len(new)


def test_a_paragraph_that_pushes_the_rest_along_is_one_change() -> None:
    words = " ".join(text(seed) for seed in range(6)).split()
    longer = [*words[:150], *text(99, words=60).split(), *words[150:]]
    old = [" ".join(words[at : at + 120]) for at in range(0, len(words), 120)]
    new = [" ".join(longer[at : at + 120]) for at in range(0, len(longer), 120)]
    found = align(pages(old), pages(new))
    assert kinds(found) == [("changed", 2, 2)]
    assert in_words(found, pages(old), pages(new)) == [("", text(99, words=60))]


def test_a_page_elsewhere_is_moved_and_its_changes_are_told() -> None:
    old = [text(seed) for seed in range(8)]
    new = [*old[1:6], f"{old[0]} and more of it", *old[6:]]
    found = align(pages(old), pages(new))
    assert kinds(found) == [("moved", 1, 6)]
    assert in_words(found, pages(old), pages(new)) == [("", "and more of it")]


def test_a_page_rewritten_is_one_removed_and_one_added() -> None:
    old, new = [text(seed) for seed in range(4)], [text(0), text(50), text(2), text(3)]
    found = align(pages(old), pages(new))
    assert sorted(kinds(found)) == [("added", None, 2), ("removed", 2, None)]


def test_a_short_page_that_was_put_into_a_long_new_one_is_one_change() -> None:
    short = text(7, words=6)
    old, new = pages([short, text(1)]), pages([f"{text(2)} {short}", text(1)])
    found = align(old, new)
    assert kinds(found) == [("changed", 1, 1)]
    assert (found.counts, found.unchanged) == ({Kind.CHANGED: 1}, 1)


def test_empty_pages_find_each_other_by_their_place() -> None:
    old, new = [text(0), "", text(1), "", text(2)], [text(0), "", text(1), text(2)]
    assert kinds(align(pages(old), pages(new))) == [("removed", 4, None)]


def test_nothing_at_all() -> None:
    assert align([], []).changes == ()
    assert kinds(align([], pages(["a"]))) == [("added", None, 1)]
    assert kinds(align(pages(["a"]), [])) == [("removed", 1, None)]


def printed(number: int, body: str, *, head: str, foot: str, label: str = "") -> SourcePage:
    """A page with a line in the upper margin and one in the lower, and the boxes of its words."""
    lines = [head, body, foot]
    whole = "\n".join(lines)
    starts, lengths, top = [], [], []
    at = 0
    for line, height in zip(lines, (0.03, 0.5, 0.95), strict=True):
        for word in line.split():
            at = whole.index(word, at)
            starts.append(at)
            lengths.append(len(word))
            top.append(int(height * SCALE))
            at += len(word)
    left = list(range(len(starts)))
    boxes = (left, top, [one + 1 for one in left], [one + 500 for one in top])
    return SourcePage(number, whole, label, pack_words(Words.of(starts=starts, lengths=lengths, boxes=boxes)))


def test_running_heads_page_numbers_and_dates_are_no_change() -> None:
    old = [
        printed(n, text(n), head=f"Brakes {n} / 8", foot="Edition 2024-01-31, printed in Turin") for n in range(1, 9)
    ]
    new = [
        printed(n + 1, text(n), head=f"Brakes {n + 1} / 9", foot="Edition 2026-02-28, printed in Lyon")
        for n in range(1, 9)
    ]
    first = printed(1, text(100), head="Brakes 1 / 9", foot="Edition 2026-02-28, printed in Lyon")
    assert kinds(align(old, [first, *new])) == [("added", None, 1)]


def test_a_single_sheet_keeps_its_number_and_date_out_of_it() -> None:
    old = [printed(1, text(1), head="Page 1 of 1", foot="31.01.2024")]
    new = [printed(1, text(1), head="Page 1 of 1", foot="28.02.2026")]
    assert align(old, new).changes == ()


def test_a_value_in_the_margin_is_a_change() -> None:
    old = [printed(n, text(n), head=f"Brakes {n}", foot=f"Torque of bolt M{n} is 25 Nm") for n in range(1, 9)]
    new = [*old[:4], printed(5, text(5), head="Brakes 5", foot="Torque of bolt M5 is 30 Nm"), *old[5:]]
    assert kinds(align(old, new)) == [("changed", 5, 5)]


def test_the_page_numbers_of_a_table_of_contents_are_no_change() -> None:
    old = pages([f"Contents\n1 Brakes . . . . . . . 12\nClutch 14\n{text(1)}", text(2)])
    new = pages([f"Contents\n1 Brakes . . . . . . . . 13\nClutch 15\n{text(1)}", text(2)])
    assert align(old, new, titles=["Clutch"]).changes == ()
    assert kinds(align(old, new)) == [("changed", 1, 1)]
