"""Places in a picture, as QTI writes them in pixels and the bank keeps them as shares."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.bank.exchange.formats import qti_keys
from training.bank.exchange.formats.qti_tree import ident
from training.bank.exchange.shares import decimal
from training.bank.exchange.values import ItemRefused

if TYPE_CHECKING:
    from training.bank.exchange.formats.qti_item import Item


def _picture(item: Item, interaction: Element) -> tuple[dict[str, Any], float, float]:
    """The picture with its width and height in the item's pixels."""
    shown = next((one for one in interaction.iter() if one.tag in ("object", "img")), None)
    if shown is None:
        raise ItemRefused(_("The item has no picture."))
    try:
        width, height = (float(decimal(shown.get(side, "").removesuffix("px"))) for side in ("width", "height"))
    except ItemRefused as refusal:
        raise ItemRefused(_("The item does not say how large its picture is.")) from refusal
    if width <= 0 or height <= 0:
        raise ItemRefused(_("The item does not say how large its picture is."))
    return item.picture(shown), width, height


def _share(value: Decimal | float, whole: float) -> float:
    return min(max(float(value) / whole, 0.0), 1.0)


def outline(shape: str, coords: str, width: float, height: float) -> dict[str, Any]:
    """The outline of a region. Raises ItemRefused."""
    numbers = [float(decimal(one)) for one in coords.replace(";", ",").split(",") if one.strip()][:402]
    if shape == "default":
        return {"kind": "rectangle", "left": 0.0, "top": 0.0, "width": 1.0, "height": 1.0}
    if shape == "rect" and len(numbers) == 4:
        left, top, right, bottom = numbers
        left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
        return {
            "kind": "rectangle",
            "left": _share(left, width),
            "top": _share(top, height),
            "width": _share(right - left, width),
            "height": _share(bottom - top, height),
        }
    if shape == "circle" and len(numbers) == 3:
        numbers = [*numbers, numbers[2]]
    if shape in ("circle", "ellipse") and len(numbers) == 4:
        x, y, rx, ry = numbers
        return {
            "kind": "ellipse",
            "x": _share(x, width),
            "y": _share(y, height),
            "rx": _share(rx, width),
            "ry": _share(ry, height),
        }
    if shape == "poly" and len(numbers) >= 6 and len(numbers) % 2 == 0:
        points = [(_share(x, width), _share(y, height)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        # QTI closes a polygon by its first point again; the bank closes it by itself.
        return {"kind": "polygon", "points": points[:-1] if points[0] == points[-1] and len(points) > 3 else points}
    raise ItemRefused(_("“%(text)s” is no outline of a region.") % {"text": f"{shape} {coords}"[:60]})


def hotspot(item: Item, interaction: Element) -> dict[str, Any]:
    """Regions to choose from."""
    picture, width, height = _picture(item, interaction)
    choices = list(interaction.iter("hotspotChoice"))
    names = [one.get("identifier", "") for one in choices]
    name = interaction.get("responseIdentifier", "")
    declared = item.processing.declared.get(name)
    several = declared is not None and declared.get("cardinality") == "multiple"
    key = qti_keys.several(item, name, names) if several else qti_keys.single(item, name, names)
    item.lose(_("That only the whole answer counts."), when=key.whole and sum(map(bool, key.worth.values())) > 1)
    taken: set[str] = set()
    regions = [
        {
            "id": ident(one.get("identifier", ""), taken),
            "outline": outline(one.get("shape", ""), one.get("coords", ""), width, height),
            "label": item.said(one.get("hotspotLabel") or one.get("label") or one.get("identifier") or ""),
            "fraction": key.worth[one.get("identifier", "")],
            "feedback": key.feedback.get(one.get("identifier", ""), {}),
        }
        for one in choices
    ]
    right = sum(fraction > 0 for fraction in key.worth.values())
    most = int(decimal(interaction.get("maxChoices", "1"))) or right
    return {
        "kind": "hotspot",
        "picture": picture,
        "regions": regions,
        "most_points": min(max(most, 1), 20) if several else 1,
        "explanation": key.explanation,
    }


def select_point(item: Item, interaction: Element) -> dict[str, Any]:
    """A point anywhere: the right places are those that the key or the rules name."""
    picture, width, height = _picture(item, interaction)
    name = interaction.get("responseIdentifier", "")
    areas = item.processing.areas(name)
    explanation: dict[str, str] = {}
    if not areas:
        cases = [case for case in item.processing.cases(name) if case.test.tag == "inside"]
        areas = [(case.test.get("shape", ""), case.test.get("coords", ""), case.gain) for case in cases]
        explanation = item.said(item.told(cases[0].shown)) if cases else {}
    most = max((worth for _shape, _coords, worth in areas), default=Decimal(0))
    if most <= 0:
        raise ItemRefused(_("The item does not say what is right."))
    several = min(max(int(decimal(interaction.get("maxChoices", "1"))), 1), 20)
    whole = sum((worth for _shape, _coords, worth in areas if worth > 0), Decimal(0)) if several > 1 else most
    item.lose(_("A place has no name for those who cannot point; it is numbered."))
    regions = [
        {
            "id": f"r{place}",
            "outline": outline(shape, coords, width, height),
            "label": item.said(_("Place %(number)s") % {"number": place}),
            "fraction": float(max(Decimal(-1), min(Decimal(1), worth / whole))),
        }
        for place, (shape, coords, worth) in enumerate(areas, 1)
    ]
    return {
        "kind": "hotspot",
        "picture": picture,
        "regions": regions,
        "most_points": several,
        "explanation": explanation,
    }
