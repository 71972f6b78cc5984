"""Snippets as safe HTML."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.engines.base import HIGHLIGHT_CLOSE, HIGHLIGHT_OPEN


def as_html(snippet: str) -> SafeString:
    """The text of a snippet escaped, matches in <mark>. Markers that do not pair are dropped."""
    parts = escape(snippet).split(HIGHLIGHT_OPEN)
    html = [parts[0].replace(HIGHLIGHT_CLOSE, "")]
    for part in parts[1:]:
        marked, closed, rest = part.partition(HIGHLIGHT_CLOSE)
        html.append(f"<mark>{marked}</mark>{rest.replace(HIGHLIGHT_CLOSE, '')}" if closed else marked)
    return mark_safe("".join(html))  # noqa: S308  (escaped above; only our own <mark> was added)
