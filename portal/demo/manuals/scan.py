"""A printed manual as an old photocopier would give it back: pictures of pages, a little turned, grey and grainy."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime

import pypdfium2 as pdfium
from fpdf import FPDF
from PIL import Image, ImageChops

DPI = 150
QUALITY = 60
_CREATED = datetime(2025, 1, 15, 9, 0, tzinfo=UTC)


def scanned(data: bytes, *, seed: str) -> bytes:
    """The PDF `data` as pictures only: no text, no outline. `seed` decides angles and grain."""
    rng = random.Random(f"scan:{seed}")
    out = FPDF(unit="pt")
    out.set_creation_date(_CREATED)
    document = pdfium.PdfDocument(data)
    out.set_title(document.get_metadata_value("Title"))
    try:
        for index in range(len(document)):
            page = document[index]
            width, height = page.get_size()
            picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
            page.close()
            out.add_page(format=(width, height))
            out.image(_copied(picture, rng), x=0, y=0, w=width, h=height)
    finally:
        document.close()
    return bytes(out.output())


def _copied(picture: Image.Image, rng: random.Random) -> io.BytesIO:
    turned = picture.rotate(rng.uniform(-0.7, 0.7), fillcolor=255, resample=Image.Resampling.BICUBIC)
    size = (turned.width // 3, turned.height // 3)
    grain = Image.frombytes("L", size, rng.randbytes(size[0] * size[1])).point([value // 26 for value in range(256)])
    paper = turned.point([28 + value * 218 // 255 for value in range(256)])
    copy = ImageChops.subtract(paper, grain.resize(turned.size))
    buffer = io.BytesIO()
    copy.save(buffer, "JPEG", quality=QUALITY)
    buffer.seek(0)
    return buffer
