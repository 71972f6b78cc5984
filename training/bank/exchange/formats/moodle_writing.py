"""Questions as Moodle XML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from portal.core.pictures import Encoded
from training.bank.exchange.formats.moodle_cloze import cloze
from training.bank.exchange.formats.moodle_xml import PLUGIN_FILE
from training.bank.exchange.formats.pictures_out import with_names
from training.bank.exchange.formats.telling import NotInFormat, Telling
from training.bank.exchange.formats.wording import with_beside
from training.bank.exchange.shares import percent, plain
from training.bank.exchange.values import Kept, Loss, Written
from training.bank.shapes import (
    AnyQuestion,
    Choice,
    Essay,
    GapFill,
    Localised,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    ShortText,
    TrueFalse,
)

_LETTERS = str.maketrans("", "", "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r"))


def write(kept: Sequence[Kept], *, language: str, pictures: Mapping[str, Encoded]) -> Written:
    """A Moodle XML file of the questions, their pictures in it."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    losses: list[Loss] = []
    category: tuple[str, ...] | None = None
    for one in kept:
        writer = _Writer(language, pictures)
        try:
            piece = writer.question(one)
        except NotInFormat as refusal:
            losses.append(Loss(one.name, (refusal.reason,), left_out=True))
            continue
        if one.categories != category:
            category = one.categories
            path = "/".join(("$course$/top", *(name.replace("/", "//") for name in category)))
            lines.append(f'<question type="category"><category>{_plain(path)}</category></question>')
        lines.append(piece)
        if writer.tell.lost:
            losses.append(Loss(one.name, tuple(writer.tell.lost)))
    data = "\n".join([*lines, "</quiz>", ""]).encode()
    return Written(data, "application/xml", "xml", tuple(losses))


def _plain(text: str) -> str:
    return f"<text>{escape(text.translate(_LETTERS))}</text>"


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _number(value: float) -> str:
    return plain(Decimal(repr(value)))


