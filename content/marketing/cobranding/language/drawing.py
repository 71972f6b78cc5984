"""SVG files of templates: shapes and gradients, and nothing that runs, fetches, links or multiplies."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

import tinycss2
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from content.marketing.cobranding.language.faults import shown

LARGEST_DRAWING = 2 * 2**20
MOST_ELEMENTS = 20_000
DEEPEST = 30
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = """
    svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop clipPath title
    desc
"""
ELEMENTS = frozenset(_ELEMENTS.split())
_ATTRIBUTES = """
    id class viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform fill fill-opacity
    fill-rule clip-rule clip-path stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-dasharray stroke-dashoffset stroke-opacity opacity offset stop-color stop-opacity gradientUnits
    gradientTransform spreadMethod clipPathUnits preserveAspectRatio version display visibility color
"""
ATTRIBUTES = frozenset(_ATTRIBUTES.split())


def check_drawing(data: bytes) -> str:
    """Why a drawing is not taken, as a sentence; empty if it is."""
    if len(data) > LARGEST_DRAWING:
        return _("The drawing is larger than 2 MB.")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        return _("The drawing declares entities or a DTD.")
    except (ParseError, ValueError, LookupError):
        return _("This is no SVG drawing.")
    if root.tag != f"{_SVG}svg":
        return _("This is no SVG drawing.")
    count, todo = 0, [(root, 1)]
    while todo:
        element, depth = todo.pop()
        count += 1
        if count > MOST_ELEMENTS or depth > DEEPEST:
            return _("The drawing has too many parts.")
        reason = _element(element)
        if reason:
            return reason
        todo += [(child, depth + 1) for child in element]
    return ""


def _element(element: Element) -> str:
    tag = str(element.tag)
    if not tag.startswith(_SVG) or tag.removeprefix(_SVG) not in ELEMENTS:
        return _("The element <%(tag)s> is not allowed in a drawing.") % {"tag": shown(tag.rpartition("}")[2])}
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES:
            sentence = _("The attribute %(name)s is not allowed in a drawing.")
            return sentence % {"name": shown(name.rpartition("}")[2])}
        if not _stays_inside(value):
            return _("The drawing refers to something outside of itself.")
    return ""


def _stays_inside(value: str) -> bool:
    """Whether every url() in it names a part of the drawing (#name)."""
    if "(" not in value and "\\" not in value:
        return True
    for token in tinycss2.parse_component_value_list(value):
        if token.type == "url" and not token.value.startswith("#"):
            return False
        if token.type == "function" and token.lower_name == "url":
            inner = [one for one in token.arguments if one.type == "string"]
            if len(inner) != 1 or not inner[0].value.startswith("#"):
                return False
        if token.type == "error":
            return False
    return True
