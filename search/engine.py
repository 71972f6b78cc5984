"""The engine that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings

from search.engines.base import SchemaMismatch, SearchEngine
from search.engines.registry import engine_for
from search.lifecycle import ensure_index

Answered = TypeVar("Answered")


def current_engine() -> SearchEngine:
    """The engine of SEARCH_URL. One per process; nothing is contacted yet."""
    return engine_for(settings.SEARCH_URL, prefix=settings.SEARCH_INDEX_PREFIX, timeout=settings.SEARCH_TIMEOUT_SECONDS)


def writable_engine() -> SearchEngine:
    """The engine with a live index, made on first use."""
    engine = current_engine()
    ensure_index(engine=engine)
    return engine


def asked(question: Callable[[SearchEngine], Answered]) -> Answered:
    """Ask the engine; where nothing was ever indexed, make an empty index first and ask again.

    Raises SearchUnavailable, and SchemaMismatch when an index of another schema is live and must be rebuilt.
    """
    engine = current_engine()
    try:
        return question(engine)
    except SchemaMismatch:
        if not ensure_index(engine=engine):
            raise
        return question(engine)
