"""A file as a whole: what it is, its outline, its labels, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from content.ingest.extraction.api import (
    ExtractionFailed,
    FailureReason,
    Limits,
    OutlineEntry,
    heading_paths,
    inspect_document,
    require_pdf,
    sentence,
)
from content.ingest.extraction.document import clean_line
from tests import pdf_factory


def inspected(tmp_path: Path, data: bytes, limits: Limits | None = None):  # type: ignore[no-untyped-def]
    path = tmp_path / "manual.pdf"
    path.write_bytes(data)
    return inspect_document(path=path, limits=limits or Limits())


def refusal(tmp_path: Path, data: bytes, limits: Limits | None = None) -> FailureReason:
    with pytest.raises(ExtractionFailed) as failure:
        inspected(tmp_path, data, limits)
    return failure.value.reason


def test_facts(tmp_path: Path) -> None:
    outline = [(1, "Brakes", 1), (2, "刹车片", 2), (3, "Wear limits", 2), (1, "Index", 4)]
    facts = inspected(
        tmp_path, pdf_factory.make_pdf(["a", "b", "c", "d"], outline=outline, labels="roman", title="制动 Brakes")
    )
    assert facts.page_count == 4
    assert facts.title == "制动 Brakes"
    assert facts.labels == ("i", "ii", "iii", "iv")
    assert facts.outline == tuple(OutlineEntry(level, title, page) for level, title, page in outline)
    assert facts.headings == (
        ("Brakes",),
        ("Brakes", "刹车片", "Wear limits"),
        ("Brakes", "刹车片", "Wear limits"),
        ("Index",),
    )


def test_the_first_section_that_begins_on_a_page_names_it() -> None:
    outline = (
        OutlineEntry(1, "Engine", 1),
        OutlineEntry(2, "Oil", 3),
        OutlineEntry(2, "Filter", 3),
        OutlineEntry(1, "Gearbox", 3),
        OutlineEntry(2, "Clutch", 5),
    )
    assert heading_paths(outline, page_count=5) == (
        ("Engine",),
        ("Engine",),
        ("Engine", "Oil"),
        ("Gearbox",),
        ("Gearbox", "Clutch"),
    )


def test_an_outline_whose_levels_jump_and_whose_pages_run_back() -> None:
    outline = (OutlineEntry(3, "Deep", 2), OutlineEntry(1, "Later", 4), OutlineEntry(1, "Earlier", 1))
    assert heading_paths(outline, page_count=4) == (("Earlier",), ("Earlier", "Deep"), ("Earlier", "Deep"), ("Later",))


def test_titles_are_one_clean_line() -> None:
    assert clean_line("A\r\n\tB\0 \u202eC\ud800") == "A B C"


def test_an_outline_that_meets_itself_ends(tmp_path: Path) -> None:
    facts = inspected(tmp_path, pdf_factory.make_looping_outline_pdf())
    assert facts.outline == (OutlineEntry(1, "Again", 1),)


def test_an_endless_outline_is_cut(tmp_path: Path) -> None:
    data = pdf_factory.make_pdf(["a"], outline=[(1, f"Entry {number}", 1) for number in range(50)])
    assert len(inspected(tmp_path, data, Limits(outline_entries=20)).outline) == 20


def test_bookmarks_that_lead_nowhere_are_left_out(tmp_path: Path) -> None:
    data = pdf_factory.make_pdf(["a", "b"], outline=[(1, "Here", 2), (1, "Nowhere", 900)])
    assert [entry.title for entry in inspected(tmp_path, data).outline] == ["Here"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", FailureReason.EMPTY),
        (b"<!DOCTYPE html><p>%PDF-1.7", FailureReason.NOT_A_PDF),
        (b"\x89PNG\r\n\x1a\n%PDF-1.4", FailureReason.NOT_A_PDF),
        (b"plain text", FailureReason.NOT_A_PDF),
        (b"x" * 1024 + pdf_factory.make_pdf(["a"]), FailureReason.NOT_A_PDF),
        (b"%PDF-1.7\nnothing that follows is PDF", FailureReason.DAMAGED),
        (pdf_factory.make_truncated_pdf(), FailureReason.DAMAGED),
        (pdf_factory.make_encrypted_pdf(), FailureReason.ENCRYPTED),
        (pdf_factory.make_pageless_pdf(), FailureReason.NO_PAGES),
    ],
    ids=["empty", "html", "png", "text", "late header", "header only", "truncated", "encrypted", "pageless"],
)
def test_refused_with_a_reason(tmp_path: Path, data: bytes, reason: FailureReason) -> None:
    assert refusal(tmp_path, data) == reason


def test_too_many_pages(tmp_path: Path) -> None:
    assert refusal(tmp_path, pdf_factory.make_pdf(["a"] * 4), Limits(pages=3)) == FailureReason.TOO_MANY_PAGES


def test_leading_bytes_before_the_header_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "mail.pdf"
    path.write_bytes(b"\r\n" * 100 + pdf_factory.make_pdf(["a"]))
    require_pdf(path)


@pytest.mark.parametrize("reason", list(FailureReason))
def test_every_reason_has_a_sentence_that_says_what_happened(reason: FailureReason) -> None:
    with translation.override("en"):
        text = sentence(reason=reason, page=7)
    assert text.startswith("Page 7: ")
    assert text.endswith(".")
    assert reason not in text or reason in ("empty", "damaged", "memory", "macros")


def test_an_unknown_code_is_told_as_a_crash() -> None:
    assert sentence(reason="from another version") == sentence(reason=FailureReason.CRASHED)
