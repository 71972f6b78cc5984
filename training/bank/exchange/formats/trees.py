"""XML of strangers: no entities, nothing from elsewhere, and bounded in depth and number of elements.

A DOCTYPE that only names a DTD is let through (old QTI files have one): it is never fetched, and nothing in it counts.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from training.bank.exchange.formats.decoding import utf8_xml
from training.bank.exchange.values import FileRefused

DEEPEST = 100
MOST_ELEMENTS = 1_000_000


class _TooMuch(Exception):
    """More than a question file needs."""


class _Bounded(TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise _TooMuch
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def tree_of(data: bytes) -> Element:
    """The root of an XML document. Raises FileRefused, naming the line where there is one."""
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(utf8_xml(data))
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise FileRefused(
            _("The file defines entities or takes in other files. Nothing of it is read: that can do harm.")
        ) from error
    except _TooMuch as error:
        raise FileRefused(_("The file is nested too deeply or has too many elements.")) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        raise FileRefused(_("The file is not well-formed XML (line %(line)s).") % {"line": line}) from error
    return root


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
