"""The door of extraction. Everything here takes hostile files: call it through `content.ingest.sandbox`."""

from content.ingest.extraction.document import heading_paths, inspect_document
from content.ingest.extraction.failures import ExtractionFailed, FailureReason, sentence
from content.ingest.extraction.identifiers import identifiers_in, normal_form
from content.ingest.extraction.languages import language_of
from content.ingest.extraction.limits import DEFAULT_LIMITS, RENDER_LIMITS, Limits
from content.ingest.extraction.pages import extract_pages
from content.ingest.extraction.pdfium import opened
from content.ingest.extraction.recognition import recognise_pages
from content.ingest.extraction.rendering import render_page
from content.ingest.extraction.sniffing import require_pdf
from content.ingest.extraction.values import DocumentFacts, Identifier, OutlineEntry, PageExtract, RenderedPage
from content.ingest.extraction.words import SCALE, Words, boxes_for_ranges, pack_words, unpack_words

__all__ = [
    "DEFAULT_LIMITS",
    "RENDER_LIMITS",
    "SCALE",
    "DocumentFacts",
    "ExtractionFailed",
    "FailureReason",
    "Identifier",
    "Limits",
    "OutlineEntry",
    "PageExtract",
    "RenderedPage",
    "Words",
    "boxes_for_ranges",
    "extract_pages",
    "heading_paths",
    "identifiers_in",
    "inspect_document",
    "language_of",
    "normal_form",
    "opened",
    "pack_words",
    "recognise_pages",
    "render_page",
    "require_pdf",
    "sentence",
    "unpack_words",
]
