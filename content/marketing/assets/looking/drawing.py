"""SVG made safe: what is not on the list is left out; what would run, load or grow without end refuses the file.
Pure."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, QName, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from content.marketing.assets.reasons import Reason, Unusable

LARGEST_DRAWING = 10 * 2**20
MOST_ELEMENTS = 200_000
"""Drawn, with each use of a symbol counted as what it repeats."""
DEEPEST = 200
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"


def _named(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _named(
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath image marker "
    "clipPath mask pattern linearGradient radialGradient stop filter feBlend feColorMatrix feComponentTransfer "
    "feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA "
    "feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting "
    "feSpotLight feTile feTurbulence switch style"
)
ATTRIBUTES = _named(
    "id class x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points width height viewBox preserveAspectRatio transform fill "
    "fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset opacity color display visibility overflow clip-path clip-rule mask filter "
    "marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient offset stop-color "
    "stop-opacity gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform "
    "clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits in in2 result mode type values "
    "tableValues slope intercept amplitude exponent operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX "
    "targetY edgeMode surfaceScale diffuseConstant specularConstant specularExponent lighting-color scale "
    "xChannelSelector yChannelSelector azimuth elevation flood-color flood-opacity stdDeviation radius dx dy "
    "pointsAtX pointsAtY pointsAtZ z limitingConeAngle baseFrequency numOctaves seed stitchTiles font-family "
    "font-size font-style font-weight font-variant font-stretch text-anchor text-decoration letter-spacing "
    "word-spacing dominant-baseline alignment-baseline baseline-shift textLength lengthAdjust rotate startOffset "
    "writing-mode direction unicode-bidi shape-rendering text-rendering image-rendering color-interpolation "
    "color-interpolation-filters vector-effect paint-order mix-blend-mode isolation style version lang role "
    "aria-label"
)
_LOCAL = re.compile(r"#[\w.:-]+")
_DATA = re.compile(r"data:image/(png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_URL = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_ACTIVE = re.compile(r"@|\\|expression|javascript:|behavior|-moz-binding|<", re.IGNORECASE)

register_namespace("", SVG)
register_namespace("xlink", XLINK)


def cleaned_drawing(data: bytes) -> bytes:
    """The drawing with nothing in it that runs, loads or refers outside. Raises Unusable when it is no SVG, declares
    entities, or would be drawn without end."""
    try:
        root = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise Unusable(Reason.UNSAFE_DRAWING, type(error).__name__) from error
    if _split(root.tag) != (SVG, "svg"):
        raise Unusable(Reason.UNSAFE_DRAWING if _split(root.tag)[1] == "svg" else Reason.UNKNOWN)
    kept = _cleaned(root, depth=0)
    _count(kept)
    written: bytes = tostring(kept, encoding="utf-8", xml_declaration=True)
    return written


def _split(tag: object) -> tuple[str, str]:
    if not isinstance(tag, str):
        return "", ""
    space, _, name = tag.rpartition("}")
    return space.lstrip("{"), name


def _cleaned(element: Element, *, depth: int) -> Element:
    if depth > DEEPEST:
        raise Unusable(Reason.UNSAFE_DRAWING, "depth")
    _space, name = _split(element.tag)
    kept = Element(QName(SVG, name).text, _attributes(element, name))
    kept.text, kept.tail = element.text, element.tail
    if name == "style":
        kept.text = element.text if _harmless_style(element.text or "") else ""
    for child in element:
        space, child_name = _split(child.tag)
        if space == SVG and child_name in ELEMENTS:
            kept.append(_cleaned(child, depth=depth + 1))
    return kept


def _attributes(element: Element, name: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in element.attrib.items():
        space, local = _split(key)
        if local == "href" and space in ("", XLINK):
            if _LOCAL.fullmatch(value.strip()) or (name == "image" and _DATA.fullmatch(value.strip())):
                kept[key] = value.strip()
        elif not space and local in ATTRIBUTES and _harmless_style(value):
            kept[key] = value
    return kept


def _harmless_style(text: str) -> bool:
    return not (_URL.search(text) or _ACTIVE.search(text))


def _count(root: Element) -> None:
    """Raise Unusable when uses of uses would draw too many elements, or go round in a circle."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[Element, int] = {}
    underway: set[Element] = set()

    def drawn(element: Element) -> int:
        if element in known:
            return known[element]
        if element in underway or len(underway) > DEEPEST * 2:
            raise Unusable(Reason.UNSAFE_DRAWING, "circle")
        underway.add(element)
        total = 1 + sum(map(drawn, element))
        if _split(element.tag)[1] in ("use", "pattern", "textPath", "linearGradient", "radialGradient"):
            target = named.get((element.get("href") or element.get(f"{{{XLINK}}}href") or "")[1:])
            total += drawn(target) if target is not None else 0
        underway.discard(element)
        known[element] = total
        if total > MOST_ELEMENTS:
            raise Unusable(Reason.UNSAFE_DRAWING, "elements")
        return total

    drawn(root)
