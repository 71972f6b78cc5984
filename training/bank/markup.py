"""Texts of questions: restricted HTML, cleaned before they are kept.

What comes in (an author's editor, an import file) is hostile. What is left can carry no script, no style, no address
of another site inside a picture: pictures are `media:<sha256>`, kept by the bank itself, and become addresses only when
a page is made (`with_addresses`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import nh3

from training.bank.shapes import AnyQuestion, body_of, question_from

MEDIA = "media:"
_TAGS = {
    *("a", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "h3", "h4", "hr", "i", "img"),
    *("kbd", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot"),
    *("th", "thead", "tr", "u", "ul", "var"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_MEDIA_NAME = re.compile(rf"{MEDIA}[0-9a-f]{{64}}")
_RICH = {"stem", "explanation", "text", "prompt", "feedback", "feedback_true", "feedback_false", "model_answer"}
_PLAIN = {"alt", "label"}
_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"(?i)<(?:br\s*/?|/(?:p|div|li|tr|h[1-6]|pre|blockquote))>")


def clean_html(text: str) -> str:
    """The text with what may stay in it. Idempotent."""
    return nh3.clean(
        text,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "media"},
        link_rel="noopener noreferrer",
    ).strip()


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("img", "src"):
        return value if _MEDIA_NAME.fullmatch(value) else None
    if (tag, name) == ("a", "href") and value.startswith(MEDIA):
        return None
    return value


def plain_text(html: str) -> str:
    """The words of a text without its markup, for lists, files of other formats and search."""
    return re.sub(r"[^\S\n]+", " ", unescape(_TAG.sub("", _BLOCK_END.sub("\n", html)))).strip()


def cleaned(question: AnyQuestion) -> AnyQuestion:
    """The question with every text cleaned. Raises ValueError when nothing of the stem is left."""
    return question_from(_each_text(body_of(question), clean_html, lambda text: plain_text(clean_html(text))))


def media_of(question: AnyQuestion) -> frozenset[str]:
    """The SHA-256 of every picture that the question shows."""
    found = {picture.sha256 for picture in question.media}
    if question.kind == "hotspot":
        found.add(question.picture.sha256)

    def look(text: str) -> str:
        found.update(name.removeprefix(MEDIA) for name in _MEDIA_NAME.findall(text))
        return text

    _each_text(body_of(question), look, look)
    return frozenset(found)


def with_addresses(html: str, address: Callable[[str], str]) -> str:
    """The text for a page: `address` gives each picture's address by its SHA-256."""
    return _MEDIA_NAME.sub(lambda match: address(match[0].removeprefix(MEDIA)), html)


def _each_text(node: Any, rich: Callable[[str], str], plain: Callable[[str], str]) -> Any:
    if isinstance(node, list):
        return [_each_text(one, rich, plain) for one in node]
    if not isinstance(node, dict):
        return node
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key in _RICH and isinstance(value, dict):
            made[key] = {language: rich(text) for language, text in value.items()}
        elif key in _PLAIN and isinstance(value, dict):
            made[key] = {language: plain(text) for language, text in value.items()}
        elif key == "hints":
            made[key] = [{language: rich(text) for language, text in hint.items()} for hint in value]
        else:
            made[key] = _each_text(value, rich, plain)
    return made
