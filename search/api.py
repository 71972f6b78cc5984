"""The door of search."""

from search.answers import Answer, FacetValue, Query, find, find_within, suggest
from search.audit import Audit, audit, repair
from search.cards import AnswerHit, AnswerPage
from search.engine import current_engine, writable_engine
from search.engines.base import SearchUnavailable

__all__ = [
    "Answer",
    "AnswerHit",
    "AnswerPage",
    "Audit",
    "FacetValue",
    "Query",
    "SearchUnavailable",
    "audit",
    "current_engine",
    "find",
    "find_within",
    "repair",
    "suggest",
    "writable_engine",
]
