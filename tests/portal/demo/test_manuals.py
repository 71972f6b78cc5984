"""The demo's manuals are what the demo promises: many pages, both languages, outlines, labels, codes, one scan."""

from __future__ import annotations

from functools import cache

import pypdfium2 as pdfium
import pytest

from content.library.models import ManualCategory
from portal.demo.manuals.api import BRANDS, MODELS, UnknownEditionError, catalogue, render

BY_SLUG = {manual.slug: manual for manual in catalogue()}


@cache
def printed(slug: str, label: str = "") -> bytes:
    """The bytes of an edition; without a label, of the newest."""
    manual = BY_SLUG[slug]
    return render(manual, label or manual.editions[-1].label)


@cache
def texts(slug: str, label: str = "") -> tuple[str, ...]:
    """The text of every page."""
    document = pdfium.PdfDocument(printed(slug, label))
    return tuple(page.get_textpage().get_text_bounded() for page in document)


def labels(slug: str) -> list[str]:
    document = pdfium.PdfDocument(printed(slug))
    return [document.get_page_label(index) for index in range(len(document))]


def outline(slug: str) -> list[tuple[int, str, int]]:
    document = pdfium.PdfDocument(printed(slug))
    return [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]


def test_the_catalogue_keeps_the_demos_promises() -> None:
    manuals = catalogue()
    assert len(manuals) >= 12
    assert sum(manual.language == "zh-hans" for manual in manuals) >= 4
    assert sum(manual.scanned for manual in manuals) == 1
    assert any(len(manual.editions) > 1 for manual in manuals)
    assert any(edition.effective_days > 0 for manual in manuals for edition in manual.editions)
    assert len({manual.document_number for manual in manuals}) == len(manuals)
    assert len({manual.slug for manual in manuals}) == len(manuals)
    assert {manual.kind for manual in manuals} == set(ManualCategory.values)


def test_manuals_name_brands_and_models_that_exist_and_years_in_which_they_were_built() -> None:
    models = {model.code: model for model in MODELS}
    for manual in catalogue():
        assert manual.brand in {brand.key for brand in BRANDS}
        assert {models[code].brand for code in manual.models} == {manual.brand}
        assert manual.year_from >= min(models[code].years[0] for code in manual.models)
        assert manual.year_from <= manual.year_to <= max(models[code].years[1] for code in manual.models)


def test_two_chinese_manuals_are_editions_of_english_ones() -> None:
    numbers = {manual.document_number for manual in catalogue()}
    pairs = {number for number in numbers if number.endswith("-ZH") and f"{number[:-3]}-EN" in numbers}
    assert len(pairs) >= 2


def test_the_newest_editions_have_over_300_pages_and_each_has_several() -> None:
    counts = {slug: len(pdfium.PdfDocument(printed(slug))) for slug in BY_SLUG}
    assert sum(counts.values()) >= 300
    assert counts["lodan-workshop"] >= 150
    assert min(counts.values()) >= 8


def test_pages_are_labelled_as_printed() -> None:
    found = labels("lodan-workshop")
    front = found.index("1-1")
    assert found[:4] == ["i", "ii", "iii", "iv"]
    assert front == len([label for label in found if not label[0].isdigit()])
    footers = texts("lodan-workshop")
    assert all(label in text for label, text in zip(found[1:], footers[1:], strict=True))
    assert "3-2" in found
    assert labels("lodan-diagnosis")[-1].isdigit()


def test_the_outline_has_three_levels_and_leads_to_its_headings() -> None:
    marks = outline("lodan-workshop")
    assert {level for level, _, _ in marks} == {0, 1, 2}
    pages = texts("lodan-workshop")
    for _, title, page in marks:
        words = title.split()
        assert words[-1] in pages[page], (title, page)


def test_the_contents_name_the_printed_page() -> None:
    contents = "".join(texts("lodan-diagnosis")[1:3])
    found, marks = labels("lodan-diagnosis"), outline("lodan-diagnosis")
    for _, title, page in marks[2:8]:
        line = next(line for line in contents.splitlines() if title.split("  ")[0] in line)
        assert line.rstrip().endswith(found[page]) or found[page] in contents


@pytest.mark.parametrize("code", ["P0420", "P0300", "C0035", "U0100", "VM-2140"])
def test_every_fault_code_has_a_page_of_its_own_in_both_languages(code: str) -> None:
    for slug in ("lodan-diagnosis", "lodan-diagnosis-zh"):
        page = next(page for _, title, page in outline(slug) if title.startswith(code))
        assert code in texts(slug)[page]


def test_chinese_text_is_found_unbroken() -> None:
    text = "".join(texts("lodan-diagnosis-zh"))
    assert "催化系统效率低于阈值" in text
    assert "氧传感器加热电路" in text
    assert "催化转化器老化或烧熔" in text


def test_the_new_edition_changes_torques_and_nothing_contradicts_itself() -> None:
    old, new = " ".join(texts("lodan-workshop", "Edition 1")), " ".join(texts("lodan-workshop"))
    assert "60 N·m + 90°" in old
    assert "65 N·m + 90°" not in old
    assert '"Cylinder head bolt" in the sequence shown: 65 N·m + 90°' in new
    assert '"Cylinder head bolt" in the sequence shown: 60 N·m + 90°' not in new


def test_the_scan_is_pictures_only() -> None:
    document = pdfium.PdfDocument(printed("lh40-handbook-scan"))
    assert len(document) >= 8
    assert not "".join(texts("lh40-handbook-scan")).strip()
    assert all(len(list(page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]))) == 1 for page in document)


@pytest.mark.parametrize("slug", ["lodan-parts", "lh40-handbook-scan", "tk90-maintenance-zh"])
def test_the_same_bytes_every_time(slug: str) -> None:
    manual = BY_SLUG[slug]
    assert render(manual, manual.editions[-1].label) == printed(slug)


def test_the_metadata_says_which_document_it_is() -> None:
    document = pdfium.PdfDocument(printed("tk-workshop"))
    assert document.get_metadata_value("Title") == "TK 60 and TK 90 workshop manual"
    assert document.get_metadata_value("Subject") == "TH-WM-1901-EN Edition 3"


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(UnknownEditionError):
        render(BY_SLUG["lodan-parts"], "Edition 9")
