"""The tests of training keep files in a folder. That a bucket serves as well is proved where files are taken in and
sent (`tests/content/delivery`, `tests/portal/core`): training goes through the same doors."""

from __future__ import annotations

import pytest

from tests.content.delivery.stores import local_store

__all__ = ["local_store"]


@pytest.fixture(autouse=True)
def _files_in_a_folder(local_store: str) -> None:
    """Every test of this folder has a store of its own."""
