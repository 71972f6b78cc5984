"""Questions as items of QTI, made in the spelling of 2.1; `qti_tree.three` turns them into 3.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from portal.core.pictures import Encoded
from training.bank.exchange.formats.pictures_out import file_name, with_names
from training.bank.exchange.formats.qti_rules import Rules
from training.bank.exchange.formats.qti_tree import add, put_html, put_text
from training.bank.exchange.formats.telling import NotInFormat, Telling
from training.bank.exchange.formats.wording import with_beside
from training.bank.exchange.shares import plain
from training.bank.exchange.values import Kept
from training.bank.shapes import (
    Choice,
    Ellipse,
    Essay,
    GapChoice,
    GapFill,
    GapNumber,
    GapText,
    Hotspot,
    Localised,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Polygon,
    Rectangle,
    ShortText,
    TrueFalse,
)

FOLDER = "media"
RESPONSE = "RESPONSE"


def named(name: str) -> str:
    """An id of the bank as an identifier of QTI, which begins with a letter."""
    return name if name[0].isalpha() and not name.startswith("id_") else f"id_{name}"


def number(value: float) -> str:
    return plain(Decimal(repr(value)))


class ItemWriter:
    """One item. `files` are the pictures that it shows, by their names in the package."""

    def __init__(self, language: str, pictures: Mapping[str, Encoded]) -> None:
        self.tell = Telling(language)
        self.files: dict[str, Encoded] = {}
        self._pictures = pictures

    def item(self, one: Kept, identifier: str) -> Element:
        """The <assessmentItem>. Raises NotInFormat."""
        asked = one.asked
        self.tell.no_hints(asked)
        self.tell.lose(_("The objective."), when=one.objective)
        made = Element(
            "assessmentItem",
            {"identifier": identifier, "title": one.name, "adaptive": "false", "timeDependent": "false"},
        )
        made.set("xml:lang", self.tell.language)
        self._body, self._rules = Element("itemBody"), Rules(made, self._html)
        self._asked(asked)
        made.append(self._body)
        self._rules.close(self.tell.text(asked.explanation))
        return made

    def _html(self, parent: Element, html: str) -> None:
        html, files = with_names(html, self._pictures, self.tell, lambda name: f"../{FOLDER}/{name}")
        self.files |= files
        put_html(parent, html)

    def _put(self, parent: Element, texts: Localised) -> None:
        self._html(parent, self.tell.text(texts))

    def _stem(self, asked: object) -> Element:
        holder = add(self._body, "div")
        beside = [(one.sha256, self.tell.text(one.alt)) for one in asked.media]  # type: ignore[attr-defined]
        self._html(holder, with_beside(self.tell.text(asked.stem), beside))  # type: ignore[attr-defined]
        return holder

    def _asked(self, asked: object) -> None:
        match asked:
            case Choice() | MultipleChoice():
                self._stem(asked)
                self._choice(asked)
            case TrueFalse():
                self._stem(asked)
                self._true_false(asked)
            case Numeric():
                self._stem(asked)
                self.tell.lose(_("Units."), when=asked.units)
                self._entry(asked.keys, "float")
            case ShortText():
                self._stem(asked)
                self._entry(asked.keys, "string")
            case Ordering():
                self._stem(asked)
                self._order(asked)
            case Matching():
                self._stem(asked)
                self._match(asked)
            case GapFill():
                self._gaps(asked)
            case Hotspot():
                self._stem(asked)
                self._hotspot(asked)
            case Essay():
                self._stem(asked)
                self._essay(asked)

    def _choice(self, asked: Choice | MultipleChoice) -> None:
        several = isinstance(asked, MultipleChoice)
        most = str(len(asked.options)) if several else "1"
        interaction = add(
            self._body,
            "choiceInteraction",
            responseIdentifier=RESPONSE,
            shuffle=str(asked.shuffle).lower(),
            maxChoices=most if several else "1",
        )
        worth = {named(one.id): Decimal(repr(one.fraction)) for one in asked.options}
        whole = isinstance(asked, MultipleChoice) and asked.all_or_nothing
        if whole:
            right = [value for value in worth.values() if value > 0]
            unlike = len(set(right)) > 1 or any(value < 0 for value in worth.values())
            self.tell.lose(_("Shares of options of which only all together count."), when=unlike)
        self._rules.identifiers(RESPONSE, worth, several=several, whole=whole)
        for one in asked.options:
            choice = add(interaction, "simpleChoice", identifier=named(one.id))
            if one.fixed:
                choice.set("fixed", "true")
                self.tell.lose(_("Which options keep their place, as none is shuffled."), when=not asked.shuffle)
            self._put(choice, one.text)
            self._inline_feedback(choice, one)

    def _inline_feedback(self, choice: Element, one: Option) -> None:
        if text := self.tell.text(one.feedback):
            self._rules.show_chosen(RESPONSE)
            shown = add(
                choice, "feedbackInline", outcomeIdentifier="FEEDBACK", identifier=named(one.id), showHide="show"
            )
            self._html(shown, text)

    def _true_false(self, asked: TrueFalse) -> None:
        interaction = add(self._body, "choiceInteraction", responseIdentifier=RESPONSE, shuffle="false", maxChoices="1")
        worth = {"true": Decimal(int(asked.answer)), "false": Decimal(int(not asked.answer))}
        self._rules.identifiers(RESPONSE, worth, several=False, whole=False)
        for name, feedback in (("true", asked.feedback_true), ("false", asked.feedback_false)):
            choice = add(interaction, "simpleChoice", name, identifier=name)
            self._inline_feedback(choice, Option(id=name, text={}, feedback=feedback))

    def _entry(self, keys: Sequence[object], base: str) -> None:
        holder = add(self._body, "div", **{"class": "question-entry"})
        add(holder, "textEntryInteraction", responseIdentifier=RESPONSE)
        self._rules.entry(RESPONSE, keys, base, self.tell, self._rules.feedback)

    def _order(self, asked: Ordering) -> None:
        self.tell.lose(_("Partial credit for items in order."), when=not asked.all_or_nothing)
        interaction = add(self._body, "orderInteraction", responseIdentifier=RESPONSE, shuffle="true")
        for one in asked.items:
            self._put(add(interaction, "simpleChoice", identifier=named(one.id)), one.text)
        self._rules.order(RESPONSE, [named(one.id) for one in asked.items])

    def _match(self, asked: Matching) -> None:
        clash = {pair.id for pair in asked.pairs} & {one.id for one in asked.choices}
        prompt = {pair.id: named(f"{pair.id}-p" if clash else pair.id) for pair in asked.pairs}
        interaction = add(
            self._body,
            "matchInteraction",
            responseIdentifier=RESPONSE,
            shuffle=str(asked.shuffle).lower(),
            maxAssociations=str(len(asked.pairs)),
        )
        left, right = add(interaction, "simpleMatchSet"), add(interaction, "simpleMatchSet")
        for pair in asked.pairs:
            self._put(add(left, "simpleAssociableChoice", identifier=prompt[pair.id], matchMax="1"), pair.prompt)
        for one in asked.choices:
            most = str(len(asked.pairs))
            self._put(add(right, "simpleAssociableChoice", identifier=named(one.id), matchMax=most), one.text)
        self._rules.pairs(RESPONSE, [f"{prompt[pair.id]} {named(pair.choice)}" for pair in asked.pairs])

    def _gaps(self, asked: GapFill) -> None:
        text = self.tell.text(asked.stem)
        for gap in asked.gaps:
            self.tell.lose(_("That a gap stands at several places."), when=text.count(f"[[{gap.id}]]") > 1)
            text = text.replace(f"[[{gap.id}]]", f'<span id="\0{gap.id}"></span>', 1)
        beside = [(one.sha256, self.tell.text(one.alt)) for one in asked.media]
        holder = add(self._body, "div")
        self._html(holder, with_beside(text.replace("\0", "gap-of-the-text-"), beside))
        by_name = {one.get("id", ""): one for one in holder.iter("span")}
        for gap in asked.gaps:
            spot = by_name.get(f"gap-of-the-text-{gap.id}")
            if spot is None:
                raise NotInFormat(_("A gap stands in a place where none can be."))
            self._gap(gap, spot)

    def _gap(self, gap: GapChoice | GapText | GapNumber, spot: Element) -> None:
        name, tail = named(gap.id), spot.tail
        spot.clear()
        spot.tail = tail
        spot.set("responseIdentifier", name)
        weight = Decimal(repr(gap.weight))
        match gap:
            case GapChoice():
                spot.tag = "inlineChoiceInteraction"
                spot.set("shuffle", "false")
                worth = {named(one.id): Decimal(repr(one.fraction)) * weight for one in gap.options}
                for one in gap.options:
                    choice = add(spot, "inlineChoice", identifier=named(one.id))
                    if one.fixed:
                        choice.set("fixed", "true")
                    self._plain(choice, one.text)
                most = max(one.fraction for one in gap.options)
                self.tell.lose(_("That no option of a gap is worth all of it."), when=most != 1)
                feedback = {named(one.id): self.tell.text(one.feedback) for one in gap.options if one.feedback}
                self._rules.among(name, worth, feedback)
            case GapText() | GapNumber():
                spot.tag = "textEntryInteraction"
                most = max(key.fraction for key in gap.keys)
                self.tell.lose(_("That no answer to a gap is worth all of it."), when=most != 1)
                base = "string" if isinstance(gap, GapText) else "float"
                self._rules.entry(name, gap.keys, base, self.tell, self._rules.feedback, weight=weight)

    def _plain(self, parent: Element, texts: Localised) -> None:
        """An inline choice holds words only."""
        put_text(parent, self.tell.plain(texts))

    def _hotspot(self, asked: Hotspot) -> None:
        picture = self._pictures.get(asked.picture.sha256)
        if picture is None:
            raise NotInFormat(_("A picture whose file is not there."))
        name = file_name(asked.picture.sha256, picture)
        self.files[name] = picture
        several = asked.most_points > 1
        interaction = add(
            self._body, "hotspotInteraction", responseIdentifier=RESPONSE, maxChoices=str(asked.most_points)
        )
        size = {"width": str(picture.width), "height": str(picture.height)}
        alt = self.tell.text(asked.picture.alt)
        add(interaction, "object", alt, data=f"../{FOLDER}/{name}", type=picture.content_type, **size)
        for one in asked.regions:
            shape, coords = self._outline(one.outline, picture.width, picture.height)
            label = self.tell.text(one.label)
            add(
                interaction,
                "hotspotChoice",
                identifier=named(one.id),
                shape=shape,
                coords=coords,
                hotspotLabel=label,
            )
            self._rules.feedback_of(RESPONSE, named(one.id), self.tell.text(one.feedback), several=several)
        self.tell.lose(_("Feedback to single places."), when=several and any(one.feedback for one in asked.regions))
        worth = {named(one.id): Decimal(repr(one.fraction)) for one in asked.regions}
        self._rules.identifiers(RESPONSE, worth, several=several, whole=False)

    def _outline(self, outline: Rectangle | Ellipse | Polygon, width: int, height: int) -> tuple[str, str]:
        """The outline in whole pixels of the picture, as the format wants it."""
        kept: tuple[float, ...] = ()
        match outline:
            case Rectangle():
                right, bottom = outline.left + outline.width, outline.top + outline.height
                shape, shares = "rect", [outline.left, outline.top, right, bottom]
                kept = (outline.width, outline.height)
            case Ellipse():
                shape, shares = "ellipse", [outline.x, outline.y, outline.rx, outline.ry]
            case Polygon():
                shape, shares = "poly", [value for point in outline.points for value in point]
        sides = [width, height] * (len(shares) // 2)
        pixels = [round(share * side) for share, side in zip(shares, sides, strict=True)]
        exact = all(pixel / side == share for pixel, side, share in zip(pixels, sides, shares, strict=True))
        if kept:
            exact = exact and (pixels[2] - pixels[0]) / width == kept[0] and (pixels[3] - pixels[1]) / height == kept[1]
        self.tell.lose(_("Outlines of regions, to a pixel."), when=not exact)
        if shape == "poly":
            pixels += pixels[:2]
        return shape, ",".join(map(str, pixels))

    def _essay(self, asked: Essay) -> None:
        self.tell.lose(_("The rubric."), when=asked.criteria)
        usual = Essay(stem=asked.stem)
        self.tell.lose(_("How long an essay may be."), when=asked.most_characters != usual.most_characters)
        self.tell.lose(_("How many files may be handed in: it says one."), when=asked.files > 1)
        least = "1" if asked.text_required else "0"
        add(self._body, "extendedTextInteraction", responseIdentifier=RESPONSE, minStrings=least)
        self._rules.declare(RESPONSE, "single", "string")
        if asked.files:
            add(self._body, "uploadInteraction", responseIdentifier="UPLOAD")
            self._rules.declare("UPLOAD", "single", "file")
        if model := self.tell.text(asked.model_answer):
            self._html(add(self._body, "rubricBlock", view="scorer", use="scoring"), model)
