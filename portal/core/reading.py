"""Texts that are kept in one language and, beside it, in Chinese."""

from __future__ import annotations

from django.utils.translation import get_language


def read_as(text: str, chinese: str, *, language: str | None = None) -> str:
    """The Chinese text where there is one and the reader reads Chinese, else the other. `language` is the reader's;
    that of the request if none is given."""
    reads_chinese = (language or get_language() or "").startswith("zh")
    return chinese if reads_chinese and chinese else text
