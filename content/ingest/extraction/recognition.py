"""Text of scanned pages, by the `tesseract` program.

A page is drawn in grey at 300 dpi (less for pages beyond A3), turned when it reads badly as it lies, and the
words come back with boxes and confidence. Recognised Chinese has no spaces between characters, as print has none.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from content.ingest.extraction.failures import ExtractionFailed, FailureReason
from content.ingest.extraction.identifiers import identifiers_in
from content.ingest.extraction.languages import language_of
from content.ingest.extraction.limits import DEFAULT_LIMITS, Limits
from content.ingest.extraction.pages import CJK
from content.ingest.extraction.pdfium import opened
from content.ingest.extraction.rendering import bitmap, page_frame
from content.ingest.extraction.values import PageExtract
from content.ingest.extraction.words import SCALE, Words, pack_words

DPI = 300
LANGUAGES = ("eng", "chi_sim")
LEAST_CONFIDENCE = 25.0
"""Percent; below it tesseract reads smudges as words."""
_ROTATE = re.compile(r"^Rotate: (\d+)", re.MULTILINE)
_CERTAIN = re.compile(r"^Orientation confidence: ([\d.]+)", re.MULTILINE)
LEAST_ORIENTATION_CONFIDENCE = 1.5
CONVINCING_CONFIDENCE = 75.0
_TOUCHES = re.compile(rf"[{CJK}\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


def recognise_pages(
    *, path: Path, numbers: Sequence[int], limits: Limits = DEFAULT_LIMITS, languages: tuple[str, ...] = LANGUAGES
) -> Iterator[PageExtract]:
    """Scanned pages with their recognised text. Raises ExtractionFailed (OCR_UNAVAILABLE, OCR_TIMEOUT, a page's)."""
    for number in numbers:
        with opened(path, limits) as document:
            frame = page_frame(document, number, limits)
            width = frame.width * DPI / 72
            shrink = (width * frame.height * DPI / 72 / limits.ocr_pixels) ** 0.5
            image = bitmap(document, number, width_px=max(1, int(width / max(1.0, shrink))), limits=limits, grey=True)
        text, words, confidence = _recognise(image, number, languages, limits)
        yield PageExtract(
            number=number,
            text=text,
            words=pack_words(words) if len(words) else b"",
            width=frame.width,
            height=frame.height,
            language=language_of(text),
            identifiers=identifiers_in(text),
            from_ocr=True,
            ocr_confidence=confidence,
        )


@cache
def installed_languages() -> frozenset[str]:
    """The languages that tesseract has; none when it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    return frozenset(listed.stdout.split())


def _recognise(
    image: Image.Image, number: int, languages: tuple[str, ...], limits: Limits
) -> tuple[str, Words, float | None]:
    usable = [code for code in languages if code in installed_languages()]
    if not usable:
        raise ExtractionFailed(FailureReason.OCR_UNAVAILABLE, page=number)
    language = "+".join(usable)
    words = _read(image, language, number, limits)
    turned = 0
    if not _convincing(words) and "osd" in installed_languages():
        turned = _rotation(image, number, limits)
    if turned:
        image = image.rotate(-turned, expand=True, fillcolor=255)
        words = _read(image, language, number, limits)
    return _assemble(words, image.size, turned)


def _read(image: Image.Image, language: str, number: int, limits: Limits) -> list[_Word]:
    return list(_words(_tesseract(image, ["-l", language, "--psm", "3", "tsv"], number, limits)))


def _convincing(words: list[_Word]) -> bool:
    """Whether a reading is good enough to believe that the page stands upright: asking first costs every page more
    than reading the few turned ones twice."""
    return len(words) >= 5 and _mean_confidence(words) >= CONVINCING_CONFIDENCE


def _mean_confidence(words: list[_Word]) -> float:
    return sum(word.confidence for word in words) / len(words)


def _rotation(image: Image.Image, number: int, limits: Limits) -> int:
    """Degrees clockwise by which the picture must be turned to stand upright: 0, 90, 180 or 270."""
    answer = _tesseract(image, ["--psm", "0"], number, limits)
    rotate, certain = _ROTATE.search(answer), _CERTAIN.search(answer)
    if rotate is None or certain is None or float(certain[1]) < LEAST_ORIENTATION_CONFIDENCE:
        return 0
    return int(rotate[1]) % 360


def _tesseract(image: Image.Image, arguments: list[str], number: int, limits: Limits) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "PPM")
    try:
        answer = subprocess.run(
            ["tesseract", "-", "-", "--dpi", str(DPI), *arguments],
            input=buffer.getvalue(),
            capture_output=True,
            timeout=limits.ocr_seconds_per_page,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise ExtractionFailed(FailureReason.OCR_TIMEOUT, page=number) from error
    # An empty page makes the orientation pass fail ("Too few characters"); that is no error of the file's.
    return answer.stdout.decode("utf-8", "replace")


def _words(table: str) -> Iterator[_Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text or float(row["conf"]) < LEAST_CONFIDENCE:
            continue
        left, top = int(row["left"]), int(row["top"])
        yield _Word(
            text=text,
            line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
            left=left,
            top=top,
            right=left + int(row["width"]),
            bottom=top + int(row["height"]),
            confidence=float(row["conf"]),
        )


def _assemble(words: list[_Word], size: tuple[int, int], turned: int) -> tuple[str, Words, float | None]:
    """The text with line breaks, boxes on the page as displayed, and the mean confidence in percent."""
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    before: _Word | None = None
    for word in words:
        gap = _gap(before, word)
        parts += [gap, word.text]
        starts.append(at + len(gap))
        at += len(gap) + len(word.text)
        before = word
    boxes = [_box(word, size, turned) for word in words]
    columns = [list(column) for column in zip(*boxes, strict=True)] or [[], [], [], []]
    packed = Words.of(
        starts=starts,
        lengths=[len(word.text) for word in words],
        boxes=(columns[0], columns[1], columns[2], columns[3]),
    )
    mean = _mean_confidence(words) if words else None
    return "".join(parts), packed, mean


def _gap(before: _Word | None, word: _Word) -> str:
    if before is None:
        return ""
    if _TOUCHES.match(before.text[-1]) and _TOUCHES.match(word.text[0]) and before.line[:2] == word.line[:2]:
        return ""
    return " " if before.line == word.line else "\n"


def _box(word: _Word, size: tuple[int, int], turned: int) -> tuple[int, int, int, int]:
    """Back from the upright picture to the page as displayed, in SCALE."""
    across, down = size
    x0, x1 = word.left * SCALE // across, word.right * SCALE // across
    y0, y1 = word.top * SCALE // down, word.bottom * SCALE // down
    match turned:
        case 90:
            return y0, SCALE - x1, y1, SCALE - x0
        case 180:
            return SCALE - x1, SCALE - y1, SCALE - x0, SCALE - y0
        case 270:
            return SCALE - y1, x0, SCALE - y0, x1
        case _:
            return x0, y0, x1, y1
