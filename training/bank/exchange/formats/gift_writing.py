"""Questions as GIFT."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from training.bank.exchange.formats.gift import escaped
from training.bank.exchange.formats.telling import NotInFormat, Telling
from training.bank.exchange.shares import percent, plain
from training.bank.exchange.values import Kept, Loss, Written
from training.bank.shapes import (
    AnyQuestion,
    Choice,
    Essay,
    GapChoice,
    GapFill,
    GapNumber,
    GapText,
    Localised,
    Matching,
    MultipleChoice,
    Numeric,
    NumericKey,
    Option,
    ShortText,
    TextKey,
    TrueFalse,
)


def write(kept: Sequence[Kept], *, language: str) -> Written:
    """A GIFT file of the questions, each with its identifier and tags as a comment that Moodle reads too."""
    pieces: list[str] = []
    losses: list[Loss] = []
    category: tuple[str, ...] | None = None
    for one in kept:
        writer = _Writer(language)
        try:
            piece = writer.piece(one)
        except NotInFormat as refusal:
            losses.append(Loss(one.name, (refusal.reason,), left_out=True))
            continue
        if one.categories != category:
            category = one.categories
            names = "/".join(name.replace("/", "//") for name in ("top", *category))
            pieces.append(f"$CATEGORY: $course$/{names}")
        pieces.append(piece)
        if writer.tell.lost:
            losses.append(Loss(one.name, tuple(writer.tell.lost)))
    data = ("\n\n".join(pieces) + "\n").encode()
    return Written(data, "text/plain; charset=utf-8", "gift", tuple(losses))


class _Writer:
    def __init__(self, language: str) -> None:
        self.tell = Telling(language)

    def piece(self, one: Kept) -> str:
        """The question with its comment and name. Raises NotInFormat."""
        asked = one.asked
        self.tell.no_hints(asked)
        self.tell.no_beside(asked)
        self.tell.lose(_("Difficulty and objective."), when=one.difficulty != 3 or one.objective)
        marks = [f"[id:{_bracketed(one.identifier)}]"] if one.identifier else []
        marks += [f"[tag:{_bracketed(tag)}]" for tag in one.tags]
        comment = f"// {' '.join(marks)}\n" if marks else ""
        stem, answers = self._asked(asked)
        general = self._text(asked.explanation)
        before, hole, behind = stem.partition("[[GAP]]") if isinstance(asked, GapFill) else (stem, "", "")
        inside = answers + (f"\n\t####{general}" if general else "")
        name = escaped(" ".join(one.name.split()))
        tail = f" {behind.strip()}" if hole and behind.strip() else ""
        return f"{comment}::{name}::[html]{before}{{{inside}\n}}{tail}"

    def _text(self, texts: Localised) -> str:
        return escaped(" ".join(self.tell.without_pictures(texts).split()))

    def _asked(self, asked: AnyQuestion) -> tuple[str, str]:
        match asked:
            case Choice():
                self.tell.lose(_("That the options keep their order."), when=not asked.shuffle)
                return self._text(asked.stem), self._options(asked.options, single=True)
            case MultipleChoice():
                self.tell.lose(_("That the options keep their order."), when=not asked.shuffle)
                self.tell.lose(_("That only the whole answer counts."), when=asked.all_or_nothing)
                return self._text(asked.stem), self._options(asked.options, single=False)
            case TrueFalse():
                said = {True: self._text(asked.feedback_true), False: self._text(asked.feedback_false)}
                wrong, right = said[not asked.answer], said[asked.answer]
                feedback = f"#{wrong}#{right}" if wrong or right else ""
                return self._text(asked.stem), ("TRUE" if asked.answer else "FALSE") + feedback
            case Numeric():
                self.tell.lose(_("Units."), when=asked.units)
                return self._text(asked.stem), "#" + self._numbers(asked.keys)
            case ShortText():
                return self._text(asked.stem), self._wordings(asked.keys)
            case Matching():
                return self._text(asked.stem), self._pairs(asked)
            case GapFill():
                return self._gap(asked)
            case Essay():
                self._essay(asked)
                return self._text(asked.stem), ""
        raise NotInFormat(_("GIFT has no questions of this kind."))

    def _options(self, options: Iterable[Option], *, single: bool) -> str:
        lines = []
        for one in options:
            self.tell.lose(_("That an option keeps its place."), when=one.fixed)
            right = single and one.fraction == 1
            weight = "" if right or not one.fraction else f"%{percent(one.fraction)}%"
            text = self._text(one.text)
            if not weight and text.lstrip().startswith("%"):
                weight = "%100%" if right else "%0%"
            lines.append(f"\n\t{'=' if right else '~'}{weight}{text}{self._feedback(one.feedback)}")
        return "".join(lines)

    def _feedback(self, texts: Localised) -> str:
        text = self._text(texts)
        return f"#{text}" if text else ""

    def _weight(self, fraction: float) -> str:
        return "" if fraction == 1 else f"%{percent(fraction)}%"

    def _numbers(self, keys: Iterable[NumericKey]) -> str:
        lines = []
        for key in keys:
            self.tell.lose(_("That a tolerance is relative; it is written as a number."), when=key.relative)
            tolerance = key.tolerance * abs(key.value) if key.relative else key.tolerance
            value = f"{plain(Decimal(repr(key.value)))}:{plain(Decimal(repr(tolerance)))}"
            lines.append(f"\n\t={self._weight(key.fraction)}{value}{self._feedback(key.feedback)}")
        return "".join(lines)

    def _wordings(self, keys: tuple[TextKey, ...]) -> str:
        self.tell.case(keys, can=False)
        lines = []
        for key in keys:
            if "->" in key.pattern:
                raise NotInFormat(_("“->” in an accepted wording makes a matching question in GIFT."))
            weight = "%100%" if key.pattern.startswith("%") and key.fraction == 1 else self._weight(key.fraction)
            lines.append(f"\n\t={weight}{escaped(key.pattern)}{self._feedback(key.feedback)}")
        return "".join(lines)

    def _pairs(self, asked: Matching) -> str:
        self.tell.lose(_("That the choices keep their order."), when=not asked.shuffle)
        if any("->" in self._text(pair.prompt) for pair in asked.pairs):
            raise NotInFormat(_("“->” in a prompt cannot be written in GIFT."))
        told = self.tell.lines(asked)
        return "".join(f"\n\t={self._text(prompt)} -> {self._text(choice)}" for prompt, choice in told)

    def _gap(self, asked: GapFill) -> tuple[str, str]:
        """GIFT has a missing word: one gap with something behind it."""
        gap = asked.gaps[0]
        before, _mark, behind = self.tell.without_pictures(asked.stem).partition(f"[[{gap.id}]]")
        if len(asked.gaps) > 1 or f"[[{gap.id}]]" in behind:
            raise NotInFormat(_("GIFT has no text with several gaps."))
        if not re.sub(r"<[^>]*>|\s", "", behind):
            raise NotInFormat(_("GIFT has no gap at the end of a text."))
        self.tell.lose(_("The weight of a gap."), when=gap.weight != 1)
        match gap:
            case GapChoice():
                answers = self._options(gap.options, single=True)
                if not any(option.fraction == 1 for option in gap.options):
                    raise NotInFormat(_("No option is worth 100 %."))
            case GapText():
                answers = self._wordings(gap.keys)
            case GapNumber():
                answers = "#" + self._numbers(gap.keys)
        stem = f"{escaped(' '.join(before.split()))}[[GAP]]{escaped(' '.join(behind.split()))}"
        return stem, answers

    def _essay(self, asked: Essay) -> None:
        self.tell.lose(_("The rubric."), when=asked.criteria)
        self.tell.lose(_("The model answer."), when=any(asked.model_answer.values()))
        usual = Essay(stem=asked.stem)
        changed = (asked.files, asked.most_characters, asked.text_required)
        self.tell.lose(
            _("How long an essay may be, and its files."),
            when=changed != (usual.files, usual.most_characters, usual.text_required),
        )


def _bracketed(text: str) -> str:
    return re.sub(r"[\[\]\n]", " ", text).strip()
