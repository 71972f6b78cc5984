"""What the folders say in which files lie: the collection is their path, and names of the vocabulary are keywords."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from content.marketing.assets.models import Keyword

LONGEST = 120
IGNORED = frozenset({"Thumbs.db", "desktop.ini", ".DS_Store"})


def folders_of(path: str) -> tuple[str, ...]:
    """The names of the folders in a path of either kind, cleaned, the file's own left out."""
    parts = PurePosixPath(path.replace("\\", "/")).parts[:-1]
    return tuple(name for part in parts if (name := _clean(part)) not in ("", "/", ".", ".."))


def collection_of(folders: Iterable[str]) -> str:
    """The path as it is shown, its end if it is long."""
    return " / ".join(folders)[-LONGEST:]


def is_of_the_system(path: str) -> bool:
    """Whether it is a file that systems leave in folders, which nobody means to hand in."""
    name = PurePosixPath(path.replace("\\", "/")).name
    return name in IGNORED or name.startswith(("._", "~$", "."))


class Vocabulary:
    """The keywords by what people call them. Read once for many files."""

    def __init__(self) -> None:
        self._by_name: dict[str, Keyword] = {}
        for keyword in Keyword.objects.all():
            for name in (keyword.code, keyword.name, keyword.name_zh):
                if name:
                    self._by_name.setdefault(_folded(name), keyword)

    def named(self, names: Iterable[str]) -> list[Keyword]:
        """Those that are in the vocabulary, each once."""
        found = (self._by_name.get(_folded(name)) for name in names)
        return list(dict.fromkeys(keyword for keyword in found if keyword is not None))

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Names that are not in it."""
        return [name for name in names if _folded(name) not in self._by_name]


def _clean(part: str) -> str:
    shown = "".join(char for char in part if unicodedata.category(char)[0] != "C")
    return unicodedata.normalize("NFC", shown).strip()


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("-", " ").replace("_", " ").split())
