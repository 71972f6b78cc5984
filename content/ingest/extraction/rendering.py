"""Pictures of pages."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
from PIL import Image

from content.ingest.extraction.failures import ExtractionFailed, FailureReason
from content.ingest.extraction.limits import RENDER_LIMITS, Limits
from content.ingest.extraction.pdfium import Frame, frame_of, loaded_page
from content.ingest.extraction.values import RenderedPage

WEBP_METHOD = 1
"""libwebp's effort from 0 to 6: above 1 a dense page takes twice the time for a few percent of size."""
QUALITY = 78


def render_page(
    *,
    document: pdfium.PdfDocument,
    number: int,
    width_px: int,
    format: str = "webp",
    quality: int = QUALITY,
    limits: Limits = RENDER_LIMITS,
) -> RenderedPage:
    """Page `number` (from 1) of an open document, `width_px` wide, as "webp" or "jpeg". Raises ExtractionFailed."""
    image = bitmap(document, number, width_px=width_px, limits=limits)
    buffer = io.BytesIO()
    if format == "webp":
        image.save(buffer, "WEBP", quality=quality, method=WEBP_METHOD)
    else:
        image.save(buffer, "JPEG", quality=quality)
    return RenderedPage(data=buffer.getvalue(), width=image.width, height=image.height)


def bitmap(
    document: pdfium.PdfDocument, number: int, *, width_px: int, limits: Limits, grey: bool = False
) -> Image.Image:
    """A page drawn on white, in mode L or RGBX. Raises ExtractionFailed when it cannot be loaded or would be larger
    than allowed."""
    frame = page_frame(document, number, limits)
    height_px = max(1, round(width_px * frame.height / frame.width))
    if width_px * height_px > limits.pixels:
        raise ExtractionFailed(FailureReason.PAGE_TOO_LARGE, page=number)
    page = document[number - 1]
    try:
        drawn = page.render(
            scale=width_px / frame.width, grayscale=grey, prefer_bgrx=True, may_draw_forms=False, rev_byteorder=True
        )
    except pdfium.PdfiumError as error:
        raise ExtractionFailed(FailureReason.PAGE_DAMAGED, page=number, detail=str(error)) from error
    finally:
        page.close()
    # The picture stands in pdfium's memory: each copy of it would cost as much as a third of the drawing.
    mode = "L" if grey else "RGBX"
    picture = Image.frombuffer(mode, (drawn.width, drawn.height), drawn.buffer, "raw", mode, drawn.stride, 1)
    picture.info["bitmap"] = drawn
    return picture


def page_frame(document: pdfium.PdfDocument, number: int, limits: Limits) -> Frame:
    """The frame of page `number`. Raises ExtractionFailed."""
    if not 1 <= number <= len(document):
        raise ExtractionFailed(FailureReason.PAGE_DAMAGED, page=number)
    with loaded_page(document, number) as handle:
        return frame_of(handle, number=number, limits=limits)
