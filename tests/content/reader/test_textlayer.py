"""The words over the image: joined within a line, ended at its end, and the boxes of hits."""

from __future__ import annotations

from content.ingest.extraction.api import SCALE, Words
from content.library.models import EditionPage
from content.reader.textlayer import boxes, layer, words_of

TEXT = "Fit the\nbolt 刹车"


def words() -> Words:
    left, top, right, bottom = (
        (0.1, 0.21, 0.1, 0.8),
        (0.1, 0.1, 0.2, 0.2),
        (0.2, 0.3, 0.2, 0.9),
        (0.12, 0.12, 0.22, 0.22),
    )
    columns = tuple([round(part * SCALE) for part in column] for column in (left, top, right, bottom))
    return Words.of(starts=[0, 4, 8, 13], lengths=[3, 3, 4, 2], boxes=columns)


def test_words_of_a_line_join_and_far_ones_do_not() -> None:
    spans = layer(text=TEXT, words=words(), shape=595 / 842)
    assert [(span[4], span[5]) for span in spans] == [("Fit ", 0), ("the", 1), ("bolt", 1), ("刹车", 1)]
    fit, the = spans[0], spans[1]
    assert fit[0] + fit[2] == the[0]


def test_boxes_are_percent_of_the_page() -> None:
    found = boxes(words=words(), ranges=[(0, 7), (14, 15)])
    assert [round(float(value)) for value in (found[0].left, found[0].top, found[0].width, found[0].height)] == [
        10,
        10,
        20,
        2,
    ]
    assert round(float(found[1].left)) == 85
    assert len(found) == 2


def test_boxes_that_cannot_be_read_leave_the_page_readable() -> None:
    assert len(words_of(EditionPage(edition_id=1, number=1, words=b"nonsense"))) == 0
    assert len(words_of(EditionPage(edition_id=1, number=1, words=b""))) == 0
