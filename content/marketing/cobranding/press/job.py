"""The work of the press itself: lay out, make texts fit, write the PDF, draw pages. Runs in the limited process, knows
no settings and no database."""

from __future__ import annotations

import io
import socket
import tempfile
from typing import Any

from content.ingest.sandbox.api import receive, send
from content.marketing.cobranding.press.fitting import next_scale, tight_places
from content.marketing.cobranding.press.marks import SLUG_MM, marking

BASE = "http://template.invalid/"
"""Where the files of a template seem to be. Nobody can own this name (RFC 2606)."""
MOST_LAYOUTS = 6
MOST_PAGES = 64
MOST_PIXELS = 40_000_000
_MM = 96 / 25.4
DEFAULTS = """
html { font-family: "Noto Sans CJK SC", "Noto Sans SC", "DejaVu Sans", sans-serif; font-size: 10pt; line-height: 1.35; }
body { margin: 0; }
field { display: block; overflow-wrap: anywhere; }
field img { display: block; width: 100%; height: 100%; object-fit: contain; }
field.is-picture img { object-fit: cover; }
"""
"""What a template starts from; its own CSS comes after."""


def prepare() -> None:
    """Load the libraries and list the fonts once, so that no job has to."""
    from weasyprint import HTML

    document = HTML(string="<p style='font-family:\"Noto Sans CJK SC\",sans-serif'>Forecourt <b>版</b> 北 1").render()
    _draw(document.write_pdf(), [1], 80, "WEBP")


def run(header: dict[str, Any], channel: socket.socket) -> None:
    """Receive the order of the job, send its report and what was made; ends with a frame {"done": true}."""
    order, body = receive(channel)
    if header["job"] == "flatten":
        _flatten(body, order["width"], channel)
    else:
        _print_or_refuse(order, body, channel)
    send(channel, {"done": True})


def _flatten(drawing: bytes, width: int, channel: socket.socket) -> None:
    """A drawing (SVG) as a picture (PNG) of this width, transparent where it is. librsvg runs no script, and from a
    buffer it opens no file."""
    import pyvips

    probe = pyvips.Image.svgload_buffer(drawing)
    scale = min(width / max(1, probe.width), (MOST_PIXELS / max(1, probe.width * probe.height)) ** 0.5)
    picture = pyvips.Image.svgload_buffer(drawing, scale=scale)
    send(channel, {"width": picture.width, "height": picture.height}, picture.pngsave_buffer())


def _print_or_refuse(order: dict[str, Any], body: bytes, channel: socket.socket) -> None:
    from weasyprint.urls import FatalURLFetchingError

    try:
        _print(order, body, channel)
    except FatalURLFetchingError as error:
        # No Exception, and so it would end this process without a word.
        raise ValueError(str(error)) from error


def _print(order: dict[str, Any], body: bytes, channel: socket.socket) -> None:
    if order["folder"]:
        tempfile.tempdir = order["folder"]
    printer = _Printer(order, _files(order, body))
    document, tight = printer.fitted()
    report = {"pages": len(document.pages), "tight": tight}
    send(channel, report)
    is_right = not tight and len(document.pages) == order["pages"]
    if order["pdf"] and is_right:
        send(channel, {"made": "pdf"}, printer.pdf(order["pdf"], document))
    if order["draw"] and (is_right or order["anyhow"]):
        plain = printer.pdf("plain", document)
        for page, data, width, height in _draw(plain, order["draw"], order["width"], order["format"]):
            send(channel, {"made": "picture", "page": page, "width": width, "height": height}, data)


def _files(order: dict[str, Any], body: bytes) -> dict[str, tuple[bytes, str]]:
    files, at = {}, 0
    for name, content_type, length in order["files"]:
        files[f"{BASE}{name}"] = (body[at : at + length], content_type)
        at += length
    return files


class _Printer:
    """One order, laid out as often as it takes."""

    def __init__(self, order: dict[str, Any], files: dict[str, tuple[bytes, str]]) -> None:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        self.order = order
        self.fetcher = _handing_out(files)
        self.fonts = FontConfiguration()
        self.html = HTML(string=order["html"], base_url=BASE, url_fetcher=self.fetcher)
        self.sheets = [
            CSS(string=text, base_url=BASE, url_fetcher=self.fetcher, font_config=self.fonts)
            for text in (DEFAULTS, order["css"])
        ]
        self.scales: dict[str, int] = {}

    def fitted(self) -> tuple[Any, dict[str, float]]:
        """The document, its texts as large as they fit, and the places that are too small all the same."""
        places = self.order["places"]
        # A bleed lies outside of the page and moves nothing in it.
        around = float(self.order["bleed_mm"]) + SLUG_MM if self.order["pdf"] == "press" else 0.0
        for attempt in range(MOST_LAYOUTS):
            document = self._lay_out(bleed_mm=around)
            tight = tight_places(document.pages[:MOST_PAGES], places)
            more = {}
            for at, share in tight.items():
                smallest = int(places.get(at, {}).get("smallest", 100))
                scale = self.scales.get(at, 100)
                last = attempt >= MOST_LAYOUTS - 2
                if scale > smallest:
                    more[at] = smallest if last else next_scale(scale, share=share, smallest=smallest)
            if not more:
                break
            self.scales |= more
        return document, tight

    def pdf(self, kind: str, document: Any) -> bytes:
        """The PDF of the document for the print shop, for the screen, or plainly to be drawn."""
        if kind == "press":
            made: bytes = document.write_pdf(finisher=marking(float(self.order["bleed_mm"])))
        elif kind == "screen":
            made = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
        else:
            made = document.write_pdf()
        return made

    def _lay_out(self, *, bleed_mm: float) -> Any:
        from weasyprint import CSS

        facts = self.order
        ours = f"@page {{ size: {facts['width_mm']}mm {facts['height_mm']}mm; margin: 0; bleed: {bleed_mm}mm }}"
        # A block, so that its lines are as high as its own letters and not as those of the field around it.
        smaller = "[data-at='{}'] > .fit {{ display: block; font-size: {}% }}"
        scaled = "".join(smaller.format(at, scale) for at, scale in self.scales.items())
        sheets = [CSS(string=ours), *self.sheets, CSS(string=scaled)]
        return self.html.render(font_config=self.fonts, stylesheets=sheets)


def _handing_out(files: dict[str, tuple[bytes, str]]) -> Any:
    """A fetcher that knows these files and nothing else: neither network nor disk."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class HandedOver(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url not in files:
                raise ValueError("Not one of the template's own files.")
            data, content_type = files[url]
            return URLFetcherResponse(url, data, {"Content-Type": content_type})

    # What is not handed over ends the job: the checks of the language should have refused it.
    return HandedOver(fail_on_errors=True)


def _draw(pdf: bytes, pages: list[int], width: int, format: str) -> list[tuple[int, bytes, int, int]]:
    """Pages of a PDF as pictures of this width in pixels."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf)
    drawn = []
    for number in pages:
        if not 1 <= number <= len(document):
            continue
        page = document[number - 1]
        scale = width / page.get_width()
        if width * page.get_height() * scale > MOST_PIXELS:
            raise MemoryError
        picture = page.render(scale=scale).to_pil().convert("RGB")
        buffer = io.BytesIO()
        picture.save(buffer, format, **({"quality": 88} if format != "PNG" else {"compress_level": 6}))
        drawn.append((number, buffer.getvalue(), picture.width, picture.height))
    return drawn
