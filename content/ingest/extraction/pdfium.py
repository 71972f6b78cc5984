"""Opening a PDF with pdfium, and the geometry of its pages. The raw interface is used where per-character wrappers
would cost more than the reading itself."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from content.ingest.extraction.failures import ExtractionFailed, FailureReason
from content.ingest.extraction.limits import Limits
from content.ingest.extraction.sniffing import require_pdf
from content.ingest.extraction.words import SCALE

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.integer]
_BY_CODE = {raw.FPDF_ERR_PASSWORD: FailureReason.ENCRYPTED, raw.FPDF_ERR_SECURITY: FailureReason.ENCRYPTED}
_NO_KIDS = re.compile(rb"/Kids\s*\[\s*\]|/Count\s+0\b")
_PAGE = re.compile(rb"/Type\s*/Page\b|/ObjStm\b")
_LOOKED_AT = 1024 * 1024


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[pdfium.PdfDocument]:
    """The document at `path`. An empty user password opens; any other is ENCRYPTED. Raises ExtractionFailed."""
    require_pdf(path)
    try:
        document = pdfium.PdfDocument(str(path))
    except pdfium.PdfiumError as error:
        reason = _BY_CODE.get(getattr(error, "err_code", None), FailureReason.DAMAGED)
        if _has_no_pages(path):
            reason = FailureReason.NO_PAGES
        raise ExtractionFailed(reason, detail=str(error)) from error
    try:
        count = len(document)
        if count == 0:
            raise ExtractionFailed(FailureReason.NO_PAGES)
        if count > limits.pages:
            raise ExtractionFailed(FailureReason.TOO_MANY_PAGES, detail=str(count))
        yield document
    finally:
        document.close()


def _has_no_pages(path: Path) -> bool:
    """Whether a file that pdfium refuses is a sound one without pages: there pdfium leaves the code of the failure
    before this one. Only a small file without compressed objects can be asked."""
    with path.open("rb") as handle:
        head = handle.read(_LOOKED_AT)
    return _NO_KIDS.search(head) is not None and _PAGE.search(head) is None


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's own coordinates become the page as displayed: its visible box and its rotation in quarter turns
    clockwise. `width` and `height` are points as displayed."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int

    @property
    def width(self) -> float:
        return (self.top - self.bottom) if self.quarter_turns % 2 else (self.right - self.left)

    @property
    def height(self) -> float:
        return (self.right - self.left) if self.quarter_turns % 2 else (self.top - self.bottom)

    def place_all(self, corners: Floats) -> Integers:
        """Rows left, bottom, right, top of the page's own coordinates as rows left, top, right, bottom of the page as
        displayed, in [0, SCALE]. What lies outside, or is no number in a hostile file, is put at an edge."""
        origin = np.array([[self.left], [self.bottom]] * 2)
        size = np.array([[self.right - self.left], [self.top - self.bottom]] * 2)
        share = (corners - origin) * (SCALE / size)
        x0, y0, x1, y1 = np.fmin(np.fmax(share, 0), SCALE).astype(np.uint16)
        y0, y1 = SCALE - y1, SCALE - y0
        match self.quarter_turns:
            case 1:
                return np.stack((SCALE - y1, x0, SCALE - y0, x1))
            case 2:
                return np.stack((SCALE - x1, SCALE - y1, SCALE - x0, SCALE - y0))
            case 3:
                return np.stack((y0, SCALE - x1, y1, SCALE - x0))
            case _:
                return np.stack((x0, y0, x1, y1))


def frame_of(page: raw.FPDF_PAGE, *, number: int, limits: Limits) -> Frame:
    """The frame of a loaded page. Raises ExtractionFailed for a page without area or beyond all paper."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        raise ExtractionFailed(FailureReason.PAGE_DAMAGED, page=number)
    frame = Frame(
        left=box.left,
        bottom=min(box.bottom, box.top),
        right=box.right,
        top=max(box.bottom, box.top),
        quarter_turns=raw.FPDFPage_GetRotation(page) % 4,
    )
    if not (frame.width > 0 and frame.height > 0):
        raise ExtractionFailed(FailureReason.PAGE_DAMAGED, page=number)
    if max(frame.width, frame.height) > limits.page_points:
        raise ExtractionFailed(FailureReason.PAGE_TOO_LARGE, page=number)
    return frame


@contextmanager
def loaded_page(document: pdfium.PdfDocument, number: int) -> Iterator[raw.FPDF_PAGE]:
    """Page `number` (from 1), closed again afterwards. Raises ExtractionFailed."""
    page = raw.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        raise ExtractionFailed(FailureReason.PAGE_DAMAGED, page=number)
    try:
        yield page
    finally:
        raw.FPDF_ClosePage(page)
