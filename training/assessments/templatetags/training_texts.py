"""Words of the training half in templates."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from training.assessments.attempts.reviewing import Reviewed
from training.assessments.presenting import Blank, Face

register = template.Library()


@register.filter
def percent(share: Decimal | float | None) -> str:
    """0.8125 -> "81.25 %", without zeros at the end; nothing for None."""
    if share is None:
        return ""
    value = round(Decimal(str(share)) * 100, 2).normalize()
    return f"{number_format(value.quantize(Decimal(1)) if value == value.to_integral() else value)} %"


@register.filter
def minutes(seconds: int | None) -> str:
    """1800 -> "30", 450 -> "7:30"; nothing for None."""
    if seconds is None:
        return ""
    whole, rest = divmod(seconds, 60)
    return f"{whole}:{rest:02}" if rest else str(whole)


@register.filter
def clock(seconds: int | None) -> str:
    """90 -> "1:30", as the clock of a question shows it; nothing for None."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


@register.filter
def part_of(titles: dict[int, str] | None, place: int) -> str:
    """The title of the section at this place, where it has one. Outside an assessment there are none."""
    return titles.get(place, "") if titles else ""


@register.filter
def kept_answer(answer: Any) -> str:
    """A saved answer as it is kept, for those who look into the record."""
    return json.dumps(answer, ensure_ascii=False) if answer is not None else "–"


@register.filter
def given_lines(item: Reviewed) -> list[SafeString | str]:
    """What a person answered, in words: clean HTML of options, plain text of what was typed."""
    return _lines(item.face, item.answer or {})


def _lines(face: Face, answer: dict[str, Any]) -> list[SafeString | str]:
    # Options are HTML that was cleaned when it was kept; the names of places are plain text, and stay escaped.
    texts = {offer.id: offer.text if face.kind == "hotspot" else mark_safe(offer.text) for offer in face.offers}  # noqa: S308
    match face.kind:
        case "choice":
            return [texts[answer["option"]]] if answer.get("option") in texts else []
        case "multiple":
            return [texts[one] for one in answer.get("options", ()) if one in texts]
        case "true_false":
            value = answer.get("value")
            return [] if value is None else [_("True") if value else _("False")]
        case "ordering":
            return [texts[one] for one in answer.get("order", ()) if one in texts]
        case "matching":
            prompts = {prompt.id: strip_tags(prompt.text) for prompt in face.prompts}
            pairs = answer.get("pairs", {})
            return [f"{prompts[one]} → {strip_tags(texts[to])}" for one, to in pairs.items() if one in prompts]
        case "gap_fill":
            return _filled(face, answer.get("gaps", {}))
        case "hotspot":
            points = [f"{x:.0%} × {y:.0%}" for x, y in answer.get("points", ())]
            return [texts[one] for one in answer.get("regions", ()) if one in texts] + points
        case _:
            text = str(answer.get("text", "")).strip()
            return text.splitlines() if text else []


def _filled(face: Face, gaps: dict[str, str]) -> list[SafeString | str]:
    """The text with what was filled in between brackets."""
    parts = []
    for piece in face.pieces:
        if isinstance(piece, Blank):
            offers = {offer.id: strip_tags(offer.text) for offer in piece.offers}
            given = gaps.get(piece.id, "")
            parts.append(f"[{offers.get(given, given) or '…'}]")
        else:
            parts.append(strip_tags(piece))
    return ["".join(parts)]
