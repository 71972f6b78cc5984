"""A real Chromium against the live server, and a portal with two dealers and a manual of two brands."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import Settings

from content.ingest.api import store_pdf
from content.library import api as library
from content.library.models import Edition, Manual
from portal.network.departments import create_department
from portal.network.models import User
from search.engine import writable_engine
from search.engines.registry import engine_for
from tests import factories, pdf_factory

# Playwright's synchronous interface runs a loop of its own in this thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def browse() -> Iterator[Callable[[], Browser]]:
    """A function that answers the browser of this process, or another one when it has crashed."""
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    # The machine may be busy; what is there is found at once all the same.
    expect.set_options(timeout=30_000)
    assert path, "Chromium is missing: `make test` installs it, or deselect with -m 'not journey'"
    with sync_playwright() as playwright:
        browser = None

        def running() -> Browser:
            nonlocal browser
            if browser is None or not browser.is_connected():
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            return browser

        yield running
        if browser is not None:
            browser.close()


@pytest.fixture
def chromium(browse: Callable[[], Browser]) -> Browser:
    """One browser for all journeys. One that crashed fails the journey it crashed in, not all that follow."""
    return browse()


@pytest.fixture
def portal(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Local files and an index of this journey alone; the database is flushed afterwards."""
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")
    settings.SEARCH_URL = f"embedded://{tmp_path}/index"
    writable_engine()
    factories.home_page()
    yield
    engine_for.cache_clear()
    # The database is flushed next, and its content types get new ids.
    ContentType.objects.clear_cache()


def admit(context: BrowserContext, server: object, user: User) -> None:
    """The person has signed in with this browser window."""
    client = Client()
    client.force_login(user)
    session = client.cookies[configured.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": session, "url": str(server)}])


@pytest.fixture
def sign_in(chromium: Browser, live_server: object, portal: None) -> Iterator[SignIn]:
    """Somebody's home page, in a window of this width; `by_form` they sign in there themselves."""
    contexts = []

    def signed_in(user: User, *, width: int = 1280, language: str = "en", by_form: bool = False) -> Page:
        User.objects.filter(pk=user.pk).update(language=language)
        context = chromium.new_context(viewport={"width": width, "height": 860}, locale=language[:2])
        contexts.append(context)
        page = context.new_page()
        if by_form:
            page.goto(f"{live_server}/account/login/")
            page.fill("input[name=login]", user.username)
            page.fill("input[name=password]", factories.PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(f"{live_server}/")
        else:
            admit(context, live_server, user)
            page.goto(f"{live_server}/")
        return page

    yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture
def people(portal: None) -> tuple[User, User]:
    """Technicians of two dealers, who sell different brands."""
    role = factories.JobRoleFactory(code="technician")
    users = []
    for name in ("north", "south"):
        dealer = factories.DealerFactory(brands=[factories.BrandFactory(code=name, name=name.title())])
        users.append(factories.person(username=f"tech-{name}", dealer=dealer, roles=[role]))
    return users[0], users[1]


@pytest.fixture
def manual(people: tuple[User, User]) -> Manual:
    """A manual for the first dealer's brand, without an edition."""
    brand = people[0].memberships.get().dealer.brands.get()
    department = create_department(code="service", name="Service")
    return factories.manual(
        title="Falcon workshop manual", document_number="WM-1", department=department, brands=[brand]
    )


STILL = """() => Promise.race([
    new Promise((enough) => setTimeout(enough, 2000)),
    Promise.allSettled(document.getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime < 2000).map((one) => one.finished)),
])"""
"""What moves for longer is not waited for: Wagtail's badge of news blinks for 25 seconds. An animation that was
stopped, or is in a window that nobody looks at, never ends."""


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out, once everything that fades in is there."""
    page.evaluate(STILL)
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def issue(manual: Manual, folder: Path, pages: list[str], *, label: str, days_ago: int) -> Edition:
    """An edition through the real intake and the (eager) worker."""
    path = folder / f"{label}.pdf"
    path.write_bytes(pdf_factory.make_pdf(pages, outline=[(1, "Faults", 2), (1, "刹车片", 3)], labels="chapters"))
    return library.receive(
        manual=manual,
        file=store_pdf(path=path, original_name=path.name),
        label=label,
        effective_from=timezone.now() - timedelta(days=days_ago),
        actor=None,
    )
