"""Tables of questions, as CSV or XLSX: one row a question, or one row for each of its languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from training.bank.exchange.formats import sheet_kinds
from training.bank.exchange.formats.sheet_columns import NUMBERED, keys_of, kind_of, truth_of
from training.bank.exchange.formats.sheet_rows import Row, csv_rows, xlsx_rows
from training.bank.exchange.formats.wording import html_of, kept_tags, localised
from training.bank.exchange.making import made
from training.bank.exchange.shares import decimal
from training.bank.exchange.values import MOST_QUESTIONS, Contents, FileRefused, Found, ItemRefused, Reading

LANGUAGES = {
    "zh": "zh-hans",
    "zh-cn": "zh-hans",
    "中文": "zh-hans",
    "英文": "en",
    "chinese": "zh-hans",
    "english": "en",
}


def read_csv(data: bytes, reading: Reading) -> Contents:
    """The questions of a CSV table. Raises FileRefused."""
    return _read(csv_rows(data), reading)


def read_xlsx(data: bytes, reading: Reading) -> Contents:
    """The questions of the first sheet of a workbook. Raises FileRefused."""
    return _read(xlsx_rows(data), reading)


class Line:
    """One row: its cells by column, and its texts in its language."""

    def __init__(self, number: int, cells: dict[str, str], language: str) -> None:
        self.number, self.cells = number, cells
        said = cells.get("language", "").strip().lower()
        self.language = LANGUAGES.get(said, said) or language
        self.lost: list[str] = []

    def word(self, key: str, default: str = "") -> str:
        return self.cells.get(key) or default

    def flag(self, key: str, *, default: bool) -> bool:
        """Raises ItemRefused when the cell is neither yes nor no."""
        word = self.word(key)
        truth = truth_of(word) if word else default
        if truth is None:
            raise ItemRefused(_("“%(text)s” is neither yes nor no.") % {"text": word[:40]})
        return truth

    def html(self, key: str) -> str:
        return kept_tags(html_of(self.word(key), "moodle"))

    def text(self, key: str) -> dict[str, str]:
        return localised(self.language, self.html(key))

    def numbers(self, *names: str) -> list[int]:
        """The numbers of the columns that are filled in, of columns like "option 3"."""
        filled = {
            int(key.rpartition("_")[2])
            for key in self.cells
            if key.partition("_")[0] in names and key.partition("_")[0] in NUMBERED and self.cells[key]
        }
        return sorted(filled)


def _read(rows: Iterable[Row], reading: Reading) -> Contents:
    keys: list[str] | None = None
    groups: list[list[Line]] = []
    by_identifier: dict[str, list[Line]] = {}
    for number, cells in rows:
        if not any(cells):
            continue
        if keys is None:
            while cells and not cells[-1]:
                cells.pop()
            keys = keys_of(cells)
            continue
        line = Line(number, _named(keys, cells), reading.language)
        group = by_identifier.get(line.word("identifier"))
        if group is not None and line.language not in {one.language for one in group}:
            group.append(line)
            continue
        groups.append([line])
        if line.word("identifier"):
            by_identifier.setdefault(line.word("identifier"), groups[-1])
        if len(groups) > MOST_QUESTIONS:
            raise FileRefused(_("The file has more than %(count)s questions.") % {"count": MOST_QUESTIONS})
    if not groups:
        raise FileRefused(_("The file holds no questions."))
    return Contents(tuple(_found(group) for group in groups))


def _named(keys: list[str], cells: list[str]) -> dict[str, str]:
    named = {key: cell for key, cell in zip(keys, cells, strict=False) if key and cell}
    if any(cells[len(keys) :]):
        named["beyond"] = "1"
    return named


def _found(group: list[Line]) -> Found:
    first = group[0]
    facts: dict[str, Any] = {
        "where": _("line %(line)s") % {"line": first.number},
        "name": first.word("name"),
        "identifier": first.word("identifier"),
        "categories": tuple(name.strip() for name in first.word("category").split("/") if name.strip()),
        "tags": tuple(tag.strip() for tag in first.word("tags").split(";") if tag.strip()) or None,
        "objective": first.word("objective") or None,
    }
    try:
        if "beyond" in first.cells:
            raise ItemRefused(_("The line has more cells than the heading. Put cells with commas in quotation marks."))
        difficulty = _difficulty(first)
        bodies = [_body(line, first) for line in group]
        asked = made(_together(bodies))
        lost = tuple(dict.fromkeys(sentence for line in group for sentence in line.lost))
        return Found(**facts, difficulty=difficulty, asked=asked, lost=lost)
    except ItemRefused as refusal:
        return Found(**facts, refusal=refusal.reason)


def _difficulty(line: Line) -> int | None:
    word = line.word("difficulty")
    if not word:
        return None
    value = decimal(word)
    if value not in (1, 2, 3, 4, 5):
        raise ItemRefused(_("A difficulty is a number from 1 to 5."))
    return int(value)


def _body(line: Line, first: Line) -> dict[str, Any]:
    """The row as a question; a translation has the settings of the first row where it says none."""
    kind = kind_of(line.word("kind") or first.word("kind"))
    if kind is None:
        raise ItemRefused(_("“%(text)s” is no kind of question.") % {"text": line.word("kind")[:40]})
    if line is not first:
        texts = {"question", "explanation", "model_answer", "option", "match", "feedback", "hint", "language"}
        said = {
            key: cell for key, cell in first.cells.items() if key.partition("_")[0] not in texts and key not in texts
        }
        line.cells = said | line.cells
    reader: Callable[[Line], dict[str, Any]] = sheet_kinds.READERS[kind]
    body = {"kind": kind, "stem": line.text("question")} | reader(line)
    body["explanation"] = line.text("explanation")
    body["hints"] = [line.text(f"hint_{number}") for number in line.numbers("hint")]
    body["media"] = [sheet_kinds.picture_of(row, line.language) for row in line.word("pictures").splitlines() if row]
    return body


def _together(bodies: list[dict[str, Any]]) -> dict[str, Any]:
    """One question of its rows. Raises ItemRefused when a translation has other parts."""
    whole = bodies[0]
    for other in bodies[1:]:
        _add(whole, other)
    return whole


def _add(whole: Any, other: Any) -> None:
    if isinstance(whole, list):
        if len(whole) != len(other):
            raise ItemRefused(_("The translation has other parts than the question."))
        for one, two in zip(whole, other, strict=True):
            _add(one, two)
    elif isinstance(whole, dict):
        for key, value in other.items():
            if isinstance(whole.get(key), dict | list):
                _add(whole[key], value)
            else:
                whole.setdefault(key, value)
