"""A store of each test alone, and a worker that does at once what publishing asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import strip_tags
from pytest_django import Settings

from content.bulletins import issuing
from content.bulletins.document import Document
from content.bulletins.models import Bulletin
from portal.network.departments import create_department
from portal.network.models import Department
from tests import factories, pdf_factory
from tests.content.bulletins import builders

Publish = Callable[..., Bulletin]


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")
    settings.SCRATCH_DIR = str(tmp_path / "scratch")
    return tmp_path / "files"


@pytest.fixture
def typesetter() -> None:
    """Ask for it where the real one is to print."""


@pytest.fixture(autouse=True)
def _print_quickly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts alone as a PDF of one page: a thirtieth of the time."""
    if "typesetter" not in request.fixturenames:
        monkeypatch.setattr(issuing, "print_issue", _plain_print)


def _plain_print(*, document: Document, label: str, effective_from: datetime, watch_at: str) -> bytes:
    texts = [strip_tags(block["text"]) for block in document["body"] if "text" in block]
    return pdf_factory.make_pdf(["\n".join([document["title"], document["document_number"], label, *texts])])


@pytest.fixture
def department(db: None) -> Department:
    factories.home_page()
    return create_department(code="service", name="Service Engineering")


@pytest.fixture
def publish(store: Path, department: Department, django_capture_on_commit_callbacks: Callable[..., Any]) -> Publish:
    """Publish a bulletin (a new one if none is given) and let the worker print it and read the PDF."""

    def published(page: Bulletin | None = None, **changes: Any) -> Bulletin:
        with django_capture_on_commit_callbacks(execute=True):
            return builders.publish(page or builders.bulletin(), **changes)

    return published
