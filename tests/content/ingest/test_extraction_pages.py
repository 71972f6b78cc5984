"""Text, word boxes, language of pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from content.ingest.extraction.api import (
    ExtractionFailed,
    FailureReason,
    Limits,
    PageExtract,
    boxes_for_ranges,
    extract_pages,
    inspect_document,
    unpack_words,
)
from content.ingest.extraction.words import word_texts
from tests import pdf_factory

Store = Callable[[bytes], Path]


@pytest.fixture
def stored(tmp_path: Path) -> Store:
    def write(data: bytes) -> Path:
        path = tmp_path / "manual.pdf"
        path.write_bytes(data)
        return path

    return write


def read(path: Path) -> list[PageExtract]:
    return list(extract_pages(path=path, first=1, last=inspect_document(path=path).page_count))


def box_of(page: PageExtract, needle: str) -> tuple[float, float, float, float]:
    start = page.text.index(needle)
    (box,) = boxes_for_ranges(unpack_words(page.words), [(start, start + len(needle))])
    return box


def test_lines_stay_lines_and_pages_stay_apart(stored: Store) -> None:
    first, second = read(stored(pdf_factory.make_pdf(["Remove the caliper.\nClean the carrier.", "Second page"])))
    assert [line.strip() for line in first.text.split("\n")] == ["Remove the caliper.", "Clean the carrier."]
    assert (second.number, second.text) == (2, "Second page")
    assert (first.width, first.height) == (595, 842)
    assert not first.scanned


def test_every_word_box_names_its_own_characters(stored: Store) -> None:
    (page,) = read(stored(pdf_factory.make_pdf(["Torque the bolts\nto 25 Nm and mark them"])))
    assert word_texts(page.text, unpack_words(page.words)) == page.text.split()


def test_a_word_stands_where_it_was_printed(stored: Store) -> None:
    # The factory prints at x = 72 points, its first base line at y = 770 of 842, 12 points high.
    (page,) = read(stored(pdf_factory.make_pdf(["Caliper bolt"])))
    left, top, right, bottom = box_of(page, "Caliper")
    assert left == pytest.approx(72 / 595, abs=0.005)
    assert top < 1 - 770 / 842 < bottom
    assert bottom - top == pytest.approx(12 / 842, abs=0.006)
    assert right < box_of(page, "bolt")[0]


def test_a_match_inside_chinese_prose_is_boxed_exactly(stored: Store) -> None:
    (page,) = read(stored(pdf_factory.make_pdf(["更换刹车片之前请先检查制动盘的厚度"])))
    left, _, right, _ = box_of(page, "刹车片")
    # Each character is 12 points wide, and the match is the third to fifth.
    assert left == pytest.approx((72 + 2 * 12) / 595, abs=0.003)
    assert right == pytest.approx((72 + 5 * 12) / 595, abs=0.003)


def test_a_broken_chinese_line_is_one_sentence(stored: Store) -> None:
    (page,) = read(stored(pdf_factory.make_pdf(["更换刹车片之前请先检查制\n动盘的厚度"])))
    assert "检查制动盘的厚度" in page.text
    start = page.text.index("制动盘")
    boxes = boxes_for_ranges(unpack_words(page.words), [(start, start + 3)])
    assert len(boxes) == 2, "one box on each of the two lines"
    assert boxes[0][1] < boxes[1][1]


@pytest.mark.parametrize(
    ("degrees", "width", "height", "corner"),
    [
        (0, 595, 842, "top left"),
        (90, 842, 595, "top right"),
        (180, 595, 842, "bottom right"),
        (270, 842, 595, "bottom left"),
    ],
)
def test_boxes_follow_the_page_as_displayed(stored: Store, degrees: int, width: int, height: int, corner: str) -> None:
    (page,) = read(stored(pdf_factory.make_pdf(["Caliper"], rotations={1: degrees})))
    assert (page.width, page.height) == (width, height)
    left, top, right, bottom = box_of(page, "Caliper")
    vertical = "top" if (top + bottom) / 2 < 0.5 else "bottom"
    horizontal = "left" if (left + right) / 2 < 0.5 else "right"
    assert f"{vertical} {horizontal}" == corner
    assert (right - left) * width > (bottom - top) * height or degrees in (90, 270)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Remove the bolts and lift the cover from the housing. It is not to be used again with this engine.", "en"),
        ("Die Schrauben und der Deckel werden mit dem Motor von der Werkstatt nicht für den Einbau benutzt.", "de"),
        ("拆下制动卡钳并检查刹车片的厚度，必要时更换。", "zh-hans"),
        ("12 45 78", ""),
    ],
)
def test_language(stored: Store, text: str, language: str) -> None:
    (page,) = read(stored(pdf_factory.make_pdf([text])))
    assert page.language == language


def test_limits_of_a_page(stored: Store) -> None:
    path = stored(pdf_factory.make_pdf(["one two three four five"]))
    (page,) = extract_pages(path=path, first=1, last=1, limits=Limits(words_per_page=2, text_per_page=13))
    assert page.text == "one two three"
    assert word_texts(page.text, unpack_words(page.words)) == ["one", "two"]


def test_a_page_beyond_all_paper_is_refused_by_number(stored: Store) -> None:
    path = stored(pdf_factory.make_pdf(["huge"], size=(200_000, 200_000)))
    with pytest.raises(ExtractionFailed) as failure:
        list(extract_pages(path=path, first=1, last=1))
    assert (failure.value.reason, failure.value.page) == (FailureReason.PAGE_TOO_LARGE, 1)


def test_pictures_without_text_wait_for_recognition(stored: Store) -> None:
    (page,) = read(stored(pdf_factory.make_scanned_pdf(["Torque"], dpi=72)))
    assert page.scanned
    assert page.text == ""
    assert page.words == b""
