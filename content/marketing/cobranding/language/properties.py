"""What the CSS of a template may use. Left out on purpose: whatever fetches, links, attaches or names another document
(`bookmark-*`, `link`, `anchor`, `string-set`, `target-*()`, `attr()`), and what multiplies (`--*` and `var()`: ten
custom properties that each use the one before ten times are ten thousand million)."""

from __future__ import annotations

_PROPERTIES = """
    align-content align-items align-self background background-attachment background-clip background-color
    background-image background-origin background-position background-repeat background-size block-size border
    border-collapse border-color border-radius border-spacing border-style border-width border-top-left-radius
    border-top-right-radius border-bottom-left-radius border-bottom-right-radius border-image
    border-image-source border-image-slice border-image-width border-image-outset border-image-repeat bottom
    box-decoration-break box-sizing break-after break-before break-inside caption-side clear clip clip-path
    color column-count column-fill column-gap column-rule column-rule-color column-rule-style column-rule-width
    column-span column-width columns content counter-increment counter-reset counter-set direction display
    empty-cells flex flex-basis flex-direction flex-flow flex-grow flex-shrink flex-wrap float font font-family
    font-feature-settings font-kerning font-language-override font-size font-stretch font-style font-variant
    font-variant-alternates font-variant-caps font-variant-east-asian font-variant-ligatures
    font-variant-numeric font-variant-position font-variation-settings font-weight gap grid grid-area
    grid-auto-columns grid-auto-flow grid-auto-rows grid-column grid-column-end grid-column-gap
    grid-column-start grid-gap grid-row grid-row-end grid-row-gap grid-row-start grid-template
    grid-template-areas grid-template-columns grid-template-rows height hyphenate-character
    hyphenate-limit-chars hyphenate-limit-zone hyphens image-orientation image-rendering image-resolution
    inline-size inset inset-block inset-inline justify-content justify-items justify-self left letter-spacing
    line-height list-style list-style-image list-style-position list-style-type margin max-block-size max-height
    max-inline-size max-width min-block-size min-height min-inline-size min-width object-fit object-position
    opacity order orphans outline outline-color outline-offset outline-style outline-width overflow
    overflow-wrap padding page page-break-after page-break-before page-break-inside place-content place-items
    place-self position quotes right row-gap tab-size table-layout text-align text-align-all text-align-last
    text-decoration text-decoration-color text-decoration-line text-decoration-style text-decoration-thickness
    text-indent text-overflow text-transform text-underline-offset top transform transform-origin unicode-bidi
    vertical-align visibility white-space widows width word-break word-spacing word-wrap z-index
"""
_FUNCTIONS = """
    rgb rgba hsl hsla hwb lab lch oklab oklch device-cmyk color calc min max clamp linear-gradient
    radial-gradient repeating-linear-gradient repeating-radial-gradient counter counters format repeat minmax
    fit-content rotate translate translatex translatey scale scalex scaley skew skewx skewy matrix inset circle
    ellipse polygon rect
"""
_UNITS = """
    mm cm in pt pc px q em rem ex ch lh rlh fr deg rad grad turn dppx dpi dpcm vw vh
"""
_SIDES = ("top", "right", "bottom", "left", "block", "inline", "block-start", "block-end", "inline-start", "inline-end")
_BORDER = ("color", "style", "width")
PROPERTIES = frozenset(_PROPERTIES.split()) | frozenset(
    [f"{name}-{side}" for name in ("margin", "padding", "border", "inset") for side in _SIDES]
    + [f"border-{side}-{part}" for side in _SIDES for part in _BORDER]
)
OURS = frozenset({"size", "bleed", "marks", "bleed-left", "bleed-right", "bleed-top", "bleed-bottom"})
"""The format of the template says these."""
AT_RULES = frozenset({"page", "font-face"})
_SIDE_BOXES = {"left-top", "left-middle", "left-bottom", "right-top", "right-middle", "right-bottom"}
MARGIN_BOXES = frozenset(f"{side}-{place}" for side in ("top", "bottom") for place in ("left", "center", "right"))
MARGIN_BOXES |= _SIDE_BOXES
FUNCTIONS = frozenset(_FUNCTIONS.split())
UNITS = frozenset(_UNITS.split())
