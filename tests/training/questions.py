"""Questions of a workshop, one of each kind, for tests of whatever asks them."""

from __future__ import annotations

from typing import Any

from training.bank.shapes import AnyQuestion, question_from


def ask(kind: str, **body: Any) -> AnyQuestion:
    return question_from({"kind": kind, "stem": {"en": "?"}, **body})


def option(name: str, fraction: float = 0.0, **more: Any) -> dict[str, Any]:
    return {"id": name, "text": {"en": name}, "fraction": fraction, **more}


def item(name: str) -> dict[str, Any]:
    return {"id": name, "text": {"en": name}}


def level(name: str, points: float) -> dict[str, Any]:
    return {"id": name, "text": {"en": name}, "points": points}


COOLANT = ask("choice", options=[option("g48", 1.0), option("g12", 0.5), option("water", -0.5), option("oil")])
ISOLATE = ask(
    "multiple", options=[option("plug", 0.5), option("wait", 0.5), option("spray", -0.5), option("horn", -0.5)]
)
STRICT = ask("multiple", options=[option("a", 0.5), option("b", 0.5), option("c")], all_or_nothing=True)
LIVE = ask("true_false", answer=False)
TORQUE = ask(
    "numeric",
    keys=[
        {"value": 120, "tolerance": 5},
        {"value": 120, "tolerance": 0.1, "relative": True, "fraction": 0.5},
    ],
    units=[{"symbol": "N·m"}, {"symbol": "lbf·ft", "factor": 1.3558179483}],
    unit_required=True,
    wrong_unit_penalty=0.5,
)
CODE = ask(
    "short_text",
    keys=[
        {"pattern": "P0420"},
        {"pattern": "*catalyst*efficiency*", "fraction": 0.8, "language": "en"},
        {"pattern": "*催化*", "fraction": 0.8, "language": "zh-hans"},
    ],
)
STEPS = ask("ordering", items=[item("key-off"), item("plug-out"), item("wait"), item("measure")])
SYMBOLS = ask(
    "matching",
    pairs=[
        {"id": "abs", "prompt": {"en": "ABS"}, "choice": "brakes"},
        {"id": "srs", "prompt": {"en": "SRS"}, "choice": "airbag"},
    ],
    choices=[item("brakes"), item("airbag"), item("engine")],
)
GAPS = ask(
    "gap_fill",
    stem={"en": "Tighten to [[t]] with the [[tool]], then turn by [[a]] degrees."},
    gaps=[
        {"kind": "gap_number", "id": "t", "weight": 2, "keys": [{"value": 30, "tolerance": 1}]},
        {"kind": "gap_choice", "id": "tool", "options": [option("T10", 1.0), option("T20")]},
        {"kind": "gap_text", "id": "a", "keys": [{"pattern": "90"}, {"pattern": "ninety"}]},
    ],
)
PICTURE = "a" * 64
SENSOR = ask(
    "hotspot",
    picture={"sha256": PICTURE},
    regions=[
        {
            "id": "o2",
            "label": {"en": "upper left"},
            "fraction": 1.0,
            "outline": {"kind": "rectangle", "left": 0.1, "top": 0.1, "width": 0.2, "height": 0.1},
        },
        {
            "id": "egr",
            "label": {"en": "right"},
            "outline": {"kind": "ellipse", "x": 0.8, "y": 0.5, "rx": 0.1, "ry": 0.2},
        },
    ],
)
SENSORS = ask(
    "hotspot",
    picture={"sha256": PICTURE},
    most_points=2,
    regions=[
        {
            "id": "a",
            "label": {"en": "a"},
            "fraction": 0.5,
            "outline": {"kind": "polygon", "points": [[0, 0], [0.5, 0], [0, 0.5]]},
        },
        {
            "id": "b",
            "label": {"en": "b"},
            "fraction": 0.5,
            "outline": {"kind": "rectangle", "left": 0.6, "top": 0.6, "width": 0.4, "height": 0.4},
        },
    ],
)
REPORT = ask(
    "essay",
    criteria=[
        {"id": "cause", "text": {"en": "Cause"}, "levels": [level("no", 0), level("yes", 3)]},
        {"id": "words", "text": {"en": "Words"}, "levels": [level("poor", 0), level("good", 1)]},
    ],
    most_characters=2000,
    files=1,
)
EVERY: dict[str, AnyQuestion] = {
    "choice": COOLANT,
    "multiple": ISOLATE,
    "true_false": LIVE,
    "numeric": TORQUE,
    "short_text": CODE,
    "ordering": STEPS,
    "matching": SYMBOLS,
    "gap_fill": GAPS,
    "hotspot": SENSOR,
    "essay": REPORT,
}
