"""The text of pages and where each word stands.

One pass over pdfium's text: runs of non-space are words; the box of a word comes from its first and last character,
because asking for every character would double the cost of reading. Chinese and Japanese characters get a box each,
so that a match inside a sentence is marked exactly.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import pypdfium2.raw as raw

from content.ingest.extraction.failures import ExtractionFailed, FailureReason
from content.ingest.extraction.identifiers import identifiers_in
from content.ingest.extraction.languages import language_of
from content.ingest.extraction.limits import DEFAULT_LIMITS, Limits
from content.ingest.extraction.pdfium import Floats, Frame, Integers, frame_of, loaded_page, opened
from content.ingest.extraction.values import PageExtract
from content.ingest.extraction.words import Words, pack_words

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_RANGES = tuple((ord(part[0]), ord(part[2])) for part in re.findall(".-.", CJK))
_LAST_SPACE = 0x3000
_IS_SPACE = np.array([chr(code).isspace() for code in range(_LAST_SPACE + 1)] + [False])
_NOISE = re.compile("[\0-\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ufffd\u200b-\u200f\ud800-\udfff\ue000-\uf8ff]")
HYPHEN = "\x02"
"""What pdfium puts for a hyphen at the end of a line."""
_EDIT = re.compile(
    # A hyphen of pdfium's at a line's end, a line break inside Chinese, a ligature.
    rf"\x02[ \n]*|(?<=[{CJK}\u3000-\u303f\uff00-\uffef]) ?\n(?=[{CJK}\u3000-\u303f\uff00-\uffef])|[\ufb00-\ufb06]"
)
_FULL_WIDTH_SIGN = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
"""Full-width letters and digits to plain ones; full-width punctuation stays, it is Chinese."""
_loose_char_box = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
SCANNED_TEXT = 24
"""Fewer visible characters than this on a page with a picture: a scan (a stamp or a page number may be text)."""
SCANNED_COVERAGE = 0.4
"""The share of the page that pictures must cover for it to be a scan."""


def extract_pages(*, path: Path, first: int, last: int, limits: Limits = DEFAULT_LIMITS) -> Iterator[PageExtract]:
    """Pages `first` to `last` (from 1, both included). Scanned ones come without text and with `scanned` set.

    Raises ExtractionFailed; its page names the one that cannot be read.
    """
    with opened(path, limits) as document:
        for number in range(first, last + 1):
            with loaded_page(document, number) as page:
                yield _extract(page, number, limits)


def _extract(page: raw.FPDF_PAGE, number: int, limits: Limits) -> PageExtract:
    frame = frame_of(page, number=number, limits=limits)
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        raise ExtractionFailed(FailureReason.PAGE_DAMAGED, page=number)
    try:
        text, words = _read(text_page, frame, limits)
    finally:
        raw.FPDFText_ClosePage(text_page)
    visible = len(text) - text.count(" ") - text.count("\n")
    scanned = visible < SCANNED_TEXT and picture_coverage(page, frame) >= SCANNED_COVERAGE
    return PageExtract(
        number=number,
        text=text,
        words=pack_words(words) if len(words) else b"",
        width=frame.width,
        height=frame.height,
        language=language_of(text),
        identifiers=identifiers_in(text),
        scanned=scanned,
    )


def _raw_text(text_page: raw.FPDF_TEXTPAGE, limits: Limits) -> str:
    """The page's text with exactly one character per character of pdfium, so that positions are pdfium's own."""
    count = min(raw.FPDFText_CountChars(text_page), limits.text_per_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if len(text) != count:
        text = "".join(map(chr, buffer[:count]))
    text = text.replace("\r", " ")
    return text if text.isascii() and "\0" not in text else _NOISE.sub(" ", text)


def _read(text_page: raw.FPDF_TEXTPAGE, frame: Frame, limits: Limits) -> tuple[str, Words]:
    """The text that is kept, and the boxes of its words."""
    text = _raw_text(text_page, limits)
    starts, ends = _tokens(text)
    starts, ends = starts[: limits.words_per_page], ends[: limits.words_per_page]
    if not len(starts):
        return text, Words.empty()
    words = Words.of(starts=starts, lengths=ends - starts, boxes=frame.place_all(_corners(text_page, starts, ends)))
    if (HYPHEN in text) if text.isascii() else _EDIT.search(text):
        text = _edited(text, words)
    if not text.isascii() and _FULL_WIDTH_SIGN.search(text):
        text = text.translate(_FULL_WIDTH)
    return text, words


def _tokens(text: str) -> tuple[Integers, Integers]:
    """Where words start and end: runs of non-space, each Chinese or Japanese character on its own."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    # A space before and behind, so that the first and the last word need no rule of their own.
    space = np.ones(len(codes) + 2, dtype=bool)
    space[1:-1] = _IS_SPACE[np.minimum(codes, _LAST_SPACE + 1)]
    edge = space
    if not text.isascii():
        edge = space.copy()
        for low, high in _CJK_RANGES:
            edge[1:-1] |= (codes >= low) & (codes <= high)
    here = ~space[1:-1]
    starts = np.flatnonzero(here & (edge[1:-1] | edge[:-2]))
    ends = np.flatnonzero(here & (edge[1:-1] | edge[2:])) + 1
    return starts, ends


def _corners(text_page: raw.FPDF_TEXTPAGE, starts: Integers, ends: Integers) -> Floats:
    """Rows left, bottom, right, top in page coordinates: the hull of each word's first and last character."""
    # Zero-filled rectangles written in place by pdfium and read back in one go, through a call without type
    # conversion and without a loop of ours: the comfortable way costs more than pdfium's own work.
    count = len(starts)
    rectangles = np.zeros((2 * count, 4), dtype=np.float32)
    address = rectangles.ctypes.data
    handle = ctypes.cast(text_page, ctypes.c_void_p).value
    places = range(address, address + rectangles.nbytes, ctypes.sizeof(raw.FS_RECTF))
    characters = chain(starts.tolist(), (ends - 1).tolist())
    deque(map(_loose_char_box, repeat(handle), characters, places), maxlen=0)
    low = np.minimum(rectangles[:count], rectangles[count:])
    high = np.maximum(rectangles[:count], rectangles[count:])
    # A rectangle of pdfium's is left, top, right, bottom.
    return np.stack((low[:, 0], low[:, 3], high[:, 2], high[:, 1]))


def _edited(text: str, words: Words) -> str:
    """The text with hyphenated words whole, Chinese lines joined and ligatures apart; `words` is shifted along."""
    edits: list[tuple[int, int, int]] = []

    def replaced(match: re.Match[str]) -> str:
        new = unicodedata.normalize("NFKC", match[0]) if match[0] >= "\ufb00" else ""
        edits.append((match.start(), match.end(), len(new)))
        return new

    result = _EDIT.sub(replaced, text)
    if edits:
        words.shift(edits)
    return result


def picture_coverage(page: raw.FPDF_PAGE, frame: Frame) -> float:
    """The share of the page's area that pictures cover, at most 1. A form counts as a picture: scanners wrap them."""
    area = frame.width * frame.height
    covered = 0.0
    for index in range(min(raw.FPDFPage_CountObjects(page), 2000)):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            covered += _object_area(item)
    return min(1.0, covered / area)


def _object_area(item: raw.FPDF_PAGEOBJECT) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0
    return max(0.0, right.value - left.value) * max(0.0, top.value - bottom.value)
