"""A stored file and its manual, ready to be received."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from content.ingest import api as ingest
from content.library import api as library
from content.library.models import Edition, Manual
from tests import factories

Receive = Callable[..., Edition]


@pytest.fixture
def local_store(settings: Settings, tmp_path: Path) -> Path:
    """Files in a folder of this test alone."""
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")
    return tmp_path


@pytest.fixture
def receive(db: None, local_store: Path, django_capture_on_commit_callbacks: Callable[..., object]) -> Receive:
    """Store bytes, receive them as an edition, and let the (eager) worker do everything that follows."""

    def received(data: bytes, *, manual: Manual | None = None, label: str = "1", work: bool = True) -> Edition:
        path = local_store / "upload.pdf"
        path.write_bytes(data)
        file = ingest.store_pdf(path=path, original_name="upload.pdf")
        with django_capture_on_commit_callbacks(execute=work):  # type: ignore[attr-defined]
            edition = library.receive(
                manual=manual or factories.manual(),
                file=file,
                label=label,
                effective_from=timezone.now(),
                actor=None,
            )
        edition.refresh_from_db()
        return edition

    return received
