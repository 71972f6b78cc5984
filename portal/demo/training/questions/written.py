"""Reads the questions that were written one by one: lines of `keyword field | field`, texts English then Chinese."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from portal.demo.training.pictures import DRAWINGS, HEIGHT, WIDTH
from portal.demo.training.questions import DIAGNOSIS, HV, SALES, DemoQuestion, both

_KINDS = {
    "choice": "choice",
    "multiple": "multiple",
    "true": "true_false",
    "number": "numeric",
    "text": "short_text",
    "order": "ordering",
    "match": "matching",
    "gap": "gap_fill",
    "spot": "hotspot",
    "essay": "essay",
}


class WrittenError(Exception):
    """A line of a question file does not follow the format."""


@cache
def written() -> tuple[DemoQuestion, ...]:
    """Every question that was written. Raises WrittenError naming the file and the line."""
    return tuple(question for category in (HV, DIAGNOSIS, SALES) for question in _read(category))


def _read(category: str) -> list[DemoQuestion]:
    path = Path(__file__).parent / f"{category}.txt"
    drafts: list[_Draft] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        keyword, _, rest = line.partition(" ")
        fields = [part.strip() for part in rest.split("|")]
        try:
            if keyword == "?":
                drafts.append(_Draft(category, fields))
            else:
                drafts[-1].add(keyword, fields)
        except (IndexError, ValueError, KeyError) as error:
            raise WrittenError(f"{path.name}, line {number}: {line}") from error
    return [draft.question() for draft in drafts]


class _Draft:
    """A question that is being read."""

    def __init__(self, category: str, fields: list[str]) -> None:
        kind, self.identifier = fields[0].split()
        self.category, self.difficulty, self.tag, self.objective = category, int(fields[1]), fields[2], fields[3]
        self.picture = ""
        self.body: dict[str, Any] = {"kind": _KINDS[kind]}

    def add(self, keyword: str, fields: list[str]) -> None:
        match keyword:
            case "ask":
                self.body["stem"] = {code: f"<p>{text}</p>" for code, text in both(*fields).items()}
            case "why":
                self.body["explanation"] = both(*fields)
            case "model":
                self.body["model_answer"] = both(*fields)
            case "answer":
                self.body["answer"] = fields[0] == "yes"
            case "pattern":
                self._list("keys").append({"pattern": fields[0]})
            case "key" | "unit":
                self._number(keyword, fields[0].split())
            case "gap":
                self._list("gaps").append(_gap(fields[0].split(maxsplit=2)))
            case "picture":
                self.picture = fields[0]
            case "at":
                self.body["regions"] = _regions(self.picture, fields[0])
            case _:
                self._part(keyword, fields)

    def _part(self, keyword: str, fields: list[str]) -> None:
        match keyword:
            case "+" | "-":
                options = self._list("options")
                feedback = both(*fields[2:4]) if len(fields) > 2 else {}
                right = 1.0 if keyword == "+" else 0.0
                entry = {"id": f"o{len(options)}", "text": both(*fields[:2]), "fraction": right, "feedback": feedback}
                options.append(entry)
            case "=":
                self._list("items").append({"id": f"i{len(self._list('items'))}", "text": both(*fields)})
            case "~" | "also":
                choice = {"id": f"c{len(self._list('choices'))}", "text": both(*fields[-2:])}
                self._list("choices").append(choice)
                if keyword == "~":
                    prompt = {"id": f"p{choice['id']}", "prompt": both(*fields[:2]), "choice": choice["id"]}
                    self._list("pairs").append(prompt)
            case "crit":
                criteria = self._list("criteria")
                criteria.append({"id": f"k{len(criteria)}", "text": both(*fields), "levels": []})
            case "level":
                levels = self._list("criteria")[-1]["levels"]
                points, _, english = fields[0].partition(" ")
                levels.append({"id": f"l{len(levels)}", "text": both(english, fields[1]), "points": float(points)})
            case _:
                raise ValueError(keyword)

    def _number(self, keyword: str, words: list[str]) -> None:
        if keyword == "key":
            self._list("keys").append({"value": float(words[0]), "tolerance": float(words[1])})
        else:
            self._list("units").append({"symbol": words[0], "factor": float(words[1])})

    def _list(self, name: str) -> list[Any]:
        found: list[Any] = self.body.setdefault(name, [])
        return found

    def question(self) -> DemoQuestion:
        if self.body["kind"] == "multiple":
            share_out(self.body["options"])
        return DemoQuestion(
            identifier=self.identifier,
            name=self.body["stem"]["en"].removeprefix("<p>").removesuffix("</p>")[:100],
            category=self.category,
            difficulty=self.difficulty,
            objective=self.objective,
            tags=(self.tag, "written"),
            body=self.body,
            picture=self.picture,
        )


def share_out(options: list[dict[str, Any]]) -> None:
    """Let the right options of a multiple choice add up to the whole mark; a wrong one costs as much as a right one
    gives."""
    right = sum(option["fraction"] > 0 for option in options)
    for option in options:
        option["fraction"] = (1 if option["fraction"] > 0 else -1) / right


def _gap(words: list[str]) -> dict[str, Any]:
    name, kind, rest = words
    if kind == "text":
        return {"kind": "gap_text", "id": name, "keys": [{"pattern": rest}]}
    value, tolerance = rest.split()
    return {"kind": "gap_number", "id": name, "keys": [{"value": float(value), "tolerance": float(tolerance)}]}


def _regions(picture: str, right: str) -> list[dict[str, Any]]:
    """Smaller places first: one that lies in another is hit before it."""
    places = sorted(DRAWINGS[picture].places.items(), key=lambda entry: (entry[1][2] * entry[1][3], entry[0]))
    numbers = {name: number for number, name in enumerate(DRAWINGS[picture].places, start=1)}
    return [
        {
            "id": name,
            "label": both(f"Place {numbers[name]}", f"位置 {numbers[name]}"),
            "fraction": 1.0 if name == right else 0.0,
            "outline": {
                "kind": "rectangle",
                "left": round(x / WIDTH, 4),
                "top": round(y / HEIGHT, 4),
                "width": round(width / WIDTH, 4),
                "height": round(height / HEIGHT, 4),
            },
        }
        for name, (x, y, width, height) in places
    ]
