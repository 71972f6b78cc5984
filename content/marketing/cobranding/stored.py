"""Where the files of this room lie in the store."""

from __future__ import annotations


def stored_name(digest: str) -> str:
    """The name of the file with this SHA-256 (hex)."""
    return f"cobranding/{digest[:2]}/{digest}"
