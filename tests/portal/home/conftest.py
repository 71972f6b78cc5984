"""Fixtures of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """A request leaves its person's language active in the thread."""
    yield
    translation.activate("en")
