"""The door of the demo's manuals: what there is, and each edition as a PDF."""

from __future__ import annotations

import io
import random

import pypdfium2 as pdfium
from PIL import Image

from portal.demo.manuals import chapters
from portal.demo.manuals.maker import BRANDS, MANUALS, MODELS
from portal.demo.manuals.phrases import CHINESE, ENGLISH
from portal.demo.manuals.sheet import CREATED, Sheet
from portal.demo.manuals.systems import SYSTEMS
from portal.demo.manuals.values import DemoBrand, DemoEdition, DemoManual, DemoModel

SCAN_DPI = 130

__all__ = ["BRANDS", "MODELS", "DemoBrand", "DemoEdition", "DemoManual", "DemoModel", "catalogue", "render"]


def catalogue() -> tuple[DemoManual, ...]:
    """Every manual of the demo."""
    return MANUALS


def render(manual: DemoManual, edition_label: str) -> bytes:
    """The edition as a PDF; the same bytes on every run."""
    phrases = CHINESE if manual.language == "zh-hans" else ENGLISH
    sheet = Sheet(title=manual.title, number=manual.document_number, edition=edition_label, chinese=phrases is CHINESE)
    book = chapters.Book(sheet, phrases, edition=edition_label)
    names = {model.code: model.name for model in MODELS}
    chapters.front_matter(
        book,
        title=manual.title,
        number=manual.document_number,
        models=", ".join(names[code] for code in manual.models),
    )
    _write(book, manual)
    data = bytes(sheet.output())
    return _scanned(data) if manual.scanned else data


def _write(book: chapters.Book, manual: DemoManual) -> None:
    systems = [SYSTEMS[key] for key in manual.systems]
    if manual.kind == "maintenance":
        chapters.schedule(book, systems)
    for system in systems:
        match manual.kind:
            case "wiring":
                chapters.wiring(book, system)
            case "parts":
                chapters.parts(book, system)
            case "owner" | "maintenance":
                chapters.care(book, system)
            case "diagnostic":
                chapters.overview(book, system)
                chapters.fault_codes(book, system)
            case _:
                chapters.overview(book, system)
                chapters.procedures(book, system)
                chapters.fault_codes(book, system)


def _scanned(data: bytes) -> bytes:
    """The same pages as an old photocopy: pictures only, a little turned and grey."""
    rng = random.Random("scan")
    document = pdfium.PdfDocument(data)
    pictures = []
    for index in range(len(document)):
        picture = document[index].render(scale=SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
        turned = picture.rotate(rng.uniform(-0.6, 0.6), fillcolor=255, resample=Image.Resampling.BICUBIC)
        pictures.append(turned.point(lambda value: 30 + value * 215 // 255))
    out = io.BytesIO()
    when = CREATED.timetuple()
    pictures[0].save(
        out, "PDF", save_all=True, append_images=pictures[1:], resolution=SCAN_DPI, creationDate=when, modDate=when
    )
    return out.getvalue()
