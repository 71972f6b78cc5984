"""The standing words of the manuals in English and Chinese; sentences with a `{name}` in them are filled in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

Both = tuple[str, str]


class UnknownTermError(Exception):
    """A standing text has no Chinese form in `terms.txt`."""


@cache
def _chinese() -> dict[str, str]:
    text = (Path(__file__).parent / "terms.txt").read_text(encoding="utf-8")
    pairs = (line.split(" | ") for line in text.splitlines() if line.strip())
    return {english.strip(): chinese.strip() for english, chinese in pairs}


class Terms:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.chinese = language == "zh-hans"

    def __call__(self, text: str, **values: object) -> str:
        """`text` in the manual's language. Raises UnknownTermError if it has no Chinese form."""
        if self.chinese:
            try:
                text = _chinese()[text]
            except KeyError as error:
                raise UnknownTermError(text) from error
        return text.format(**values) if values else text

    def of(self, pair: Both) -> str:
        """The manual's language of a pair of the knowledge files."""
        return pair[1] if self.chinese else pair[0]

    def title(self, pair: Both) -> str:
        """The same as the beginning of a heading or a table cell."""
        text = self.of(pair)
        return text[:1].upper() + text[1:]

    def edition(self, label: str) -> str:
        """The edition as printed: "Edition 2"."""
        return f"第 {label.removeprefix('Edition ')} 版" if self.chinese else label

    def signal(self, level: str) -> str:
        """The signal word of a safety message."""
        return self({"danger": "DANGER", "warning": "WARNING", "caution": "CAUTION", "note": "NOTE"}[level])
