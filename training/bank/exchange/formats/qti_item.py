"""One item of QTI, in the spelling of 2.x, as a question of the bank."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from posixpath import join, normpath
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from portal.core.pictures import PictureRefused
from training.bank.exchange.formats import qti_kinds
from training.bank.exchange.formats.qti_processing import Processing
from training.bank.exchange.formats.qti_tree import inner_html
from training.bank.exchange.formats.wording import Pictures, localised, note, split_beside
from training.bank.exchange.making import made
from training.bank.exchange.values import Found, ItemRefused
from training.bank.markup import plain_text

_ASIDE = {"rubricBlock", "feedbackBlock", "feedbackInline", "stylesheet", "catalogInfo", "companionMaterialsInfo"}
_THROUGH = {"contentBody", "templateBlock", "templateInline", "infoControl", "prompt", "material"}
Find = Callable[[str], "bytes | None"]


class Item:
    """What the readers of interactions work with."""

    def __init__(self, element: Element, *, language: str, find: Find, folder: str, pictures: Pictures) -> None:
        self.element = element
        said = element.get("lang", "").lower()
        self.language = said if said.split("-")[0] in ("zh",) else language
        self.processing = Processing(element)
        self.lost: list[str] = []
        self._find, self._folder, self._pictures = find, folder, pictures
        self.spots: dict[int, str] = {}
        """What stands in the text in place of an interaction, by the interaction's own identity."""
        self.feedback: dict[str, str] = {}
        for one in element.iter("modalFeedback"):
            self.feedback.setdefault(one.get("identifier", ""), self.html(one))

    def html(self, element: Element) -> str:
        """What is in an element as HTML, its pictures taken into the bank."""
        return self._pictures.placed(inner_html(element, self._replaced).strip(), self.bytes_of, self.lost)

    def text(self, element: Element) -> dict[str, str]:
        return localised(self.language, self.html(element))

    def said(self, html: str) -> dict[str, str]:
        return localised(self.language, html)

    def told(self, shown: frozenset[str]) -> str:
        """The feedback that is shown, as one text."""
        texts = [text for name, text in self.feedback.items() if name in shown and text]
        return texts[0] if len(texts) == 1 else "".join(f"<p>{text}</p>" for text in texts)

    def lose(self, sentence: str, *, when: object = True) -> None:
        if when:
            note(self.lost, sentence)

    def bytes_of(self, address: str) -> bytes | None:
        """The bytes of a file of the package, as an address in the item names it."""
        name = normpath(join(self._folder, unquote(address.partition("?")[0])))
        return None if name.startswith(("..", "/")) else self._find(name)

    def picture(self, element: Element) -> dict[str, Any]:
        """The picture of an <object> or <img>. Raises ItemRefused when there is none that can be shown."""
        address = element.get("data") or element.get("src") or ""
        data = self.bytes_of(address)
        if data is None:
            raise ItemRefused(_("The picture “%(name)s” is not in the file.") % {"name": address[:80]})
        try:
            digest = self._pictures.keep(data)
        except PictureRefused as refusal:
            raise ItemRefused(refusal.reason) from refusal
        return {
            "sha256": digest,
            "alt": localised(self.language, element.get("alt", "") or (element.text or "").strip()),
        }

    def _replaced(self, element: Element) -> str | None:
        name = element.tag
        if id(element) in self.spots:
            return self.spots[id(element)]
        if name in _ASIDE or name.endswith("Interaction"):
            return ""
        if name in _THROUGH:
            return inner_html(element, self._replaced)
        if name == "printedVariable":
            raise ItemRefused(_("The item draws values at random, which is not known here."))
        if name == "object" and (element.get("type", "").startswith("image/") or not element.get("type")):
            alt = escape(" ".join("".join(element.itertext()).split()))
            return f'<img src="{escape(element.get("data", ""))}" alt="{alt}">'
        if name in ("object", "audio", "video", "picture"):
            self.lose(_("Sound, film and other embedded things are not kept."))
            return ""
        if name == "math":
            self.lose(_("Formulas are kept as plain text."))
            return escape(" ".join("".join(element.itertext()).split()), quote=False)
        return None


def found_in(
    element: Element,
    *,
    where: str,
    language: str,
    find: Find,
    folder: str,
    pictures: Pictures,
    facts: dict[str, Any] | None = None,
) -> Found:
    """The question of one <assessmentItem>."""
    told: dict[str, Any] = {
        "where": where,
        "name": " ".join(element.get("title", "").split()) or element.get("identifier", ""),
        "identifier": element.get("identifier", ""),
        **(facts or {}),
    }
    lost: list[str] = []
    try:
        if element.find("templateDeclaration") is not None:
            raise ItemRefused(_("The item draws values at random, which is not known here."))
        item = Item(element, language=language, find=find, folder=folder, pictures=pictures)
        lost = item.lost
        body = element.find("itemBody")
        interactions = [] if body is None else [one for one in body.iter() if one.tag.endswith("Interaction")]
        if body is None or not interactions:
            return Found(**told, refusal=_("The item asks nothing."), skipped=True)
        parts = qti_kinds.read(item, body, interactions)
        return Found(**told, asked=made(_whole(item, body, parts)), lost=tuple(lost))
    except ItemRefused as refusal:
        return Found(**told, refusal=refusal.reason, lost=tuple(lost))


def _whole(item: Item, body: Element, parts: dict[str, Any]) -> dict[str, Any]:
    stem, beside = split_beside(_stem(item, body))
    prompt = parts.pop("prompt", "")
    if prompt:
        stem = f"{stem}<p>{prompt}</p>" if stem else prompt
    media = [{"sha256": digest, "alt": item.said(alt)} for digest, alt in beside]
    rubric = [block for block in body.iter("rubricBlock") if parts["kind"] != "essay"]
    item.lose(_("Remarks to whoever sets or scores the item are not kept."), when=rubric)
    return {"explanation": {}} | parts | {"stem": item.said(stem), "media": media}


def _stem(item: Item, body: Element) -> str:
    """The text of the item. A block around all of it is none of the text."""
    pieces: list[tuple[Element, str]] = []
    for child in body:
        shell = Element("div")
        shell.append(child)
        html = item.html(shell)
        child_html = html if plain_text(html) or "<img" in html else ""
        if child_html:
            pieces.append((child, child_html))
    loose = (body.text or "").strip() or any((child.tail or "").strip() for child in body)
    if loose:
        return item.html(body)
    if len(pieces) == 1 and pieces[0][0].tag == "div" and id(pieces[0][0]) not in item.spots:
        return item.html(pieces[0][0])
    return "".join(html for _child, html in pieces)
