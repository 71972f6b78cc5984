"""An author drops several files: what their names suggest is looked over, one is a duplicate, one is no PDF."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from content.library.models import Edition, Manual
from portal.network.departments import create_department
from portal.network.models import Department
from tests import factories, pdf_factory
from tests.content.delivery.stores import bucket_store, local_store, store
from tests.journeys.conftest import admit, serious

__all__ = ["bucket_store", "local_store", "store"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def department(transactional_db: None) -> Iterator[Department]:
    factories.home_page()
    yield create_department(code="service", name="Service")
    # The database is flushed next, and its content types get new ids.
    ContentType.objects.clear_cache()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = []
    for name in ("Falcon-brakes_2026-03-01.pdf", "Falcon_engine.pdf", "copy of engine.pdf"):
        path = tmp_path / name
        path.write_bytes(pdf_factory.make_pdf(["brakes" if "brakes" in name else "engine"]))
        made.append(path)
    notes = tmp_path / "notes.txt"
    notes.write_text("no PDF")
    return [*made, notes]


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh-hans")])
def test_many_files_become_manuals(
    store: str,
    chromium: Browser,
    live_server: LiveServer,
    department: Department,
    files: list[Path],
    width: int,
    language: str,
) -> None:
    user = factories.UserFactory(username="author", language=language)
    user.groups.add(department.authors)
    context = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    admit(context, live_server, user)
    page = context.new_page()
    page.goto(live_server.url + reverse("ingest:bulk"))

    page.locator("#bulk-files").set_input_files(files)
    rows = page.locator(".bulk-row")
    expect(rows).to_have_count(3)
    expect(page.locator("[data-notes]")).to_contain_text("notes.txt")
    expect(rows.nth(0).locator("[name=document_number]")).to_have_value("Falcon-brakes")
    expect(rows.nth(0).locator("[name=label]")).to_have_value("2026-03-01")
    assert serious(page) == []
    _shot(page, f"bulk-chosen-{language}")

    send = page.locator("form[data-bulk-upload] button[type=submit]")
    send.click()
    expect(rows.nth(1).locator("[data-errors]")).to_be_visible()
    expect(rows.nth(0).locator("[data-said] a")).to_be_visible()
    expect(rows.nth(1).locator("[name=label]")).to_have_attribute("aria-invalid", "true")
    _shot(page, f"bulk-errors-{language}")
    expect(send).to_be_enabled()
    expect(rows.nth(1).locator("[name=label]")).to_be_focused()
    rows.nth(1).locator("[name=label]").fill("1")
    # One after the other: which of two equal files comes first is not ours to say.
    rows.nth(2).locator("[data-remove]").click()
    send.click()
    expect(rows.nth(1).locator("[data-said] a")).to_be_visible()
    expect(rows.nth(1).locator("[data-state]")).not_to_be_empty(timeout=10_000)
    page.locator("#bulk-files").set_input_files(files[2])
    rows.nth(2).locator("[name=label]").fill("1")
    send.click()
    expect(rows.nth(2).locator("[data-said] a")).to_have_text("Falcon_engine, 1")
    _shot(page, f"bulk-done-{language}")
    context.close()
    assert sorted(Manual.objects.values_list("document_number", flat=True)) == ["Falcon-brakes", "Falcon_engine"]
    assert Edition.objects.count() == 2


def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
