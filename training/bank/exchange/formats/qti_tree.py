"""QTI trees in one spelling, whatever their version, and the HTML in them.

QTI 2.x writes `choiceInteraction responseIdentifier`, QTI 3.0 `qti-choice-interaction response-identifier`; both become
the former, without namespaces, so that one reader serves both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from defusedxml.ElementTree import fromstring

from training.bank.exchange.formats.trees import local

_VOID = {"br", "hr", "img", "col", "wbr"}
_WRAP = re.compile(r"\s*\n\s*")
_LETTERS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
Replace = Callable[[Element], "str | None"]


def normal(element: Element) -> Element:
    """A copy of the tree in the spelling of QTI 2.x."""
    name = local(element)
    three = name.startswith("qti-")
    made = Element(_camel(name.removeprefix("qti-")) if three else name)
    for key, value in element.attrib.items():
        bare = key.rpartition("}")[2]
        made.set(_camel(bare) if three and not bare.startswith("data-") else bare, value)
    made.text, made.tail = element.text, element.tail
    made.extend(normal(child) for child in element if isinstance(child.tag, str))
    return made


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)


def three(element: Element, names: frozenset[str]) -> Element:
    """A copy of the tree in the spelling of QTI 3.0; `names` are the elements that are QTI's and not HTML's."""
    ours = element.tag in names
    made = Element(f"qti-{_dashed(element.tag)}" if ours else element.tag)
    for key, value in element.attrib.items():
        made.set(_dashed(key) if ours and ":" not in key else key, value)
    made.text, made.tail = element.text, element.tail
    made.extend(three(child, names) for child in element)
    return made


def _dashed(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: f"-{found[1].lower()}", name)


def inner_html(element: Element, replace: Replace) -> str:
    """What is in the element as HTML. `replace` gives the HTML of an element that is none of HTML's; None: as it is."""
    pieces = [_words(element.text)]
    for child in element:
        made = replace(child)
        pieces.append(_outer(child, replace) if made is None else made)
        pieces.append(_words(child.tail))
    return "".join(pieces)


def _words(text: str | None) -> str:
    """Text between tags; a line that was broken by whoever laid the file out is one line."""
    return escape(_WRAP.sub(" ", text or ""), quote=False)


def _outer(element: Element, replace: Replace) -> str:
    name = element.tag
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in element.attrib.items() if ":" not in key)
    if name in _VOID:
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{inner_html(element, replace)}</{name}>"


class _Closing(HTMLParser):
    """HTML as the bank keeps it (clean and balanced) as XML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = "".join(f' {key}="{escape(value or "")}"' for key, value in attrs)
        self.made.append(f"<{tag}{said}{'/' if tag in _VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.made.append(escape(data, quote=False))


def put_html(parent: Element, html: str) -> None:
    """Put a text of the bank behind what the element holds already."""
    parser = _Closing()
    parser.feed(html)
    parser.close()
    made = fromstring(f"<x>{''.join(parser.made).translate(_LETTERS)}</x>")
    put_text(parent, made.text or "")
    parent.extend(made)


def put_text(parent: Element, text: str) -> None:
    """Put plain text behind what the element holds already."""
    text = text.translate(_LETTERS)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A new element in the parent."""
    made = SubElement(parent, name, {key: value.translate(_LETTERS) for key, value in attributes.items()})
    if text:
        made.text = text.translate(_LETTERS)
    return made


def values_of(element: Element | None) -> list[str]:
    """The words of every <value> below."""
    return [] if element is None else [" ".join("".join(one.itertext()).split()) for one in element.iter("value")]


def ident(name: str, taken: set[str]) -> str:
    """An identifier of QTI as an id of the bank, not one of `taken`, to which it is added."""
    bare = re.sub(r"[^A-Za-z0-9_-]", "_", name.removeprefix("id_"))[:36] or "x"
    made, count = bare, 1
    while made in taken:
        count += 1
        made = f"{bare}-{count}"
    taken.add(made)
    return made
