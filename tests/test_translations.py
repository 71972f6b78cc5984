"""Every string of the portal has its Chinese: nothing is missing, nothing lost a placeholder."""

from __future__ import annotations

import json
import re
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
SCRIPT_CATALOGS = sorted((ROOT / "locale").glob("*/LC_MESSAGES/djangojs.po"))
ROOMS = ("portal", "content", "training", "search")
SCRIPTS = ROOT / "static" / "js"
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[sd]|%[sd]|\{\w*\}")
IN_SCRIPT = re.compile(r"""(?<![\w.])(n?gettext)\(\s*"((?:[^"\\]|\\.)+)"(?:\s*,\s*"((?:[^"\\]|\\.)+)")?""")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
"""The functions that mark a text, and which of their arguments are its forms and its context ("c")."""


def strings_in_source() -> set[tuple[str | None, str]]:
    """(context, text) of everything that templates and code mark for translation, plural forms each by itself."""
    found: set[tuple[str | None, str]] = set()
    for path in chain.from_iterable((ROOT / room).rglob("*") for room in ROOMS):
        if path.suffix not in (".html", ".txt", ".py"):
            continue
        # What stands for a template is no indented Python: in brackets that does not matter.
        code = path.read_text() if path.suffix == ".py" else f"({templatize(path.read_text())})"
        for _, texts, _, context in extract("python", BytesIO(code.encode()), keywords=KEYWORDS):
            forms = texts if isinstance(texts, tuple) else (texts,)
            found |= {(context, form) for form in forms if form and form != context}
    return found


def strings_in_scripts() -> set[str]:
    """The strings that scripts give to gettext and ngettext, both forms."""
    calls = [call for path in SCRIPTS.rglob("*.js") for call in IN_SCRIPT.findall(path.read_text())]
    return {json.loads(f'"{text}"') for _, *forms in calls for text in forms if text}


def catalog_at(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def strings_in_catalog(path: Path) -> set[tuple[str | None, str]]:
    """(context, text), plural forms each by itself."""
    return {
        (message.context, form)
        for message in catalog_at(path)
        for form in (message.id if isinstance(message.id, tuple) else (message.id,))
    }


def placeholders(text: str) -> set[str]:
    """What is filled in. A doubled percent sign is a sign, and no placeholder begins with its second half."""
    return set(PLACEHOLDER.findall(text)) - {"%%"}


def test_a_language_has_a_catalog_for_pages_and_one_for_scripts() -> None:
    assert CATALOGS
    assert [path.parent for path in SCRIPT_CATALOGS] == [path.parent for path in CATALOGS]


@pytest.mark.parametrize("path", CATALOGS + SCRIPT_CATALOGS, ids=lambda path: f"{path.parts[-3]} {path.stem}")
def test_a_catalog_is_complete_and_keeps_placeholders(path: Path) -> None:
    for message in catalog_at(path):
        if not message.id:
            continue
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), f"{source!r} has no translation"
        assert not message.fuzzy, source
        for text in texts:
            assert placeholders(text) == placeholders(source), source


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_every_string_of_the_source_is_in_the_catalog(path: Path) -> None:
    assert not strings_in_source() - strings_in_catalog(path)


@pytest.mark.parametrize("path", SCRIPT_CATALOGS, ids=lambda path: path.parts[-3])
def test_every_string_of_the_scripts_is_in_the_catalog(path: Path) -> None:
    asked = strings_in_scripts()
    assert asked
    assert not {(None, text) for text in asked} - strings_in_catalog(path)


def test_every_call_of_a_script_gives_a_text_that_can_be_collected() -> None:
    """A text in backticks or in a variable is never found by makemessages."""
    called = re.compile(r"(?<![\w.])n?gettext\((?!\s*\")")
    assert not [path.name for path in SCRIPTS.rglob("*.js") if called.search(path.read_text())]


@pytest.mark.django_db
@pytest.mark.parametrize("path", SCRIPT_CATALOGS, ids=lambda path: path.parts[-3])
def test_the_portal_serves_scripts_their_texts(path: Path, client, settings) -> None:
    code = path.parts[-3].replace("_", "-").lower()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    served = client.get("/jsi18n/").content.decode()
    message = next(one for one in catalog_at(path) if isinstance(one.id, str) and one.id and one.id != one.string)
    assert json.dumps(message.string) in served
