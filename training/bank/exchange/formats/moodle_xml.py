"""Moodle XML: the questions of a Moodle question bank.

Source: "Moodle XML format" of the Moodle documentation, and the question types' own `export_to_xml`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.bank.exchange.formats import moodle_kinds
from training.bank.exchange.formats.gift import path_of
from training.bank.exchange.formats.trees import local, tree_of
from training.bank.exchange.formats.wording import Pictures, html_of, localised, note, split_beside, unpacked
from training.bank.exchange.making import made
from training.bank.exchange.shares import decimal, plain
from training.bank.exchange.values import MOST_QUESTIONS, Contents, FileRefused, Found, ItemRefused, Reading

_FORMS = {"html": "html", "plain_text": "plain", "plain": "plain", "markdown": "markdown"}
PLUGIN_FILE = "@@PLUGINFILE@@/"
USUAL_PENALTIES = {"0", "0.3333333", "1"}
"""What Moodle writes when nobody chose a penalty."""


def read(data: bytes, reading: Reading) -> Contents:
    """The questions of a Moodle XML file. Raises FileRefused."""
    root = tree_of(data)
    if local(root) != "quiz":
        raise FileRefused(_("This is no Moodle XML: it has no <quiz>."))
    pictures = Pictures(reading)
    found: list[Found] = []
    categories: tuple[str, ...] = ()
    questions = [one for one in root if local(one) == "question"]
    if sum(one.get("type") != "category" for one in questions) > MOST_QUESTIONS:
        raise FileRefused(_("The file has more than %(count)s questions.") % {"count": MOST_QUESTIONS})
    for element in questions:
        if element.get("type") == "category":
            categories = path_of(text_of(element.find("category")))
        else:
            found.append(_found(element, len(found) + 1, categories, reading, pictures))
    if not found:
        raise FileRefused(_("The file holds no questions."))
    return Contents(tuple(found), pictures.kept)


def text_of(element: Element | None) -> str:
    """The words in <text>, or in the element itself."""
    if element is None:
        return ""
    inner = element.find("text")
    return "".join((element if inner is None else inner).itertext()).strip()


class Source:
    """One <question>: its texts in the language of the import, and what is lost."""

    def __init__(self, element: Element, reading: Reading, pictures: Pictures) -> None:
        self.element, self.language = element, reading.language
        self.kind = element.get("type", "")
        self.lost: list[str] = []
        self._pictures = pictures

    def word(self, name: str, default: str = "") -> str:
        """The value of a simple element."""
        return text_of(self.element.find(name)) or default

    def flag(self, name: str, *, default: bool) -> bool:
        """The value of a simple element that is a yes or no."""
        word = self.word(name).lower()
        return default if not word else word in ("1", "true", "yes")

    def html(self, element: Element | None) -> str:
        """A text as HTML, its pictures taken into the bank."""
        if element is None:
            return ""
        form = _FORMS.get(element.get("format", ""), "moodle")
        html = html_of(text_of(element), form)
        return self._pictures.placed(html, _finder(element), self.lost)

    def text(self, element: Element | None) -> dict[str, str]:
        """Likewise, in the language of the import."""
        return localised(self.language, self.html(element))

    def feedback(self, element: Element) -> dict[str, str]:
        """The feedback of an answer."""
        return self.text(element.find("feedback"))

    def lose(self, sentence: str, *, when: object = True) -> None:
        """Say that something is not kept."""
        if when:
            note(self.lost, sentence)


def _finder(element: Element) -> Callable[[str], bytes | None]:
    files = {one.get("name", ""): one for one in element.findall("file") if one.get("encoding") == "base64"}

    def find(address: str) -> bytes | None:
        name = unquote(address.removeprefix(PLUGIN_FILE).partition("?")[0])
        file = files.get(name) if address.startswith(PLUGIN_FILE) else None
        return None if file is None else unpacked("".join(file.itertext()))

    return find


def _found(element: Element, number: int, categories: tuple[str, ...], reading: Reading, pictures: Pictures) -> Found:
    source = Source(element, reading, pictures)
    tags = tuple(text_of(tag) for tag in element.findall("tags/tag"))
    facts: dict[str, Any] = {
        "where": _("question %(number)s") % {"number": number},
        "name": source.word("name"),
        "identifier": source.word("idnumber"),
        "categories": categories,
        "tags": tuple(tag for tag in tags if tag) or None,
    }
    if source.kind == "description":
        return Found(**facts, refusal=_("A description, not a question."), skipped=True)
    try:
        reader = moodle_kinds.READERS.get(source.kind)
        if reader is None:
            raise ItemRefused(
                moodle_kinds.REASONS.get(source.kind)
                or _("Questions of the kind “%(kind)s” are not known.") % {"kind": source.kind[:40]}
            )
        body = _whole(source, reader(source))
        return Found(**facts, asked=made(body), lost=tuple(source.lost))
    except ItemRefused as refusal:
        return Found(**facts, refusal=refusal.reason, lost=tuple(source.lost))


def _whole(source: Source, parts: dict[str, Any]) -> dict[str, Any]:
    """The question's parts with what every kind has."""
    body = {"stem": source.text(source.element.find("questiontext"))} | parts
    stem, beside = split_beside(body["stem"].get(source.language, ""))
    body["stem"] = localised(source.language, stem)
    body["media"] = [{"sha256": digest, "alt": localised(source.language, alt)} for digest, alt in beside]
    body["explanation"] = source.text(source.element.find("generalfeedback"))
    hints = [source.text(hint) for hint in source.element.findall("hint")]
    body["hints"] = [hint for hint in hints if hint]
    _note_marks(source)
    return body


def _note_marks(source: Source) -> None:
    for name, usual, sentence in (
        ("penalty", USUAL_PENALTIES, _("The penalty of %(value)s is not kept: an assessment says what a hint costs.")),
        ("defaultgrade", {"1"}, _("The mark of %(value)s is not kept: an assessment says what a question is worth.")),
    ):
        word = source.word(name)
        try:
            value = plain(decimal(word)) if word else ""
        except ItemRefused:
            continue
        source.lose(sentence % {"value": value}, when=value and value not in usual)
    said = any(source.word(name) for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"))
    source.lose(_("Feedback to right, partly right and wrong answers as a whole is not kept."), when=said)
