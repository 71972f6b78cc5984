"""What the prepared process does once so that no child has to: loading codecs, listing the system's fonts."""

from __future__ import annotations

import io

import pypdfium2 as pdfium

_PAGE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 60 20]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 33>>stream
BT /F 12 Tf 2 5 Td (Forecourt) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""


def warm_up() -> None:
    """Draw a page of our own with a font that it does not carry, and encode it in each format."""
    document = pdfium.PdfDocument(_PAGE)
    picture = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    for format in ("WEBP", "JPEG", "PPM"):
        picture.save(io.BytesIO(), format)
