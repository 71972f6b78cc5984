"""A file as a whole: pages, printed labels, outline, and the heading path in force on each page."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from content.ingest.extraction.limits import DEFAULT_LIMITS, Limits
from content.ingest.extraction.pdfium import opened
from content.ingest.extraction.values import DocumentFacts, OutlineEntry

LONGEST_TITLE = 300
LONGEST_LABEL = 40
DEEPEST_LEVEL = 12


def inspect_document(*, path: Path, limits: Limits = DEFAULT_LIMITS) -> DocumentFacts:
    """What a file is. Raises ExtractionFailed with the reason why it cannot be opened."""
    with opened(path, limits) as document:
        count = len(document)
        _find_pages(document, count)
        outline = _outline(document, count, limits)
        return DocumentFacts(
            page_count=count,
            title=clean_line(document.get_metadata_value("Title"))[:LONGEST_TITLE],
            labels=tuple(_label(document, index) for index in range(count)),
            outline=outline,
            headings=heading_paths(outline, page_count=count),
        )


def clean_line(text: str) -> str:
    """One line without control characters and with single spaces, in composed form."""
    visible = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _find_pages(document: pdfium.PdfDocument, count: int) -> None:
    """Let pdfium note where each page is: it then finds the page of a bookmark at once, where it would walk the tree
    of pages for every bookmark (2,084 of them: 0.6 s, or 0.1 s after this 0.04 s)."""
    size = raw.FS_SIZEF()
    for index in range(count):
        raw.FPDF_GetPageSizeByIndexF(document.raw, index, size)


def _label(document: pdfium.PdfDocument, index: int) -> str:
    length = raw.FPDF_GetPageLabel(document.raw, index, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetPageLabel(document.raw, index, buffer, length)
    return clean_line(buffer.raw[: length - 2].decode("utf-16-le", "replace"))[:LONGEST_LABEL]


def _outline(document: pdfium.PdfDocument, count: int, limits: Limits) -> tuple[OutlineEntry, ...]:
    """Bookmarks that lead somewhere. An outline that loops is cut where it meets itself."""
    entries: list[OutlineEntry] = []
    stack = [(raw.FPDFBookmark_GetFirstChild(document.raw, None), 1)]
    seen: set[int] = set()
    while stack and len(entries) < limits.outline_entries:
        bookmark, level = stack.pop()
        if not bookmark:
            continue
        address = ctypes.cast(bookmark, ctypes.c_void_p).value or 0
        if address in seen:
            continue
        seen.add(address)
        stack.append((raw.FPDFBookmark_GetNextSibling(document.raw, bookmark), level))
        if level < DEEPEST_LEVEL:
            stack.append((raw.FPDFBookmark_GetFirstChild(document.raw, bookmark), level + 1))
        title = _bookmark_title(bookmark)
        page = _bookmark_page(document, bookmark)
        if title and page is not None and page < count:
            entries.append(OutlineEntry(level=level, title=title, page=page + 1))
    return tuple(entries)


def _bookmark_title(bookmark: raw.FPDF_BOOKMARK) -> str:
    length = raw.FPDFBookmark_GetTitle(bookmark, None, 0)
    if length <= 2 or length > 100_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFBookmark_GetTitle(bookmark, buffer, length)
    return clean_line(buffer.raw[: length - 2].decode("utf-16-le", "replace"))[:LONGEST_TITLE]


def _bookmark_page(document: pdfium.PdfDocument, bookmark: raw.FPDF_BOOKMARK) -> int | None:
    destination = raw.FPDFBookmark_GetDest(document.raw, bookmark)
    if not destination:
        action = raw.FPDFBookmark_GetAction(bookmark)
        destination = raw.FPDFAction_GetDest(document.raw, action) if action else None
    if not destination:
        return None
    index = raw.FPDFDest_GetDestPageIndex(document.raw, destination)
    return index if index >= 0 else None


def heading_paths(outline: Sequence[OutlineEntry], *, page_count: int) -> tuple[tuple[str, ...], ...]:
    """For each page the titles that lead to it, outermost first.

    The path of a page is that of the first entry that begins on it, and where none does, that of the last entry
    before it: what a reader who opens the page would call the section that they are in.
    """
    paths: list[tuple[str, ...]] = []
    waiting = sorted(outline, key=lambda entry: entry.page)
    current: list[OutlineEntry] = []
    at = 0
    for page in range(1, page_count + 1):
        first: tuple[str, ...] | None = None
        while at < len(waiting) and waiting[at].page <= page:
            entry = waiting[at]
            at += 1
            current = [above for above in current if above.level < entry.level]
            current.append(entry)
            deeper = at < len(waiting) and waiting[at].page == page and waiting[at].level > entry.level
            if first is None and not deeper:
                first = tuple(item.title for item in current)
        paths.append(first if first is not None else tuple(item.title for item in current))
    return tuple(paths)
