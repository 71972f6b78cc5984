"""An author uploads a large edition in a real browser: the line drops, the page is reloaded, the rest is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from playwright.sync_api import Browser, Page, Request, Route, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from content.delivery.models import Upload
from content.library.models import Edition, Manual
from portal.network.departments import create_department
from tests import factories, pdf_factory
from tests.content.delivery.stores import bucket_store, local_store, store
from tests.journeys.conftest import admit

__all__ = ["bucket_store", "local_store", "store"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PART = 5 * 1024 * 1024
SECOND = re.compile(r"/parts/2$|partNumber=2\b")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def manual(transactional_db: None) -> Iterator[Manual]:
    factories.home_page()
    yield factories.manual(title="Falcon", department=create_department(code="service", name="Service"))
    # The database is flushed next, and its content types get new ids.
    ContentType.objects.clear_cache()


@pytest.fixture
def large_pdf(tmp_path: Path) -> Path:
    path = tmp_path / "Werkstatt Größe.pdf"
    path.write_bytes(pdf_factory.make_pdf(["one"]) + b"\n" * (2 * PART))
    return path


def enter(page: Page, live_server: LiveServer, manual: Manual) -> None:
    user = factories.UserFactory(username="author")
    user.groups.add(manual.department.authors)
    admit(page.context, live_server, user)
    page.goto(live_server.url + reverse("ingest:manual_editions", args=[manual.pk]))


def choose_and_send(page: Page, path: Path) -> None:
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_label("Edition", exact=False).and_(page.locator("[name=label]")).fill("2026-01")
    page.locator("form[data-edition-upload] button[type=submit]").click()


def test_an_upload_goes_on_where_it_stopped(
    store: str, settings: Settings, live_server: LiveServer, page: Page, manual: Manual, large_pdf: Path
) -> None:
    settings.UPLOAD_PART_BYTES = PART
    enter(page, live_server, manual)
    page.on("dialog", lambda dialog: dialog.accept())

    def drop(route: Route) -> None:
        route.abort() if route.request.method == "PUT" else route.continue_()

    page.route(SECOND, drop)
    choose_and_send(page, large_pdf)
    expect(page.locator("[data-upload-shown]")).to_contain_text("The connection is down")
    expect(page.locator("[data-upload-panel] progress")).to_have_attribute("max", str(large_pdf.stat().st_size))
    page.reload()
    page.unroute(SECOND, drop)
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            sent.append(request.url)

    page.on("request", note)
    choose_and_send(page, large_pdf)
    expect(page.get_by_text("Edition 2026-01 was received")).to_be_visible(timeout=20_000)
    assert len([url for url in sent if SECOND.search(url)]) == 1
    assert len(sent) == 1, "parts that had arrived were sent again"
    edition = Edition.objects.get()
    assert (edition.original_name, edition.size) == (large_pdf.name, large_pdf.stat().st_size)


def test_an_upload_is_cancelled(
    local_store: str, settings: Settings, live_server: LiveServer, page: Page, manual: Manual, large_pdf: Path
) -> None:
    settings.UPLOAD_PART_BYTES = PART
    enter(page, live_server, manual)
    page.route(SECOND, lambda route: route.abort())
    choose_and_send(page, large_pdf)
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        page.get_by_role("button", name="Cancel the upload").click()
    assert gone.value.status == 200
    expect(page.locator("[data-upload-panel]")).to_be_hidden()
    assert Upload.objects.get().state == Upload.State.ABORTED
    assert not Edition.objects.exists()
