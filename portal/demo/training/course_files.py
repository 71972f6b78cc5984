"""Reads the demo's courses: one text file a course, in which every text stands in English and in Chinese."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

LANGUAGES = ("en", "zh-hans")
OPTIONAL = ("download",)
"""Kinds of lesson that nobody has to do."""


class CourseFileError(Exception):
    """A line of a course file does not follow the format."""


class CourseFile:
    """What a course says in one language. `facts` are its single lines by keyword; `modules` are as in the editor,
    but that pictures, manuals, assessments and cards are still names."""

    def __init__(self, name: str, language: str) -> None:
        self.name, self.language = name, language
        self.facts: dict[str, str] = {}
        self.objectives: list[str] = []
        self.modules: list[dict[str, Any]] = []
        self._place = LANGUAGES.index(language)

    def read(self, keyword: str, fields: list[str]) -> None:
        """Add one line. Raises IndexError, ValueError or KeyError when it cannot be understood."""
        match keyword:
            case "title" | "summary":
                self.facts[keyword] = self._of(fields)
            case "code" | "level" | "department" | "brands" | "roles" | "enrolment" | "days":
                self.facts[keyword] = fields[0]
            case "objective":
                self.objectives.append(self._of(fields))
            case "#":
                self.modules.append(self._block("module", f"m{len(self.modules)}", self._of(fields), lessons=[]))
            case "==":
                kind, minutes, english = fields[0].split(maxsplit=2)
                lessons = self.modules[-1]["value"]["lessons"]
                place = f"m{len(self.modules)}-l{len(lessons)}"
                title = self._of([english, fields[1]])
                lessons.append(self._block(kind, place, title, minutes=int(minutes), required=kind not in OPTIONAL))
            case _:
                self._line(self.modules[-1]["value"]["lessons"][-1]["value"], keyword, fields)

    def _line(self, lesson: dict[str, Any], keyword: str, fields: list[str]) -> None:
        match keyword:
            case "p" | "danger" | "warning" | "note":
                text = f"<p>{self._of(fields)}</p>"
                value = text if keyword == "p" else {"weight": keyword, "text": text}
                self._content(lesson, "text" if keyword == "p" else "notice", value)
            case "picture":
                value = {"file": fields[0], "alt": self._of(fields[1:]), "caption": ""}
                self._content(lesson, "picture", value)
            case "card":
                lesson.update(file=fields[0], steps=[])
            case "step":
                lesson["steps"].append(self._of(fields))
            case "-":
                self._bullet(lesson, self._of(fields))
            case "read":
                # First and last page of the English manual, then those of the Chinese one where they differ.
                pages = [int(number) for number in fields[2:]]
                first, last = pages[self._place * 2 :][:2] or pages
                lesson.update(manual=fields[self._place], first_page=first, last_page=last)
            case "look" | "introduction":
                lesson["note" if keyword == "look" else keyword] = self._of(fields)
            case "assess":
                lesson["assessment"] = fields[0]
            case "task":
                lesson["task"] = f"<p>{self._of(fields)}</p>"
            case "check" | "must":
                checked = {"text": self._of(fields), "critical": keyword == "must"}
                lesson.setdefault("checklist", []).append(checked)
            case "scale" | "words":
                kind = "scale" if keyword == "scale" else "text"
                asked = {"text": self._of(fields), "kind": kind, "options": []}
                lesson.setdefault("questions", []).append(asked)
            case _:
                raise ValueError(keyword)

    def _content(self, lesson: dict[str, Any], kind: str, value: Any) -> None:
        content = lesson.setdefault("content", [])
        key = f"{lesson['title']}-{len(content)}"
        content.append({"type": kind, "value": value, "id": self._id(key)})

    def _bullet(self, lesson: dict[str, Any], text: str) -> None:
        """Add to the list that the last text ends with, or begin one."""
        if lesson["content"][-1]["type"] != "text":
            self._content(lesson, "text", "")
        last = lesson["content"][-1]
        if last["value"].endswith("</ul>"):
            last["value"] = last["value"].removesuffix("</ul>") + f"<li>{text}</li></ul>"
        else:
            last["value"] += f"<ul><li>{text}</li></ul>"

    def _block(self, kind: str, place: str, title: str, **value: Any) -> dict[str, Any]:
        return {"type": kind, "id": self._id(place), "value": {"title": title, **value}}

    def _id(self, place: str) -> str:
        """The same on every run: progress hangs on it."""
        return str(uuid5(NAMESPACE_URL, f"demo:{self.name}:{self.language}:{place}"))

    def _of(self, fields: list[str]) -> str:
        return fields[self._place]


@cache
def course_files() -> tuple[CourseFile, ...]:
    """Every course in both languages. Raises CourseFileError naming the file and the line."""
    folder = Path(__file__).parent / "course_texts"
    return tuple(_read(path, language) for path in sorted(folder.glob("*.txt")) for language in LANGUAGES)


def _read(path: Path, language: str) -> CourseFile:
    course = CourseFile(path.stem, language)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        keyword, _, rest = line.partition(" ")
        try:
            course.read(keyword, [part.strip() for part in rest.split("|")])
        except (IndexError, ValueError, KeyError) as error:
            raise CourseFileError(f"{path.name}, line {number}: {line}") from error
    return course
