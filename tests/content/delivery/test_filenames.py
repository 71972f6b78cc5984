"""Names of downloaded files: any script, and nothing that a header or a file system reads as more than a name."""

from __future__ import annotations

import unicodedata

from django.utils.http import content_disposition_header
from hypothesis import given
from hypothesis import strategies as st

from content.delivery.filenames import download_name


def test_a_plain_name() -> None:
    assert download_name(parts=("WM-100", "3rd edition"), extension="pdf") == "WM-100_3rd-edition.pdf"


def test_chinese_stays() -> None:
    assert download_name(parts=("WM-100", "第三版"), extension="pdf") == "WM-100_第三版.pdf"


def test_paths_headers_and_directions_do_not_survive() -> None:
    name = download_name(parts=("../../etc/pass\r\nSet-Cookie: a=b", "x\u202efdp.exe\x00"), extension="pdf")
    assert name == "etc-pass-Set-Cookie-a=b_x-fdp.exe.pdf"


def test_nothing_left_and_device_names() -> None:
    assert download_name(parts=("..", ""), extension="pdf") == "file.pdf"
    assert download_name(parts=("CON",), extension="pdf") == "file-CON.pdf"


@given(parts=st.lists(st.text(max_size=300), min_size=1, max_size=3))
def test_any_parts_make_one_safe_name(parts: list[str]) -> None:
    name = download_name(parts=tuple(parts), extension="pdf")
    assert name.endswith(".pdf")
    assert len(name) > 4
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|%;')
    assert not any(unicodedata.category(char)[0] == "C" for char in name)
    header = content_disposition_header(True, name)
    assert header is not None
    assert header.isascii()
    assert "\n" not in header
    assert "\r" not in header
