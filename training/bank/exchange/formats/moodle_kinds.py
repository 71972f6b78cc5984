"""Moodle's question types, one by one, as bodies of the bank's shapes."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.bank.exchange.formats.moodle_cloze import gap_fill
from training.bank.exchange.making import worded
from training.bank.exchange.shares import decimal, share
from training.bank.exchange.values import ItemRefused

if TYPE_CHECKING:
    from training.bank.exchange.formats.moodle_xml import Source

MOST_FILES = 10


def _word(element: Element, name: str = "text") -> str:
    inner = element.find(name)
    return "" if inner is None else "".join(inner.itertext()).strip()


def _fraction(answer: Element) -> float:
    return share(answer.get("fraction") or "0")


def _choice(source: Source) -> dict[str, Any]:
    options: list[dict[str, Any]] = [
        {
            "id": str(place),
            "text": source.text(answer),
            "fraction": _fraction(answer),
            "feedback": source.feedback(answer),
        }
        for place, answer in enumerate(source.element.findall("answer"), 1)
    ]
    worded((text for option in options for text in list(option["text"].values()) or [""]), _("the options"))
    several = source.kind == "multichoiceset" or not source.flag("single", default=True)
    body: dict[str, Any] = {"options": options, "shuffle": source.flag("shuffleanswers", default=True)}
    if not several:
        return body | {"kind": "choice"}
    if source.kind == "multichoiceset":
        right = sum(option["fraction"] > 0 for option in options) or 1
        for option in options:
            option["fraction"] = 1 / right if option["fraction"] > 0 else 0.0
    return body | {"kind": "multiple", "all_or_nothing": source.kind == "multichoiceset"}


def _true_false(source: Source) -> dict[str, Any]:
    answers = {_word(answer).lower(): answer for answer in source.element.findall("answer")}
    if not {"true", "false"} <= set(answers):
        raise ItemRefused(_("True and false are not both among the answers."))
    return {
        "kind": "true_false",
        "answer": _fraction(answers["true"]) > _fraction(answers["false"]),
        "feedback_true": source.feedback(answers["true"]),
        "feedback_false": source.feedback(answers["false"]),
    }


def _numeric(source: Source) -> dict[str, Any]:
    keys = []
    for answer in source.element.findall("answer"):
        fraction, value = _fraction(answer), _word(answer)
        if value == "*":
            source.lose(_("Feedback to every other number is not kept."))
            continue
        keys.append(
            {
                "value": float(decimal(value)),
                "tolerance": float(decimal(_word(answer, "tolerance") or "0")),
                "fraction": fraction,
                "feedback": source.feedback(answer),
            }
        )
    units = [_unit(unit) for unit in source.element.findall("units/unit")]
    required = bool(units) and source.word("unitgradingtype", "0") in ("1", "2")
    penalty = float(decimal(source.word("unitpenalty", "0"))) if required else 0.0
    return {
        "kind": "numeric",
        "keys": keys,
        "units": units,
        "unit_required": required,
        "wrong_unit_penalty": min(max(penalty, 0.0), 1.0),
    }


def _unit(element: Element) -> dict[str, Any]:
    """Moodle's multiplier is what the key is multiplied by to be in this unit, so the given number is divided by it."""
    multiplier = decimal(_word(element, "multiplier") or "1")
    if multiplier <= 0:
        raise ItemRefused(_("The factor of a unit has to be above 0."))
    return {"symbol": _word(element, "unit_name"), "factor": float(Decimal(1) / multiplier)}


def _short_text(source: Source) -> dict[str, Any]:
    case = source.flag("usecase", default=False)
    keys = []
    for answer in source.element.findall("answer"):
        pattern, fraction = _word(answer), _fraction(answer)
        if pattern == "*" and not fraction:
            source.lose(_("Feedback to every other answer is not kept."))
            continue
        keys.append(
            {
                "pattern": pattern,
                "case_sensitive": case,
                "fraction": fraction,
                "feedback": source.feedback(answer),
            }
        )
    return {"kind": "short_text", "keys": keys}


def _matching(source: Source) -> dict[str, Any]:
    pairs: list[dict[str, Any]] = []
    choices: dict[str, str] = {}
    for sub in source.element.findall("subquestion"):
        answer = sub.find("answer")
        right = source.html(answer) if answer is not None else ""
        if not right:
            raise ItemRefused(_("A prompt has nothing that belongs to it."))
        name = choices.setdefault(right, str(len(choices) + 1))
        prompt = source.text(sub)
        if prompt:
            pairs.append({"id": str(len(pairs) + 1), "prompt": prompt, "choice": name})
    items = [{"id": name, "text": {source.language: text}} for text, name in choices.items()]
    shuffle = source.flag("shuffleanswers", default=True)
    return {"kind": "matching", "pairs": pairs, "choices": items, "shuffle": shuffle}


