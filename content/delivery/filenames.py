"""What a downloaded file is called on the person's own disk. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST_BYTES = 200
"""Of the name without its extension, in UTF-8: file systems stop at 255, and a browser may add " (1)"."""
_UNSAFE = re.compile(r'[\\/:*?"<>|%;\s]+')
_DEVICE_NAMES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


def download_name(*, parts: tuple[str, ...], extension: str) -> str:
    """A file name of `parts` ("WM-100", "3rd edition") in any script, safe in a header and on every file system.

    Control and bidirectional characters (a name must not display as another type), separators and what Windows
    refuses are replaced; dots at the ends go. Never empty.
    """
    cleaned = (_clean(part) for part in parts)
    stem = _fit("_".join(part for part in cleaned if part)).strip(". _-")
    if not stem or stem.upper().split(".")[0] in _DEVICE_NAMES:
        stem = f"file-{stem}".rstrip("-")
    return f"{stem}.{extension}"


def _clean(part: str) -> str:
    plain = unicodedata.normalize("NFC", part)
    visible = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in plain)
    return _UNSAFE.sub("-", visible.strip()).strip(". _-")


def _fit(stem: str) -> str:
    return stem.encode()[:LONGEST_BYTES].decode(errors="ignore")
