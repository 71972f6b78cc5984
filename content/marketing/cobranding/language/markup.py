"""The HTML of a template: parsed by the parser that WeasyPrint uses, and held against a list of what is allowed.

It is looked at twice. A reader that knows lines tells the author what is wrong and where; then the tree, as WeasyPrint
would see it, is held against the same list, so that nothing depends on both parsers understanding a text alike. What is
printed is made from that tree and never from the author's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from io import StringIO
from xml.etree.ElementTree import Element

import tinyhtml5
from django.utils.translation import gettext as _

from content.marketing.cobranding.language.faults import Fault, Part, shown
from content.marketing.cobranding.language.style import check_declarations

LARGEST_HTML = 200_000
MOST_ELEMENTS = 3_000
DEEPEST = 40
WIDEST_SPAN = 60
FIELD = "field"
VOID = frozenset({"br", "hr", "img", "col"})
_OF_TEXT = """
    div section header footer main article aside p h1 h2 h3 h4 h5 h6 span strong b em i small sub sup ul ol li
    dl dt dd table caption thead tbody tfoot tr th td colgroup figure figcaption blockquote
"""
STRUCTURE = frozenset({"html", "head", "body", "title"})
ELEMENTS = STRUCTURE | VOID | frozenset(_OF_TEXT.split()) | {FIELD}
EVERYWHERE = frozenset({"class", "id", "lang", "dir", "style"})
ATTRIBUTES = {
    "img": frozenset({"src", "alt"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "scope", "headers"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "ol": frozenset({"start", "type"}),
    FIELD: frozenset({"name"}),
}
_SPANS = frozenset({"colspan", "rowspan", "span"})
_SMALL = re.compile(r"[0-9]{1,3}")
# Closed by the parser itself where an author leaves it open (HTML, 13.1.2.4).
_MAY_STAY_OPEN = frozenset({"html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"})


def parse_markup(html: str) -> Element:
    """The tree of a template's text, without comments. The root is an `html` element with `head` and `body`."""
    root: Element = tinyhtml5.parse(StringIO(html), namespace_html_elements=False)
    for parent in root.iter():
        _drop_comments(parent)
    return root


def _drop_comments(parent: Element) -> None:
    before: Element | None = None
    for child in list(parent):
        if isinstance(child.tag, str):
            before = child
            continue
        tail = child.tail or ""
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
        parent.remove(child)


def check_markup(html: str, *, files: Mapping[str, object], fields: frozenset[str]) -> list[Fault]:
    """What is wrong with the HTML of a template that has these files and fields."""
    if len(html) > LARGEST_HTML:
        return [Fault(Part.HTML, _("The HTML is longer than %(most)s characters.") % {"most": LARGEST_HTML})]
    reader = _LineReader(files, fields)
    reader.feed(html)
    reader.close()
    faults = reader.faults or list(_in_tree(parse_markup(html), files, fields))
    if not faults:
        faults += [
            Fault(Part.HTML, _('The field “%(name)s” has no place: add <field name="%(name)s">.') % {"name": name})
            for name in sorted(fields - reader.placed)
        ]
    return faults


class _LineReader(HTMLParser):
    """Goes through the text and notes what is wrong, with lines."""

    def __init__(self, files: Mapping[str, object], fields: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.files, self.fields = files, fields
        self.faults: list[Fault] = []
        self.placed: set[str] = set()
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        given = {name: value or "" for name, value in attrs}
        self.faults += [
            Fault(Part.HTML, reason, line) for reason in tag_reasons(tag, given, files=self.files, fields=self.fields)
        ]
        if tag == FIELD:
            self.placed.add(given.get("name", ""))
        if tag not in VOID:
            self._open.append((tag, line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in VOID:
            return
        self._open.pop()
        self._say(_("Write <%(tag)s></%(tag)s>: HTML does not close an element by a slash.") % {"tag": shown(tag)})

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self._open and self._open[-1][0] != tag and self._open[-1][0] in _MAY_STAY_OPEN:
            self._open.pop()
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        elif any(name == tag for name, _line in self._open):
            left, line = self._open[-1]
            sentence = _("<%(left)s> of line %(line)s is still open where <%(tag)s> is closed.")
            self._say(sentence % {"left": shown(left), "line": line, "tag": shown(tag)})
            while self._open and self._open.pop()[0] != tag:
                pass
        else:
            self._say(_("</%(tag)s> closes nothing.") % {"tag": shown(tag)})

    def handle_pi(self, data: str) -> None:
        self._say(_("Processing instructions (<?…>) are not allowed."))

    def unknown_decl(self, data: str) -> None:
        self._say(_("Declarations (<![…) are not allowed."))

    def close(self) -> None:
        super().close()
        for tag, line in self._open:
            if tag not in _MAY_STAY_OPEN:
                self.faults.append(Fault(Part.HTML, _("<%(tag)s> is never closed.") % {"tag": shown(tag)}, line))

    def _say(self, reason: str) -> None:
        self.faults.append(Fault(Part.HTML, reason, self.getpos()[0]))


def _in_tree(root: Element, files: Mapping[str, object], fields: frozenset[str]) -> Iterator[Fault]:
    """The same, of the tree that is printed from."""
    count = 0
    todo = [(root, 1)]
    while todo:
        element, depth = todo.pop()
        count += 1
        if depth > DEEPEST:
            yield Fault(Part.HTML, _("Elements are nested deeper than %(most)s.") % {"most": DEEPEST})
            return
        if count > MOST_ELEMENTS:
            yield Fault(Part.HTML, _("There are more than %(most)s elements.") % {"most": MOST_ELEMENTS})
            return
        for reason in tag_reasons(str(element.tag), dict(element.attrib), files=files, fields=fields):
            yield Fault(Part.HTML, reason)
        if element.tag == FIELD and (len(element) or (element.text or "").strip()):
            yield Fault(Part.HTML, _("A <field> is empty: what stands in it is put there when it is printed."))
        todo += [(child, depth + 1) for child in element]


def tag_reasons(
    tag: str, attributes: Mapping[str, str], *, files: Mapping[str, object], fields: frozenset[str]
) -> Iterator[str]:
    """What is wrong with one element by itself."""
    if tag not in ELEMENTS:
        yield _("The element <%(tag)s> is not allowed.") % {"tag": shown(tag)}
        return
    allowed = EVERYWHERE | ATTRIBUTES.get(tag, frozenset())
    for name, value in attributes.items():
        if name not in allowed:
            yield _("The attribute %(name)s is not allowed on <%(tag)s>.") % {"name": shown(name), "tag": tag}
        elif name in _SPANS and not (_SMALL.fullmatch(value) and 1 <= int(value) <= WIDEST_SPAN):
            yield _("%(name)s is a number from 1 to %(most)s.") % {"name": name, "most": WIDEST_SPAN}
        elif name == "style":
            yield from check_declarations(value, files=files)
        elif name == "src" and value not in files:
            yield _("There is no file “%(name)s”: a picture is one of the template's own files.") % {
                "name": shown(value)
            }
    if tag == "img" and "src" not in attributes:
        yield _("A picture needs src, the name of one of the template's files.")
    if tag == FIELD and attributes.get("name", "") not in fields:
        yield _("No field is declared with the name “%(name)s”.") % {"name": shown(attributes.get("name", ""))}