class _Writer:
    def __init__(self, language: str, pictures: Mapping[str, Encoded]) -> None:
        self.tell = Telling(language)
        self._pictures = pictures

    def question(self, one: Kept) -> str:
        """The whole <question>. Raises NotInFormat."""
        kind, parts = self._asked(one.asked)
        self.tell.lose(_("Difficulty and objective."), when=one.difficulty != 3 or one.objective)
        stem = self._stem(one.asked)
        lines = [
            f'<question type="{kind}">',
            f"<name>{_plain(one.name)}</name>",
            self._html("questiontext", stem),
            self._element("generalfeedback", one.asked.explanation),
            "<defaultgrade>1</defaultgrade><penalty>0</penalty><hidden>0</hidden>",
            f"<idnumber>{escape(one.identifier.translate(_LETTERS))}</idnumber>",
            *parts,
            *(self._element("hint", hint) for hint in one.asked.hints),
        ]
        if one.tags:
            lines.append("<tags>" + "".join(f"<tag>{_plain(tag)}</tag>" for tag in one.tags) + "</tags>")
        return "\n".join([*lines, "</question>"])

    def _stem(self, asked: AnyQuestion) -> str:
        text = cloze(asked, self.tell) if isinstance(asked, GapFill) else self.tell.text(asked.stem)
        return with_beside(text, [(picture.sha256, self.tell.text(picture.alt)) for picture in asked.media])

    def _element(self, name: str, texts: Localised, *, attributes: str = "", inside: str = "") -> str:
        return self._html(name, self.tell.text(texts), attributes=attributes, inside=inside)

    def _html(self, name: str, html: str, *, attributes: str = "", inside: str = "") -> str:
        html, files = with_names(html, self._pictures, self.tell, lambda file: f"{PLUGIN_FILE}{file}")
        body = html.translate(_LETTERS).replace("]]>", "]]]]><![CDATA[>")
        packed = "".join(
            f'<file name={quoteattr(file)} path="/" encoding="base64">{b64encode(picture.data).decode()}</file>'
            for file, picture in files.items()
        )
        return f'<{name} format="html"{attributes}><text><![CDATA[{body}]]></text>{packed}{inside}</{name}>'

    def _answer(self, texts: Localised, fraction: str, feedback: Localised) -> str:
        said = self._element("feedback", feedback)
        return self._element("answer", texts, attributes=f' fraction="{fraction}"', inside=said)

    def _bare(self, text: str, fraction: str, feedback: Localised, inside: str = "") -> str:
        said = self._element("feedback", feedback)
        return f'<answer fraction="{fraction}" format="moodle_auto_format">{_plain(text)}{inside}{said}</answer>'

    def _asked(self, asked: AnyQuestion) -> tuple[str, list[str]]:
        match asked:
            case Choice():
                return "multichoice", ["<single>true</single>", *self._options(asked.options, asked.shuffle)]
            case MultipleChoice():
                self.tell.lose(_("That only the whole answer counts."), when=asked.all_or_nothing)
                return "multichoice", ["<single>false</single>", *self._options(asked.options, asked.shuffle)]
            case TrueFalse():
                told = ((True, asked.feedback_true), (False, asked.feedback_false))
                answers = [
                    self._bare(_flag(value), "100" if value == asked.answer else "0", feedback)
                    for value, feedback in told
                ]
                return "truefalse", answers
            case Numeric():
                return "numerical", self._numeric(asked)
            case ShortText():
                case = self.tell.case(asked.keys, can=True)
                keys = [self._bare(key.pattern, percent(key.fraction), key.feedback) for key in asked.keys]
                return "shortanswer", [f"<usecase>{int(case)}</usecase>", *keys]
            case Ordering():
                items = [self._answer(one.text, str(place), {}) for place, one in enumerate(asked.items, 1)]
                grading = "ALL_OR_NOTHING" if asked.all_or_nothing else "RELATIVE_NEXT_EXCLUDE_LAST"
                return "ordering", [f"<selecttype>ALL</selecttype><gradingtype>{grading}</gradingtype>", *items]
            case Matching():
                return "matching", self._pairs(asked)
            case GapFill():
                return "cloze", []
            case Essay():
                return "essay", self._essay(asked)
        raise NotInFormat(_("Moodle XML has no questions of this kind."))

    def _options(self, options: Iterable[Option], shuffle: bool) -> list[str]:
        lines = [f"<shuffleanswers>{_flag(shuffle)}</shuffleanswers>"]
        for one in options:
            self.tell.lose(_("That an option keeps its place."), when=one.fixed)
            lines.append(self._answer(one.text, percent(one.fraction), one.feedback))
        return lines

    def _numeric(self, asked: Numeric) -> list[str]:
        lines = []
        for key in asked.keys:
            self.tell.lose(_("That a tolerance is relative; it is written as a number."), when=key.relative)
            tolerance = key.tolerance * abs(key.value) if key.relative else key.tolerance
            inside = f"<tolerance>{_number(tolerance)}</tolerance>"
            lines.append(self._bare(_number(key.value), percent(key.fraction), key.feedback, inside))
        required = asked.unit_required
        self.tell.lose(_("What an unknown unit costs."), when=asked.wrong_unit_penalty and not required)
        lines.append(f"<unitgradingtype>{int(required)}</unitgradingtype>")
        lines.append(f"<unitpenalty>{_number(asked.wrong_unit_penalty)}</unitpenalty>")
        lines.append(f"<showunits>{0 if asked.units else 3}</showunits>")
        if asked.units:
            units = (
                f"<unit><multiplier>{plain(Decimal(1) / Decimal(repr(unit.factor)))}</multiplier>"
                f"<unit_name>{escape(unit.symbol)}</unit_name></unit>"
                for unit in asked.units
            )
            lines.append(f"<units>{''.join(units)}</units>")
        return lines

    def _pairs(self, asked: Matching) -> list[str]:
        lines = [f"<shuffleanswers>{_flag(asked.shuffle)}</shuffleanswers>"]
        for prompt, choice in self.tell.lines(asked):
            answer = self._element("answer", choice)
            lines.append(self._element("subquestion", prompt, inside=answer))
        return lines

    def _essay(self, asked: Essay) -> list[str]:
        self.tell.lose(_("The rubric."), when=asked.criteria)
        usual = Essay(stem=asked.stem)
        self.tell.lose(_("How long an essay may be."), when=asked.most_characters != usual.most_characters)
        return [
            f"<responseformat>editor</responseformat><responserequired>{int(asked.text_required)}</responserequired>",
            f"<attachments>{asked.files}</attachments>",
            self._element("graderinfo", asked.model_answer),
        ]
