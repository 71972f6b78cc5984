"""An index of its own for each test, on the engine of the environment and on the embedded one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from content.library.models import Edition, Manual
from search.engine import current_engine, writable_engine
from search.engines.base import SearchEngine
from search.engines.registry import engine_for
from tests import factories
from tests.contracts.conftest import elasticsearch_url

Publish = Callable[..., Edition]
ENGINES = ["embedded", pytest.param("elasticsearch", marks=pytest.mark.services)]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[SearchEngine]:
    """The engine that the settings name now: empty, of this test alone."""
    url = f"embedded://{tmp_path}/index" if request.param == "embedded" else elasticsearch_url()
    settings.SEARCH_URL = url
    settings.SEARCH_INDEX_PREFIX = f"test-{secrets.token_hex(5)}"
    yield writable_engine()
    if request.param == "elasticsearch":
        current_engine().destroy()  # type: ignore[attr-defined]
    engine_for.cache_clear()


@pytest.fixture
def publish(index: SearchEngine, db: None, django_capture_on_commit_callbacks: Callable[..., object]) -> Publish:
    """Make an edition with these pages and let the (eager) worker bring it to the index."""

    def published(manual: Manual | None = None, *, pages: list[str], **fields: object) -> Edition:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            edition = factories.edition(manual or factories.manual(), pages=pages, **fields)  # type: ignore[arg-type]
        index.refresh()
        return edition

    return published
