"""The demo's manuals are what the demo promises: many pages, both languages, outlines, labels, codes, one scan."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.ingest.sandbox import Sandbox
from portal.demo.manuals.api import BRANDS, MODELS, catalogue, render

BY_SLUG = {manual.slug: manual for manual in catalogue()}


def read(slug: str, folder: Path, edition: int = 0) -> Path:
    manual = BY_SLUG[slug]
    path = folder / f"{slug}.pdf"
    path.write_bytes(render(manual, manual.editions[edition].label))
    return path


def test_the_catalogue_keeps_the_demos_promises() -> None:
    manuals = catalogue()
    assert len(manuals) >= 12
    assert sum(manual.language == "zh-hans" for manual in manuals) >= 4
    assert sum(manual.scanned for manual in manuals) == 1
    assert any(len(manual.editions) > 1 for manual in manuals)
    assert any(edition.effective_days > 0 for manual in manuals for edition in manual.editions)
    assert len({manual.document_number for manual in manuals}) == len(manuals)
    assert {manual.brand for manual in manuals} == {brand.key for brand in BRANDS}
    assert {code for manual in manuals for code in manual.models} <= {model.code for model in MODELS}


def test_the_workshop_manual_is_long_and_labelled(tmp_path: Path) -> None:
    path = read("courier-workshop", tmp_path, edition=1)
    facts = Sandbox().inspect(path=path)
    assert facts.page_count >= 150
    assert facts.labels[:3] == ("i", "ii", "1-1")
    assert {entry.level for entry in facts.outline} == {1, 2, 3}
    page = next(n for n, path in enumerate(facts.headings, start=1) if path and "P0420" in path[-1])
    extract = Sandbox().extract(path=path, first=page, last=page)[0]
    assert "P0420" in {one.normal for one in extract.identifiers}
    assert extract.language == "en"


def test_the_new_edition_changes_a_torque(tmp_path: Path) -> None:
    old, new = (
        "".join(page.text for page in Sandbox().extract(path=read("courier-workshop", tmp_path, n), first=3, last=9))
        for n in (0, 1)
    )
    assert "60 N·m + 90°" in old
    assert "65 N·m + 90°" in new


def test_a_chinese_manual_reads_as_chinese(tmp_path: Path) -> None:
    pages = Sandbox().extract(path=read("courier-diagnosis-zh", tmp_path), first=3, last=12)
    assert {page.language for page in pages} == {"zh-hans"}
    assert "三元催化转化器" in "".join(page.text for page in pages) or "氧传感器" in "".join(
        page.text for page in pages
    )


def test_the_scan_has_no_text(tmp_path: Path) -> None:
    pages = Sandbox().extract(path=read("l40-handbook-scan", tmp_path), first=1, last=4)
    assert all(page.scanned and not page.text for page in pages)


@pytest.mark.parametrize("slug", ["courier-parts", "l40-handbook-scan", "courier-owner-zh"])
def test_the_same_bytes_every_time(slug: str) -> None:
    manual = BY_SLUG[slug]
    label = manual.editions[0].label
    assert render(manual, label) == render(manual, label)
