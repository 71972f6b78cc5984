"""Every string of the portal has its Chinese: nothing is missing, nothing lost a placeholder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
ROOMS = ("portal", "content", "training", "search")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
IN_TEMPLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
IN_CODE = re.compile(r"""(?<![\w.])(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)+)"\s*\)""")


def strings_in_source() -> set[str]:
    """The plain strings that templates and code mark for translation (joined literals and plurals are left out)."""
    found: set[str] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".html", ".txt"):
                found |= {one or other for one, other in IN_TEMPLATE.findall(path.read_text())}
            elif path.suffix == ".py":
                found |= {text.encode().decode("unicode_escape").encode("latin-1", "ignore").decode("utf-8", "ignore")
                          if "\\" in text else text for text in IN_CODE.findall(path.read_text())}  # fmt: skip
    return found


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_a_catalog_is_complete_and_keeps_placeholders(path: Path) -> None:
    catalog = read_po(path.open("rb"), locale=path.parts[-3])
    for message in catalog:
        if not message.id:
            continue
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), f"{source!r} has no translation"
        assert not message.fuzzy, source
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(source)), source


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_every_string_of_the_source_is_in_the_catalog(path: Path) -> None:
    catalog = read_po(path.open("rb"), locale=path.parts[-3])
    known = {one for message in catalog for one in (message.id if isinstance(message.id, tuple) else (message.id,))}
    # A percent sign is doubled in the catalog of templates.
    missing = {text for text in strings_in_source() if text not in known and text.replace("%", "%%") not in known}
    assert not missing
