"""Fixtures of this folder."""

from __future__ import annotations

import pytest

from content.reader import images
from tests.content.delivery.stores import _empty_cache, bucket_store, local_store, store
from tests.content.reader.builders import Drawn, drawing

__all__ = ["_empty_cache", "bucket_store", "local_store", "store"]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, local_store: str) -> Drawn:
    """What the stand-in for the sandbox drew, as (file, page, width)."""
    pages: Drawn = []
    monkeypatch.setattr(images, "render", drawing(pages))
    return pages