def _essay(source: Source) -> dict[str, Any]:
    attachments = int(decimal(source.word("attachments", "0")))
    form = source.word("responseformat", "editor")
    files = MOST_FILES if attachments < 0 else min(attachments, MOST_FILES)
    source.lose(_("The text that learners begin with is not kept."), when=source.word("responsetemplate"))
    limits = [name for name in ("minwordlimit", "maxwordlimit") if source.word(name, "0") not in ("0", "")]
    source.lose(_("Limits in words are not kept."), when=limits)
    if form == "noinline":
        return {"kind": "essay", "files": max(files, 1), "text_required": False, "model_answer": _for_graders(source)}
    return {
        "kind": "essay",
        "files": files,
        "text_required": source.flag("responserequired", default=True),
        "model_answer": _for_graders(source),
    }


def _for_graders(source: Source) -> dict[str, str]:
    return source.text(source.element.find("graderinfo"))


def _cloze(source: Source) -> dict[str, Any]:
    text = source.html(source.element.find("questiontext"))
    return {"kind": "gap_fill", **gap_fill(text, source.language, source.lost)}


def _drag_or_select(source: Source) -> dict[str, Any]:
    """Words into a text: [[1]] is the gap of the first box, and the boxes of its group may be put there."""
    boxes = source.element.findall("dragbox") or source.element.findall("selectoption")
    texts = [source.html(box) for box in boxes]
    groups = [_word(box, "group") or "1" for box in boxes]
    stem = source.html(source.element.find("questiontext"))
    gaps: list[dict[str, Any]] = []

    def put(found: re.Match[str]) -> str:
        place = int(found[1])
        if not 1 <= place <= len(boxes):
            raise ItemRefused(_("The gap [[%(number)s]] has no word.") % {"number": place})
        options = [
            {"id": str(spot), "text": {source.language: text}, "fraction": float(spot == place)}
            for spot, (text, group) in enumerate(zip(texts, groups, strict=True), 1)
            if group == groups[place - 1]
        ]
        gaps.append({"kind": "gap_choice", "id": f"g{len(gaps) + 1}", "options": options})
        return f"[[g{len(gaps)}]]"

    stem = re.sub(r"\[\[(\d{1,3})\]\]", put, stem)
    if not gaps:
        raise ItemRefused(_("The text has no gaps."))
    return {"kind": "gap_fill", "stem": {source.language: stem}, "gaps": gaps}


def _ordering(source: Source) -> dict[str, Any]:
    answers = source.element.findall("answer")
    ranks = [decimal(answer.get("fraction") or "0") for answer in answers]
    if len(set(ranks)) == len(ranks):
        answers = [answer for _rank, answer in sorted(zip(ranks, answers, strict=True), key=lambda pair: pair[0])]
    grading = source.word("gradingtype", "ALL_OR_NOTHING").upper()
    whole = grading in ("ALL_OR_NOTHING", "-1")
    near = ("RELATIVE_NEXT_EXCLUDE_LAST", "1")
    source.lose(_("Partial credit is given for neighbours in order instead."), when=not whole and grading not in near)
    source.lose(
        _("All items are asked for, not some."), when=source.word("selecttype", "ALL").upper() not in ("ALL", "0")
    )
    items: list[dict[str, Any]] = [
        {"id": str(place), "text": source.text(answer)} for place, answer in enumerate(answers, 1)
    ]
    worded((text for item in items for text in list(item["text"].values()) or [""]), _("the items"))
    return {"kind": "ordering", "items": items, "all_or_nothing": whole}


READERS: dict[str, Callable[[Source], dict[str, Any]]] = {
    "multichoice": _choice,
    "multichoiceset": _choice,
    "truefalse": _true_false,
    "numerical": _numeric,
    "shortanswer": _short_text,
    "matching": _matching,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _drag_or_select,
    "gapselect": _drag_or_select,
    "ordering": _ordering,
}
_FORMULA = gettext_lazy("Questions that are calculated by a formula are not known here.")
_PICTURE = gettext_lazy("Questions in which things are dragged onto a picture are not known here.")
_RANDOM = gettext_lazy("A random question is a rule of a quiz, not a question.")
REASONS: dict[str, Any] = {
    "calculated": _FORMULA,
    "calculatedmulti": _FORMULA,
    "calculatedsimple": _FORMULA,
    "ddimageortext": _PICTURE,
    "ddmarker": _PICTURE,
    "random": _RANDOM,
    "randomsamatch": _RANDOM,
}
