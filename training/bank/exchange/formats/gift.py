"""GIFT, Moodle's plain text format. Read as Moodle's own `question/format/gift` does, with line numbers.

A blank line ends a question; `// [id:…] [tag:…]` before it tell its identifier and tags; a text after the braces makes
a missing word, which becomes a gap. One line end within a text is a space, `\\n` a new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from training.bank.exchange.formats.decoding import decoded
from training.bank.exchange.formats.wording import html_of, localised, note
from training.bank.exchange.making import made, worded
from training.bank.exchange.shares import decimal, share
from training.bank.exchange.values import MOST_QUESTIONS, Contents, FileRefused, Found, ItemRefused, Reading

FORMS = {"html": "html", "moodle": "moodle", "plain": "plain", "markdown": "markdown"}
# Characters that stand behind a backslash are set aside in a private area, so that what is left of them is syntax.
_ASIDE = {char: chr(0xE000 + place) for place, char in enumerate("~=#{}:\\n")}
_BACK = {chr(0xE000 + place): ("\n" if char == "n" else char) for place, char in enumerate("~=#{}:\\n")}
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_PREFIX = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%\s*([-+]?[0-9]{1,3}(?:[.,][0-9]{1,30})?)\s*%")
_IDENTIFIER = re.compile(r"\[id:([^\]]{1,200})\]")
_TAG = re.compile(r"\[tag:([^\]]{1,100})\]")
_TRUE, _FALSE = {"T", "TRUE"}, {"F", "FALSE"}
_BLANK = "_____"


@dataclass(slots=True)
class _Piece:
    """The lines of one question."""

    line: int
    lines: list[str] = field(default_factory=list)
    identifier: str = ""
    tags: tuple[str, ...] | None = None


def read(data: bytes, reading: Reading) -> Contents:
    """The questions of a GIFT file. Raises FileRefused when it has none or too many."""
    found: list[Found] = []
    categories: tuple[str, ...] = ()
    for piece in _pieces(decoded(data)):
        if piece.lines[0].startswith("$CATEGORY:"):
            categories = path_of(piece.lines.pop(0).removeprefix("$CATEGORY:"))
            if not piece.lines:
                continue
        if len(found) == MOST_QUESTIONS:
            raise FileRefused(_("The file has more than %(count)s questions.") % {"count": MOST_QUESTIONS})
        found.append(_found(piece, categories, reading))
    if not found:
        raise FileRefused(_("The file holds no questions."))
    return Contents(tuple(found))


def path_of(text: str) -> tuple[str, ...]:
    """The names in a Moodle category ("$course$/top/Brakes/Discs"; "//" is a slash in a name)."""
    names = [name.replace("\0", "/").strip() for name in text.strip().replace("//", "\0").split("/")]
    if names and re.fullmatch(r"\$\w+\$", names[0]):
        names = names[1:]
    if names and names[0] == "top":
        names = names[1:]
    return tuple(name for name in names if name)


def _pieces(text: str) -> Iterator[_Piece]:
    piece: _Piece | None = None
    identifier, tags = "", None
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare.startswith("//"):
            if found := _IDENTIFIER.search(bare):
                identifier = found[1].strip()
            if named := _TAG.findall(bare):
                tags = (*(tags or ()), *(name.strip() for name in named))
        elif not bare:
            if piece is not None:
                yield piece
            piece = None
        else:
            if piece is None:
                piece, identifier, tags = _Piece(number, [], identifier, tags), "", None
            piece.lines.append(bare)
            if bare.startswith("$CATEGORY:") and len(piece.lines) == 1:
                identifier, tags = piece.identifier, piece.tags
                yield piece
                piece = None
    if piece is not None:
        yield piece


def _found(piece: _Piece, categories: tuple[str, ...], reading: Reading) -> Found:
    where = _("line %(line)s") % {"line": piece.line}
    lost: list[str] = []
    text = _ESCAPE.sub(lambda match: _ASIDE[match[1]], "\n".join(piece.lines))
    name, text = _named(text)
    facts: dict[str, Any] = {
        "where": where,
        "name": name,
        "identifier": piece.identifier,
        "categories": categories,
        "tags": piece.tags,
    }
    try:
        if "{" not in text and "}" not in text:
            return Found(**facts, refusal=_("A description, not a question."), skipped=True)
        body = _Question(text, reading.language, lost).body()
        return Found(**facts, asked=made(body), lost=tuple(lost))
    except ItemRefused as refusal:
        return Found(**facts, refusal=refusal.reason)


def _named(text: str) -> tuple[str, str]:
    if text.startswith("::") and (end := text.find("::", 2)) > 0:
        return _plain(text[2:end]), text[end + 2 :]
    return "", text


def _plain(text: str) -> str:
    """A piece without its escapes, on one line where it has no line of its own."""
    joined = " ".join(text.split())
    return "".join(_BACK.get(char, char) for char in joined)


def _blocks(text: str) -> tuple[str, str, str]:
    """Before, within and behind the braces. Raises ItemRefused."""
    before, opened, rest = text.partition("{")
    inside, closed, behind = rest.partition("}")
    if "}" in before or not opened:
        raise ItemRefused(_("A “}” has no “{” before it. Write \\} for the character itself."))
    if not closed:
        raise ItemRefused(_("The “{” is never closed. A blank line ends a question, within braces too."))
    if "{" in inside or "{" in behind or "}" in behind:
        raise ItemRefused(_("There is more than one pair of braces. Write \\{ and \\} for the characters themselves."))
    return before, inside, behind


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer: its sign, its percentage (None if none), its text and its feedback, escapes still set aside."""

    sign: str
    weight: float | None
    text: str
    feedback: str


