"""The two places in which files live, for tests that must hold in both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

HAVE_S3 = bool(os.environ.get("S3_ENDPOINT_URL"))


@pytest.fixture
def local_store(settings: Settings, tmp_path: Path) -> str:
    """Files in a folder of this test."""
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")
    settings.SCRATCH_DIR = str(tmp_path / "scratch")
    return "folder"


@pytest.fixture
def bucket_store(settings: Settings, tmp_path: Path) -> str:
    """Files in the bucket of a real S3 server. A test that asks for it bears the mark `services`."""
    if not HAVE_S3:
        pytest.fail("no S3_ENDPOINT_URL: `make test` starts the server")
    settings.S3_BUCKET = os.environ["S3_BUCKET"]
    settings.SCRATCH_DIR = str(tmp_path / "scratch")
    return "bucket"


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.services)])
def store(request: pytest.FixtureRequest) -> str:
    """Each of the two in turn."""
    name: str = request.getfixturevalue("local_store" if request.param == "folder" else "bucket_store")
    return name


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
