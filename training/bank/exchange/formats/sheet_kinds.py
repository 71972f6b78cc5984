"""The rows of a table, kind by kind, as bodies of the bank's shapes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from training.bank.exchange.formats.gift import number_of
from training.bank.exchange.formats.moodle_cloze import gap_fill
from training.bank.exchange.formats.sheet_columns import truth_of
from training.bank.exchange.making import worded
from training.bank.exchange.shares import decimal, share
from training.bank.exchange.values import ItemRefused

if TYPE_CHECKING:
    from training.bank.exchange.formats.sheet import Line

_BETWEEN = re.compile(r"[;,，；、\s]+")
_TOLERANCE = re.compile(r"(.+?)(?:±|\+/-|\+-)\s*(.+?)(\s*%)?$")


def _chosen(line: Line, key: str) -> set[int]:
    """The numbers of the options that a cell names, by number or by letter. Raises ItemRefused."""
    word = line.word(key).strip()
    names = list(word) if re.fullmatch(r"[A-Za-z]{2,}", word) else _BETWEEN.split(word)
    chosen = set()
    for name in (name for name in names if name):
        number = int(name) if name.isdecimal() and len(name) <= 3 else ord(name.upper()) - 64 if len(name) == 1 else 0
        if f"option_{number}" not in line.cells:
            raise ItemRefused(_("“%(text)s” names no option.") % {"text": name[:40]})
        chosen.add(number)
    return chosen


def _worth(line: Line, number: int, default: float) -> float:
    word = line.word(f"worth_{number}")
    return share(word) if word else default


def _options(line: Line, *, several: bool) -> list[dict[str, Any]]:
    right, fixed = _chosen(line, "answer"), _chosen(line, "fixed")
    numbers = line.numbers("option")
    each = 1 / len(right) if right and several else 1.0
    if not right and not any(line.word(f"worth_{number}") for number in numbers):
        raise ItemRefused(_("No answer is given as right."))
    return [
        {
            "id": str(number),
            "text": line.text(f"option_{number}"),
            "fraction": _worth(line, number, each if number in right else 0.0),
            "feedback": line.text(f"feedback_{number}"),
            "fixed": number in fixed,
        }
        for number in numbers
    ]


def _choice(line: Line) -> dict[str, Any]:
    return {"options": _options(line, several=False), "shuffle": line.flag("shuffle", default=True)}


def _multiple(line: Line) -> dict[str, Any]:
    return {
        "options": _options(line, several=True),
        "shuffle": line.flag("shuffle", default=True),
        "all_or_nothing": line.flag("all_or_nothing", default=False),
    }


def _true_false(line: Line) -> dict[str, Any]:
    answer = truth_of(line.word("answer"))
    if answer is None:
        raise ItemRefused(_("“%(text)s” is neither true nor false.") % {"text": line.word("answer")[:40]})
    return {"answer": answer, "feedback_true": line.text("feedback_1"), "feedback_false": line.text("feedback_2")}


def key_of(text: str) -> dict[str, Any]:
    """ "120±5", "120±10%", "118..122", "120:5" or "120" as an accepted value. Raises ItemRefused."""
    found = _TOLERANCE.match(text.strip())
    if found is None:
        return number_of(text)
    tolerance = decimal(found[2])
    return {
        "value": float(decimal(found[1])),
        "tolerance": float(tolerance / 100 if found[3] else tolerance),
        "relative": bool(found[3]),
    }


def _numeric(line: Line) -> dict[str, Any]:
    keys = [
        key_of(line.word(f"option_{number}"))
        | {"fraction": _worth(line, number, 1.0), "feedback": line.text(f"feedback_{number}")}
        for number in line.numbers("option")
    ]
    units = []
    for piece in (piece.strip() for piece in line.word("units").split(";")):
        if piece:
            symbol, _sign, factor = piece.partition("=")
            units.append({"symbol": symbol.strip(), "factor": float(decimal(factor or "1"))})
    return {
        "keys": keys,
        "units": units,
        "unit_required": line.flag("unit_required", default=False),
        "wrong_unit_penalty": share(line.word("unit_penalty", "0")),
    }


def _short_text(line: Line) -> dict[str, Any]:
    case = line.flag("case_sensitive", default=False)
    return {
        "keys": [
            {
                "pattern": line.word(f"option_{number}"),
                "case_sensitive": case,
                "fraction": _worth(line, number, 1.0),
                "feedback": line.text(f"feedback_{number}"),
            }
            for number in line.numbers("option")
        ]
    }


def _ordering(line: Line) -> dict[str, Any]:
    items = [{"id": str(number), "text": line.text(f"option_{number}")} for number in line.numbers("option")]
    return {"items": items, "all_or_nothing": line.flag("all_or_nothing", default=False)}


def _matching(line: Line) -> dict[str, Any]:
    pairs: list[dict[str, Any]] = []
    choices: dict[str, str] = {}
    for number in line.numbers("option", "match"):
        choice = line.html(f"match_{number}")
        if not choice:
            raise ItemRefused(_("A prompt has nothing that belongs to it."))
        name = choices.setdefault(choice, str(len(choices) + 1))
        if prompt := line.text(f"option_{number}"):
            pairs.append({"id": str(number), "prompt": prompt, "choice": name})
    items = [{"id": name, "text": {line.language: text}} for text, name in choices.items()]
    return {"pairs": pairs, "choices": items, "shuffle": line.flag("shuffle", default=True)}


def _gap_fill(line: Line) -> dict[str, Any]:
    return gap_fill(line.html("question"), line.language, line.lost)


def picture_of(text: str, language: str) -> dict[str, Any]:
    """A picture of the bank, by its number, and what it shows."""
    digest, _space, alt = text.strip().partition(" ")
    return {"sha256": digest.lower(), "alt": {language: alt.strip()} if alt.strip() else {}}


def _outline(text: str) -> dict[str, Any]:
    """ "rectangle 0.1 0.1 0.2 0.5", "ellipse 0.5 0.5 0.2 0.2" or "polygon 0 0 0.5 0 0 0.5". Raises ItemRefused."""
    name, *numbers = text.replace(",", " ").split()
    values = [float(decimal(number)) for number in numbers[:402]]
    if name == "rectangle" and len(values) == 4:
        return dict(zip(("kind", "left", "top", "width", "height"), (name, *values), strict=True))
    if name == "ellipse" and len(values) == 4:
        return dict(zip(("kind", "x", "y", "rx", "ry"), (name, *values), strict=True))
    if name == "polygon" and len(values) % 2 == 0:
        return {"kind": name, "points": list(zip(values[::2], values[1::2], strict=True))}
    raise ItemRefused(_("“%(text)s” is no outline of a region.") % {"text": text[:40]})


def _hotspot(line: Line) -> dict[str, Any]:
    right = _chosen(line, "answer")
    numbers = line.numbers("option", "match")
    worded((line.word(f"match_{number}") for number in numbers), _("the regions"))
    each = 1 / len(right) if right else 0.0
    most = line.word("most_points")
    regions = [
        {
            "id": str(number),
            "outline": _outline(line.word(f"match_{number}")),
            "label": {line.language: line.word(f"option_{number}")},
            "fraction": _worth(line, number, (each if most not in ("", "1") else 1.0) if number in right else 0.0),
            "feedback": line.text(f"feedback_{number}"),
        }
        for number in numbers
    ]
    return {
        "picture": picture_of(line.word("picture"), line.language),
        "regions": regions,
        "most_points": int(decimal(most or "1")),
    }


def _levels(line: Line, number: int) -> list[dict[str, Any]]:
    levels = []
    for place, piece in enumerate(line.word(f"match_{number}").split("|"), 1):
        points, _colon, text = piece.partition(":")
        said = {line.language: text.strip()} if text.strip() else {}
        levels.append({"id": str(place), "points": float(decimal(points)), "text": said})
    return levels


def _essay(line: Line) -> dict[str, Any]:
    criteria = [
        {"id": str(number), "text": line.text(f"option_{number}"), "levels": _levels(line, number)}
        for number in line.numbers("option")
    ]
    return {
        "criteria": criteria,
        "model_answer": line.text("model_answer"),
        "most_characters": int(decimal(line.word("most_characters", "20000"))),
        "files": int(decimal(line.word("files", "0"))),
        "text_required": line.flag("text_required", default=True),
    }


READERS: dict[str, Callable[[Line], dict[str, Any]]] = {
    "choice": _choice,
    "multiple": _multiple,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_text": _short_text,
    "ordering": _ordering,
    "matching": _matching,
    "gap_fill": _gap_fill,
    "hotspot": _hotspot,
    "essay": _essay,
}