class _Question:
    """One question's text, from its braces to the body of a shape."""

    def __init__(self, text: str, language: str, lost: list[str]) -> None:
        before, inside, behind = _blocks(text)
        self._language, self._lost = language, lost
        self._form = "moodle"
        if prefix := _PREFIX.match(before):
            self._form, before = FORMS[prefix[1].lower()], before[prefix.end() :]
        self._inside, _sign, self._general = inside.partition("####")
        self._inside = self._inside.strip()
        self._before, self._behind = before.strip(), behind.strip()

    def body(self) -> dict[str, Any]:
        kind, parts = self._parts()
        gap = self._gap(kind, parts) if self._behind else None
        hole = "" if not self._behind else "[[1]]" if gap else _BLANK
        stem = " ".join(part for part in (self._before, hole, self._behind) if part)
        if self._behind and self._behind[0] in ".,;:!?)，。；：！？）":
            stem = f"{self._before} {hole}{self._behind}"
        body = {"kind": "gap_fill", "gaps": [gap]} if gap else {"kind": kind, **parts}
        return body | {"stem": self._text(stem), "explanation": self._text(self._general)}

    def _gap(self, kind: str, parts: dict[str, Any]) -> dict[str, Any] | None:
        """What stands in the middle of a sentence as a gap, where there is such a gap."""
        match kind:
            case "choice":
                return {"kind": "gap_choice", "id": "1", "options": parts["options"]}
            case "short_text":
                return {"kind": "gap_text", "id": "1", "keys": parts["keys"]}
            case "numeric":
                return {"kind": "gap_number", "id": "1", "keys": parts["keys"]}
        return None

    def _parts(self) -> tuple[str, dict[str, Any]]:
        inside = self._inside
        if not inside:
            return "essay", {}
        if inside.startswith("#"):
            return "numeric", {"keys": list(self._numbers(inside[1:]))}
        if "~" in inside:
            return self._choice(list(self._answers("~=")))
        if "=" in inside and "->" in inside:
            return "matching", self._matching()
        word, _sign, feedback = inside.partition("#")
        if word.strip().upper() in _TRUE | _FALSE:
            return "true_false", self._truth(word.strip().upper() in _TRUE, feedback)
        if "=" not in inside:
            raise ItemRefused(
                _("“%(text)s” is no answer: a right one begins with =, a wrong one with ~.")
                % {"text": _plain(inside)[:40]}
            )
        return "short_text", {"keys": [self._wording(one) for one in self._answers("=")]}

    def _answers(self, signs: str) -> Iterator[_Answer]:
        pieces = re.split(f"([{signs}])", self._inside)
        if pieces[0].strip():
            raise ItemRefused(_("“%(text)s” stands before the first answer.") % {"text": _plain(pieces[0])[:40]})
        for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            weight = None
            if found := _WEIGHT.match(piece):
                weight, piece = share(found[1]), piece[found.end() :]
            text, _sign, feedback = piece.partition("#")
            yield _Answer(sign, weight, text, feedback)

    def _choice(self, answers: list[_Answer]) -> tuple[str, dict[str, Any]]:
        single = any(one.sign == "=" for one in answers)
        options = []
        for place, one in enumerate(answers, 1):
            fraction = one.weight if one.weight is not None else float(one.sign == "=")
            options.append(
                {
                    "id": str(place),
                    "text": self._text(one.text),
                    "fraction": fraction,
                    "feedback": self._text(one.feedback),
                }
            )
        worded((one.text for one in answers), _("the options"))
        return "choice" if single else "multiple", {"options": options}

    def _matching(self) -> dict[str, Any]:
        pairs: list[dict[str, Any]] = []
        choices: dict[str, str] = {}
        for place, one in enumerate(self._answers("="), 1):
            prompt, arrow, choice = one.text.partition("->")
            if not arrow or not choice.strip():
                raise ItemRefused(
                    _("“%(text)s” has no “->” with what it belongs to.") % {"text": _plain(one.text)[:40]}
                )
            name = choices.setdefault(_plain(choice), str(len(choices) + 1))
            if one.feedback.strip():
                note(self._lost, _("Feedback to single pairs is not kept."))
            if prompt.strip():
                pairs.append({"id": str(place), "prompt": self._text(prompt), "choice": name})
        items = [{"id": name, "text": self._text(self._escaped(text))} for text, name in choices.items()]
        return {"pairs": pairs, "choices": items}

    def _truth(self, answer: bool, feedback: str) -> dict[str, Any]:
        wrong, _sign, right = feedback.partition("#")
        said = {answer: self._text(right), not answer: self._text(wrong)}
        return {"answer": answer, "feedback_true": said[True], "feedback_false": said[False]}

    def _wording(self, one: _Answer) -> dict[str, Any]:
        return {
            "pattern": _plain(one.text),
            "fraction": 1.0 if one.weight is None else one.weight,
            "feedback": self._text(one.feedback),
        }

    def _numbers(self, text: str) -> Iterator[dict[str, Any]]:
        self._inside = text if text.lstrip().startswith(("=", "~")) else f"={text}"
        for one in self._answers("=~"):
            value = _plain(one.text)
            if value in ("*", ""):
                note(self._lost, _("Feedback to every other number is not kept."))
                continue
            weight = one.weight if one.weight is not None else float(one.sign == "=")
            yield number_of(value) | {"fraction": weight, "feedback": self._text(one.feedback)}

    def _escaped(self, text: str) -> str:
        return _ESCAPE.sub(lambda match: _ASIDE[match[1]], escaped(text))

    def _text(self, text: str) -> dict[str, str]:
        form = self._form
        if prefix := _PREFIX.match(text):
            form, text = FORMS[prefix[1].lower()], text[prefix.end() :]
        plain = "".join(_BACK.get(char, char) for char in text.strip()) if form == "markdown" else _plain(text)
        return localised(self._language, html_of(plain, form))


def number_of(text: str) -> dict[str, Any]:
    """ "1822", "1822:5" (tolerance) or "1817..1827" (range) as a key. Raises ItemRefused."""
    low, dots, high = text.partition("..")
    if dots:
        first, last = decimal(low), decimal(high)
        if last < first:
            raise ItemRefused(_("The range %(range)s ends before it begins.") % {"range": text[:40]})
        return {"value": float((first + last) / 2), "tolerance": float((last - first) / 2)}
    value, _colon, tolerance = text.partition(":")
    return {"value": float(decimal(value)), "tolerance": float(decimal(tolerance or "0"))}


def escaped(text: str) -> str:
    """The text with a backslash before every sign of the format."""
    return re.sub(r"([~=#{}:\\])", r"\\\1", text).replace("\n", "\\n")
