"""Ids of parts across a format that has none.

GIFT, Moodle XML and tables have no ids of options, gaps and pairs: what is read from them is numbered. Statistics and
translations hang on ids, so a part that is there already keeps its id: found by its text, else by its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from training.bank.shapes import AnyQuestion, body_of, question_from

_PARTS = ("options", "items", "choices", "pairs", "gaps", "regions", "criteria", "levels")


def aligned(found: AnyQuestion, held: AnyQuestion | None) -> AnyQuestion:
    """`found` with the ids of `held` where the two have the same kind and the same parts."""
    if held is None or held.kind != found.kind:
        return found
    body, kept = body_of(found), body_of(held)
    renamed: dict[str, dict[str, str]] = {}
    _lists(body, kept, renamed)
    for pair in body.get("pairs", ()):
        pair["choice"] = renamed.get("choices", {}).get(pair["choice"], pair["choice"])
    for old, new in renamed.get("gaps", {}).items():
        body["stem"] = {code: text.replace(f"[[{old}]]", f"[[\0{new}]]") for code, text in body["stem"].items()}
    if "gaps" in renamed:
        body["stem"] = {code: text.replace("[[\0", "[[") for code, text in body["stem"].items()}
    return question_from(body)


def _lists(found: dict[str, Any], held: Mapping[str, Any], renamed: dict[str, dict[str, str]]) -> None:
    for name in _PARTS:
        if name not in found or name not in held:
            continue
        names = _names(found[name], held[name])
        for part in found[name]:
            old = part["id"]
            part["id"] = names[old]
            twin = next((one for one in held[name] if one["id"] == part["id"]), None)
            if twin is not None:
                _lists(part, twin, {})
        renamed[name] = names


def _names(found: list[dict[str, Any]], held: list[dict[str, Any]]) -> dict[str, str]:
    """New id by old id: of the held part with the same words, else of the one at the same place, else one that is
    free."""
    names: dict[str, str] = {}
    taken: set[str] = set()

    def give(matches: Callable[[int, dict[str, Any], int, dict[str, Any]], bool]) -> None:
        for place, part in enumerate(found):
            if part["id"] in names:
                continue
            for spot, other in enumerate(held):
                if other["id"] not in taken and matches(place, part, spot, other):
                    names[part["id"]] = other["id"]
                    taken.add(other["id"])
                    break

    give(lambda place, part, spot, other: place == spot and _alike(part, other))
    give(lambda place, part, spot, other: _alike(part, other))
    give(lambda place, part, spot, other: place == spot)
    for part in found:
        if part["id"] not in names:
            name, count = part["id"], 1
            while name in taken:
                count += 1
                name = f"{part['id'][:34]}-{count}"
            names[part["id"]] = name
            taken.add(name)
    return names


def _alike(part: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two parts say the same in some language."""
    said, heard = _words(part), _words(other)
    return any(text.strip() and heard.get(code) == text for code, text in said.items())


def _words(part: dict[str, Any]) -> dict[str, str]:
    texts: dict[str, str] = part.get("text") or part.get("prompt") or part.get("label") or {}
    return texts


def joined(found: AnyQuestion, held: AnyQuestion | None, languages: frozenset[str]) -> AnyQuestion:
    """`found`, with ids like those of `held`, and what `held` says in other languages than those of the file: a file
    speaks for its own languages only. `found` alone where the two no longer fit together."""
    if held is None or held.kind != found.kind:
        return found
    body = body_of(found)
    _join(body, body_of(held), languages)
    try:
        return question_from(body)
    except ValidationError:
        return found


def _join(found: Any, held: Any, languages: frozenset[str]) -> None:
    for name, value in found.items():
        other = held.get(name)
        if isinstance(value, dict) and isinstance(other, dict):
            if _is_texts(value) and _is_texts(other):
                found[name] = {code: text for code, text in other.items() if code not in languages} | value
            else:
                _join(value, other, languages)
        elif name == "hints":
            for hint, old in zip(value, other or (), strict=False):
                hint.update({code: text for code, text in old.items() if code not in languages})
        elif isinstance(value, list) and isinstance(other, list):
            _join_parts(value, other, languages)


def _join_parts(found: list[Any], held: list[Any], languages: frozenset[str]) -> None:
    by_name = {one["id"]: one for one in held if isinstance(one, dict) and "id" in one}
    for place, part in enumerate(found):
        if not isinstance(part, dict):
            continue
        other = by_name.get(part["id"]) if "id" in part else held[place] if place < len(held) else None
        if isinstance(other, dict):
            _join(part, other, languages)


def _is_texts(value: dict[str, Any]) -> bool:
    return "kind" not in value and "sha256" not in value and all(isinstance(text, str) for text in value.values())
