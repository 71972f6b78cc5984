"""Questions of every kind, as Hypothesis makes them up: what an author could have written."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from training.bank.markup import cleaned
from training.bank.shapes import AnyQuestion, question_from

LANGUAGE = "en"
_LETTERS = "abc XYZ0189äß中文刹车~=#{}:%\\\"'()[]->*/,.;!?$@+_|^`"
_WORDS = st.text(_LETTERS, min_size=1, max_size=20).map(str.strip).filter(lambda text: bool(text.strip(" *")))
_TAGS = ("b", "em", "p", "sub", "code")


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    """A text in the one language, with a little markup, as the bank keeps it."""
    words = draw(_WORDS)
    if draw(st.booleans()):
        tag = draw(st.sampled_from(_TAGS))
        words = f"<{tag}>{words}</{tag}> {draw(_WORDS)}"
    return {LANGUAGE: words}


def perhaps(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.just({}), strategy)


_HUNDREDTHS = st.integers(-100, 99).map(lambda whole: whole / 100)
_NUMBERS = st.one_of(
    st.integers(-10_000, 10_000).map(float),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 4) + 0.0),
)
_TOLERANCES = st.integers(0, 10_000).map(lambda whole: whole / 1000)


def _named(prefix: str, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"{prefix}{place}", **part} for place, part in enumerate(parts)]


@st.composite
def options(draw: st.DrawFn, *, several: bool) -> list[dict[str, Any]]:
    count = draw(st.integers(2, 6))
    parts = [{"text": draw(texts()), "feedback": draw(perhaps(texts()))} for _ in range(count)]
    if several:
        right = draw(st.integers(1, count))
        worth = [1 / right] * right + [draw(st.integers(-100, 0)) / 100 for _ in range(count - right)]
    else:
        worth = [1.0, *(draw(_HUNDREDTHS) for _ in range(count - 1))]
    worth = draw(st.permutations(worth))
    return _named("o", [part | {"fraction": fraction} for part, fraction in zip(parts, worth, strict=True)])


@st.composite
def numeric_keys(draw: st.DrawFn) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 3))
    return [
        {
            "value": draw(_NUMBERS),
            "tolerance": draw(_TOLERANCES),
            "fraction": 1.0 if place == 0 else draw(_HUNDREDTHS),
            "feedback": draw(perhaps(texts())),
        }
        for place in range(count)
    ]


@st.composite
def text_keys(draw: st.DrawFn) -> list[dict[str, Any]]:
    count, case = draw(st.integers(1, 3)), draw(st.booleans())
    return [
        {
            "pattern": draw(_WORDS.map(lambda text: " ".join(text.split()))),
            "fraction": 1.0 if place == 0 else draw(_HUNDREDTHS),
            "feedback": draw(perhaps(texts())),
            "case_sensitive": case,
        }
        for place in range(count)
    ]


@st.composite
def _gap(draw: st.DrawFn, name: str) -> dict[str, Any]:
    weight = float(draw(st.integers(1, 4)))
    kind = draw(st.sampled_from(("gap_choice", "gap_text", "gap_number")))
    parts: dict[str, Any] = {
        "gap_choice": lambda: {"options": draw(options(several=False))},
        "gap_text": lambda: {"keys": draw(text_keys())},
        "gap_number": lambda: {"keys": draw(numeric_keys())},
    }[kind]()
    return {"kind": kind, "id": name, "weight": weight, **parts}


@st.composite
def _gap_fill(draw: st.DrawFn) -> dict[str, Any]:
    names = [f"g{place}" for place in range(draw(st.integers(1, 3)))]
    stem = " ".join(f"{draw(texts())[LANGUAGE]} [[{name}]]" for name in names)
    return {
        "stem": {LANGUAGE: f"{stem} {draw(texts())[LANGUAGE]}"},
        "gaps": [draw(_gap(name)) for name in names],
    }


@st.composite
def _matching(draw: st.DrawFn) -> dict[str, Any]:
    said = draw(st.lists(_WORDS, min_size=2, max_size=5, unique_by=lambda text: " ".join(text.split())))
    choices = _named("c", [{"text": {LANGUAGE: text}} for text in said])
    names = [choice["id"] for choice in choices]
    pairs = [{"prompt": draw(texts()), "choice": draw(st.sampled_from(names))} for _ in range(draw(st.integers(1, 4)))]
    return {"choices": choices, "pairs": _named("p", pairs), "shuffle": draw(st.booleans())}


@st.composite
def _numeric(draw: st.DrawFn) -> dict[str, Any]:
    units = draw(st.sampled_from(([], [{"symbol": "N·m"}, {"symbol": "lbf·ft", "factor": 1.3558179483}])))
    required = bool(units) and draw(st.booleans())
    return {
        "keys": draw(numeric_keys()),
        "units": units,
        "unit_required": required,
        "wrong_unit_penalty": draw(st.sampled_from((0.0, 0.5, 1.0))) if required else 0.0,
    }


_REGIONS = (
    {"kind": "rectangle", "left": 0.1, "top": 0.1, "width": 0.2, "height": 0.5},
    {"kind": "ellipse", "x": 0.5, "y": 0.5, "rx": 0.25, "ry": 0.25},
    {"kind": "polygon", "points": [[0, 0], [0.5, 0], [0, 0.5]]},
)


@st.composite
def _hotspot(draw: st.DrawFn, picture: str) -> dict[str, Any]:
    outlines = draw(st.lists(st.sampled_from(_REGIONS), min_size=1, max_size=3))
    label = st.text("abc中文", min_size=1, max_size=8)
    regions = [
        {"outline": outline, "label": {LANGUAGE: draw(label)}, "fraction": float(place == 0)}
        for place, outline in enumerate(outlines)
    ]
    return {"picture": {"sha256": picture}, "regions": _named("r", regions)}


@st.composite
def questions(draw: st.DrawFn, *, picture: str = "a" * 64) -> AnyQuestion:
    """A question of any kind that the bank would keep."""
    bodies: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "choice": st.fixed_dictionaries({"options": options(several=False), "shuffle": st.booleans()}),
        "multiple": st.fixed_dictionaries(
            {"options": options(several=True), "shuffle": st.booleans(), "all_or_nothing": st.booleans()}
        ),
        "true_false": st.fixed_dictionaries(
            {"answer": st.booleans(), "feedback_true": perhaps(texts()), "feedback_false": perhaps(texts())}
        ),
        "numeric": _numeric(),
        "short_text": st.fixed_dictionaries({"keys": text_keys()}),
        "ordering": st.fixed_dictionaries(
            {
                "items": st.lists(texts(), min_size=2, max_size=5).map(
                    lambda many: _named("i", [{"text": text} for text in many])
                ),
                "all_or_nothing": st.booleans(),
            }
        ),
        "matching": _matching(),
        "gap_fill": _gap_fill(),
        "hotspot": _hotspot(picture),
        "essay": st.fixed_dictionaries(
            {"model_answer": perhaps(texts()), "files": st.integers(0, 3), "text_required": st.booleans()}
        ),
    }
    kind = draw(st.sampled_from(sorted(bodies)))
    body = {"stem": draw(texts())} | draw(bodies[kind])
    body |= {"kind": kind, "explanation": draw(perhaps(texts()))}
    body["hints"] = draw(st.lists(texts(), max_size=2))
    return cleaned(question_from(body))
