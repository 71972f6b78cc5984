"""What is written to a file and read again is the same question, but for what the file said it loses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings

from portal.core.pictures import Encoded
from tests.training.exchange.shapes import LANGUAGE, questions
from training.bank.exchange.aligning import aligned
from training.bank.exchange.formats import (
    gift,
    gift_writing,
    moodle_writing,
    moodle_xml,
    qti_package,
    qti_package_writing,
    sheet,
    sheet_writing,
)
from training.bank.exchange.values import Contents, Kept, Reading, Written
from training.bank.shapes import AnyQuestion

READING = Reading(LANGUAGE, has_picture=lambda digest: True)
Write = Callable[[Sequence[Kept]], Written]
Read = Callable[[bytes, Reading], Contents]

PICTURE = Encoded(b"picture", "image/png", 200, 100)
PICTURES = {PICTURE.sha256: PICTURE}
FORMATS: dict[str, tuple[Write, Read]] = {
    "gift": (lambda kept: gift_writing.write(kept, language=LANGUAGE), gift.read),
    "moodle_xml": (lambda kept: moodle_writing.write(kept, language=LANGUAGE, pictures={}), moodle_xml.read),
    "qti_21": (
        lambda kept: qti_package_writing.write(kept, language=LANGUAGE, pictures=PICTURES, version="2.1"),
        qti_package.read_package,
    ),
    "qti_30": (
        lambda kept: qti_package_writing.write(kept, language=LANGUAGE, pictures=PICTURES, version="3.0"),
        qti_package.read_package,
    ),
    "csv": (lambda kept: sheet_writing.write_csv(kept, language=LANGUAGE), sheet.read_csv),
    "xlsx": (lambda kept: sheet_writing.write_xlsx(kept, language="zh-hans"), sheet.read_xlsx),
}


@pytest.mark.parametrize("name", FORMATS)
@given(asked=questions(picture=PICTURE.sha256))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_written_and_read_again(name: str, asked: AnyQuestion) -> None:
    write, read = FORMATS[name]
    kept = Kept(name="The name", identifier="id-1", asked=asked, tags=("one", "two"))
    written = write([kept])
    if any(loss.left_out for loss in written.losses):
        return
    (found,) = read(written.data, READING).found
    assert found.asked is not None, found.refusal
    assert found.asked.kind == asked.kind
    assert (found.identifier, found.tags) == (kept.identifier, kept.tags)
    if not written.losses:
        assert aligned(found.asked, asked) == asked
