"""Reads QR codes as a phone does: from the picture of the page, with a decoder that knows nothing of who drew them."""

from __future__ import annotations

import pypdfium2
import zxingcpp
from PIL import Image
from weasyprint import HTML

DOTS_PER_INCH = 150
"""What an office printer or a phone's screen makes of it without effort."""


def codes_in_pdf(data: bytes) -> list[str]:
    """What the QR codes on the pages say."""
    with pypdfium2.PdfDocument(data) as document:
        return [text for page in document for text in codes_in(page.render(scale=DOTS_PER_INCH / 72).to_pil())]


def codes_in_svg(data: bytes) -> list[str]:
    """What the QR codes in the drawing say, once it is on paper."""
    return codes_in_pdf(HTML(string=f"<!doctype html><title>Code</title>{data.decode()}").write_pdf())


def codes_in(picture: Image.Image) -> list[str]:
    """What the QR codes in the picture say."""
    return [code.text for code in zxingcpp.read_barcodes(picture) if code.format == zxingcpp.BarcodeFormat.QRCode]
