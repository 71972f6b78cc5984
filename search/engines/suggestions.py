"""Which completions to offer, out of values that occur in admitted passages. Pure; both engines use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.engines.analysis import fold

ORDER = ("numbers", "identifiers", "titles", "headings")
"""Someone who types digits wants a number; where words match, titles come before headings."""


def chosen_completions(found: Mapping[str, Sequence[str]], *, prefix: str, limit: int) -> tuple[str, ...]:
    """At most `limit` values of `found` (kind of completion -> values, best first), without repetition.

    A passage may have several headings, so those which do not hold the words of `prefix` are left out.
    """
    chosen: dict[str, str] = {}
    for kind in ORDER:
        for value in found.get(kind, ()):
            if kind == "headings" and not _holds(value, prefix):
                continue
            chosen.setdefault(fold(value), value)
    return tuple(chosen.values())[:limit]


def _holds(value: str, prefix: str) -> bool:
    text, wanted = f" {fold(value)}", " ".join(prefix.split())
    return f" {wanted}" in text or (not wanted.isascii() and wanted in text)
