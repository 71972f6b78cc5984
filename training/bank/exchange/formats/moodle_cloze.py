"""Moodle's embedded answers ("cloze"): `{2:MULTICHOICE:=right#well done~wrong}` within a text, and back.

Source: the documentation of Moodle's Embedded Answers question type; its codes are those of
`question/type/multianswer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from training.bank.exchange.formats.gift import number_of
from training.bank.exchange.formats.telling import Telling
from training.bank.exchange.formats.wording import localised, note
from training.bank.exchange.making import worded
from training.bank.exchange.shares import percent, plain, share
from training.bank.exchange.values import ItemRefused
from training.bank.markup import plain_text
from training.bank.shapes import GapChoice, GapFill, GapNumber, GapText, TextKey

_CHOICE = {"MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"}
_CHOICE |= {"MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"}
_SHORT = {"SHORTANSWER", "SA", "MW"}
_SHORT_CASE = {"SHORTANSWER_C", "SAC", "MWC"}
_NUMBER = {"NUMERICAL", "NM"}
_OPENED = re.compile(r"\{(\d{0,5}):([A-Z_]{1,20}):")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:[.,]\d{1,30})?)%")


def gap_fill(text: str, language: str, lost: list[str]) -> dict[str, Any]:
    """The stem (with [[1]], [[2]]…) and the gaps of a cloze text. Raises ItemRefused."""
    stem: list[str] = []
    gaps: list[dict[str, Any]] = []
    at = 0
    while found := _OPENED.search(text, at):
        end = _end(text, found.end())
        gaps.append(_gap(str(len(gaps) + 1), found[1], found[2], text[found.end() : end], language, lost))
        stem += [text[at : found.start()], f"[[{len(gaps)}]]"]
        at = end + 1
    if not gaps:
        raise ItemRefused(_("The text has no gaps."))
    return {"stem": localised(language, "".join([*stem, text[at:]])), "gaps": gaps}


def _end(text: str, at: int) -> int:
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == "}":
            return at
        else:
            at += 1
    raise ItemRefused(_("A gap in the text is never closed."))


def _gap(name: str, weight: str, kind: str, body: str, language: str, lost: list[str]) -> dict[str, Any]:
    answers = list(_answers(body))
    gap: dict[str, Any] = {"id": name, "weight": float(weight or 1) or 1.0}
    if kind in _CHOICE:
        worded((text for _fraction, text, _feedback in answers), _("the options"))
        options = [
            {
                "id": str(place),
                "text": localised(language, text),
                "fraction": fraction,
                "feedback": localised(language, feedback),
            }
            for place, (fraction, text, feedback) in enumerate(answers, 1)
        ]
        return gap | {"kind": "gap_choice", "options": options}
    keys = []
    for fraction, text, feedback in answers:
        said = {"fraction": fraction, "feedback": localised(language, feedback)}
        bare = plain_text(text)
        if bare == "*" and not fraction:
            note(lost, _("Feedback to every other answer is not kept."))
        elif kind in _NUMBER:
            keys.append(number_of(bare) | said)
        else:
            keys.append({"pattern": bare, "case_sensitive": kind in _SHORT_CASE} | said)
    if kind in _NUMBER:
        return gap | {"kind": "gap_number", "keys": keys}
    if kind in _SHORT | _SHORT_CASE:
        return gap | {"kind": "gap_text", "keys": keys}
    raise ItemRefused(_("Gaps of the kind %(kind)s are not known.") % {"kind": kind})


def _answers(body: str) -> Iterator[tuple[float, str, str]]:
    for piece in _split(body, "~"):
        piece = piece.strip()
        if not piece:
            continue
        fraction = 0.0
        if piece.startswith("="):
            fraction, piece = 1.0, piece[1:]
        elif found := _WEIGHT.match(piece):
            fraction, piece = share(found[1]), piece[found.end() :]
        text, *feedback = _split(piece, "#", once=True)
        yield fraction, _bare(text).strip(), _bare(feedback[0]).strip() if feedback else ""


def _split(text: str, sign: str, *, once: bool = False) -> list[str]:
    # An entity (&#92;) is no feedback.
    return re.split(rf"(?<![\\&]){sign}", text, maxsplit=1 if once else 0)


def _bare(text: str) -> str:
    return re.sub(r"\\([}#~/\"])", r"\1", text)


def cloze(asked: GapFill, tell: Telling) -> str:
    """The text of a question with its gaps as Moodle writes them."""
    text = tell.text(asked.stem)
    for gap in asked.gaps:
        if text.count(f"[[{gap.id}]]") > 1:
            tell.lose(_("That a gap stands at several places."))
        text = text.replace(f"[[{gap.id}]]", _written(gap, tell), 1)
    return text


def _written(gap: GapChoice | GapText | GapNumber, tell: Telling) -> str:
    weight = max(1, round(gap.weight))
    tell.lose(_("The weight of a gap, which is a whole number here."), when=weight != gap.weight)
    match gap:
        case GapChoice():
            kind = "MULTICHOICE"
            tell.lose(_("That an option keeps its place."), when=any(one.fixed for one in gap.options))
            lines = [(one.fraction, _sign(tell.text(one.text)), tell.text(one.feedback)) for one in gap.options]
        case GapText():
            kind = "SHORTANSWER_C" if tell.case(gap.keys, can=True) else "SHORTANSWER"
            lines = [(one.fraction, _pattern(one), tell.text(one.feedback)) for one in gap.keys]
        case GapNumber():
            kind = "NUMERICAL"
            tell.lose(_("That a tolerance is relative; it is written as a number."), when=_relative(gap))
            lines = [(one.fraction, _number(one), tell.text(one.feedback)) for one in gap.keys]
    answers = (f"{_mark(fraction)}{text}{'#' + _sign(said) if said else ''}" for fraction, text, said in lines)
    return f"{{{weight}:{kind}:{'~'.join(answers)}}}"


def _relative(gap: GapNumber) -> bool:
    return any(key.relative for key in gap.keys)


def _number(key: Any) -> str:
    tolerance = key.tolerance * abs(key.value) if key.relative else key.tolerance
    return f"{plain(Decimal(repr(key.value)))}:{plain(Decimal(repr(tolerance)))}"


def _pattern(key: TextKey) -> str:
    return _sign(key.pattern.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _mark(fraction: float) -> str:
    return "=" if fraction == 1 else f"%{percent(fraction)}%"


def _sign(text: str) -> str:
    """A backslash has no escape of its own in Moodle, so it is written as an entity."""
    return re.sub(r"([}#~])", r"\\\1", text.replace("\\", "\0")).replace("\0", "&#92;")
