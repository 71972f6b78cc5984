"""Interactions of QTI, kind by kind, as bodies of the bank's shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.bank.exchange.formats import qti_keys, qti_regions
from training.bank.exchange.formats.qti_tree import ident
from training.bank.exchange.making import worded
from training.bank.exchange.values import ItemRefused
from training.bank.markup import plain_text

if TYPE_CHECKING:
    from training.bank.exchange.formats.qti_item import Item

_INLINE = {"inlineChoiceInteraction", "textEntryInteraction"}
_TRUTH = {"true", "false"}


def read(item: Item, body: Element, interactions: Sequence[Element]) -> dict[str, Any]:
    """The parts of the question that the interactions ask. Raises ItemRefused."""
    if all(one.tag in _INLINE for one in interactions):
        if len(interactions) == 1 and interactions[0].tag == "textEntryInteraction" and _last(body, interactions[0]):
            return _entry(item, interactions[0])
        return _gaps(item, interactions)
    if len(interactions) > 1:
        essay = {"extendedTextInteraction", "uploadInteraction"}
        if {one.tag for one in interactions} == essay and len(interactions) == 2:
            return _essay(item, body, interactions)
        raise ItemRefused(_("The item asks several questions at once; the bank keeps one question an item."))
    interaction = interactions[0]
    if interaction.tag in ("extendedTextInteraction", "uploadInteraction"):
        return _essay(item, body, interactions)
    reader = _READERS.get(interaction.tag)
    if reader is None:
        raise ItemRefused(_("Items with “%(kind)s” are not known.") % {"kind": interaction.tag[:40]})
    parts = reader(item, interaction)
    prompt = interaction.find("prompt")
    return parts | {"prompt": item.html(prompt) if prompt is not None else ""}


def _last(body: Element, interaction: Element) -> bool:
    """Whether nothing stands behind the interaction."""
    behind = False
    for element in body.iter():
        if element is interaction:
            behind = True
        elif (behind and element.tag not in ("rubricBlock",) and (element.text or "").strip()) or (
            behind and element.tag in ("img", "object")
        ):
            return False
    parents = {child: parent for parent in body.iter() for child in parent}
    node: Element | None = interaction
    while node is not None and node is not body:
        if (node.tail or "").strip():
            return False
        node = parents.get(node)
    return True


def _name(interaction: Element) -> str:
    return interaction.get("responseIdentifier", "")


def _shuffled(interaction: Element) -> bool:
    return interaction.get("shuffle", "false") == "true"


def _own_feedback(item: Item, choice: Element) -> dict[str, str]:
    own = choice.find("feedbackInline")
    return item.text(own) if own is not None else {}


def _choice(item: Item, interaction: Element) -> dict[str, Any]:
    name, choices = _name(interaction), list(interaction.iter("simpleChoice"))
    names = [one.get("identifier", "") for one in choices]
    texts = [item.html(one) for one in choices]
    worded(texts, _("the options"))
    declared = item.processing.declared.get(name)
    several = declared is not None and declared.get("cardinality") == "multiple"
    key = qti_keys.several(item, name, names) if several else qti_keys.single(item, name, names)
    own = [_own_feedback(item, choice) or key.feedback.get(one, {}) for one, choice in zip(names, choices, strict=True)]
    if not several and set(names) == _TRUTH and {plain_text(text).lower() for text in texts} == _TRUTH:
        said = dict(zip(names, own, strict=True))
        return {
            "kind": "true_false",
            "answer": key.worth["true"] > key.worth["false"],
            "feedback_true": said["true"],
            "feedback_false": said["false"],
            "explanation": key.explanation,
        }
    taken: set[str] = set()
    options = [
        {
            "id": ident(one, taken),
            "text": item.said(text),
            "fraction": key.worth[one],
            "feedback": feedback,
            "fixed": choice.get("fixed") == "true" and _shuffled(interaction),
        }
        for one, text, choice, feedback in zip(names, texts, choices, own, strict=True)
    ]
    body: dict[str, Any] = {"options": options, "shuffle": _shuffled(interaction), "explanation": key.explanation}
    if several:
        return body | {"kind": "multiple", "all_or_nothing": key.whole}
    return body | {"kind": "choice"}


def _order(item: Item, interaction: Element) -> dict[str, Any]:
    choices = {one.get("identifier", ""): one for one in interaction.iter("simpleChoice")}
    correct = item.processing.correct(_name(interaction))
    if sorted(correct) != sorted(choices):
        raise ItemRefused(_("The right order is not given."))
    taken: set[str] = set()
    items: list[dict[str, Any]] = [{"id": ident(name, taken), "text": item.text(choices[name])} for name in correct]
    worded((text for one in items for text in list(one["text"].values()) or [""]), _("the items"))
    shown = qti_keys.always(item, {_name(interaction): tuple(correct)})
    return {"kind": "ordering", "items": items, "all_or_nothing": True, "explanation": shown}


def _match(item: Item, interaction: Element) -> dict[str, Any]:
    sets = interaction.findall("simpleMatchSet")
    if len(sets) != 2:
        raise ItemRefused(_("A matching item needs two sets."))
    left, right = (list(part.iter("simpleAssociableChoice")) for part in sets)
    name, processing = _name(interaction), item.processing
    pairs = [tuple(value.split()) for value in processing.correct(name)]
    mapping = [(tuple(value.split()), worth) for value, worth, _case in processing.mapping(name)]
    pairs = pairs or [pair for pair, worth in mapping if worth > 0]
    worths = {worth for pair, worth in mapping if pair in pairs}
    item.lose(_("Pairs are worth different shares, which become equal."), when=len(worths) > 1)
    item.lose(_("Wrong pairs cost marks, which is not kept."), when=any(worth < 0 for _pair, worth in mapping))
    belongs = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    if len(belongs) < len(pairs) or not belongs:
        raise ItemRefused(_("Each prompt has to belong to exactly one choice."))
    prompts = [one for one in left if one.get("identifier") in belongs]
    item.lose(_("Prompts that belong to nothing are left out."), when=len(prompts) < len(left))
    taken: set[str] = set()
    choices = {one.get("identifier", ""): ident(one.get("identifier", ""), taken) for one in right}
    made: set[str] = set()
    try:
        told = [
            {
                "id": ident(one.get("identifier", ""), made),
                "prompt": item.text(one),
                "choice": choices[belongs[one.get("identifier", "")]],
            }
            for one in prompts
        ]
    except KeyError as missing:
        raise ItemRefused(_("A prompt belongs to a choice that is not there.")) from missing
    return {
        "kind": "matching",
        "pairs": told,
        "choices": [{"id": choices[one.get("identifier", "")], "text": item.text(one)} for one in right],
        "shuffle": _shuffled(interaction),
        "explanation": qti_keys.always(item, {name: tuple(" ".join(pair) for pair in pairs)}),
    }


def _entry(item: Item, interaction: Element) -> dict[str, Any]:
    """One entry at the end of the text: a short text or a number."""
    name = _name(interaction)
    explanation = qti_keys.always(item, {})
    if qti_keys.is_number(item, name):
        keys = [key for _gain, key in qti_keys.numbers(item, name)]
        return {"kind": "numeric", "keys": qti_keys.told(item, keys, explanation), "explanation": explanation}
    keys = [key for _gain, key in qti_keys.wordings(item, name)]
    return {"kind": "short_text", "keys": qti_keys.told(item, keys, explanation), "explanation": explanation}


def _slider(item: Item, interaction: Element) -> dict[str, Any]:
    item.lose(_("A slider becomes a number that is typed."))
    keys = [key for _gain, key in qti_keys.numbers(item, _name(interaction))]
    return {"kind": "numeric", "keys": qti_keys.told(item, keys, {})}


def _gaps(item: Item, interactions: Sequence[Element]) -> dict[str, Any]:
    taken: set[str] = set()
    gaps: list[dict[str, Any]] = []
    explanation = qti_keys.always(item, {})
    for interaction in interactions:
        name = _name(interaction)
        gap = ident(name, taken)
        item.spots[id(interaction)] = f"[[{gap}]]"
        if interaction.tag == "inlineChoiceInteraction":
            gaps.append({"kind": "gap_choice", "id": gap, **_inline(item, interaction)})
            continue
        number = qti_keys.is_number(item, name)
        keys = qti_keys.numbers(item, name) if number else qti_keys.wordings(item, name)
        most = max((gain for gain, _key in keys), default=Decimal(1))
        parts = qti_keys.told(item, [key for _gain, key in keys], explanation)
        gaps.append({"kind": "gap_number" if number else "gap_text", "id": gap, "keys": parts, "weight": float(most)})
    return {"kind": "gap_fill", "gaps": gaps, "explanation": explanation}


def _inline(item: Item, interaction: Element) -> dict[str, Any]:
    taken: set[str] = set()
    choices = list(interaction.iter("inlineChoice"))
    names = [one.get("identifier", "") for one in choices]
    worth, feedback, most = qti_keys.among(item, _name(interaction), names)
    texts = [item.text(one) for one in choices]
    worded((text for one in texts for text in list(one.values()) or [""]), _("the options"))
    options = [
        {
            "id": ident(name, taken),
            "text": text,
            "fraction": worth[name],
            "feedback": feedback.get(name, {}),
            "fixed": one.get("fixed") == "true",
        }
        for name, text, one in zip(names, texts, choices, strict=True)
    ]
    return {"options": options, "weight": float(most)}


def _gap_match(item: Item, interaction: Element) -> dict[str, Any]:
    """Words or pictures put into gaps: each gap becomes a list of all of them."""
    name, taken = _name(interaction), set[str]()
    words = [one for one in interaction.iter() if one.tag in ("gapText", "gapImg")]
    texts = {one.get("identifier", ""): item.said(item.html(one)) for one in words}
    correct = [tuple(value.split()) for value in item.processing.correct(name)]
    correct = correct or [tuple(key.split()) for key, worth, _case in item.processing.mapping(name) if worth > 0]
    right = {pair[1]: pair[0] for pair in correct if len(pair) == 2}
    gaps = []
    for gap in interaction.iter("gap"):
        made = ident(gap.get("identifier", ""), taken)
        if gap.get("identifier") not in right:
            raise ItemRefused(_("A gap has no right answer."))
        item.spots[id(gap)] = f"[[{made}]]"
        options, used = [], set[str]()
        for word, text in texts.items():
            fraction = float(word == right[gap.get("identifier", "")])
            options.append({"id": ident(word, used), "text": text, "fraction": fraction})
        gaps.append({"kind": "gap_choice", "id": made, "options": options})
    for part in words:
        item.spots[id(part)] = ""
    prompt = interaction.find("prompt")
    if prompt is not None:
        item.spots[id(prompt)] = f"<p>{item.html(prompt)}</p>"
    item.spots[id(interaction)] = item.html(interaction)
    return {"kind": "gap_fill", "gaps": gaps, "explanation": qti_keys.always(item, {})}


def _essay(item: Item, body: Element, interactions: Sequence[Element]) -> dict[str, Any]:
    text = next((one for one in interactions if one.tag == "extendedTextInteraction"), None)
    upload = any(one.tag == "uploadInteraction" for one in interactions)
    rubrics = [one for one in body.iter("rubricBlock") if "scorer" in one.get("view", "")]
    model = "".join(item.html(one) for one in rubrics)
    item.lose(
        _("Remarks to whoever sets the item are not kept."),
        when=len(rubrics) < len(list(body.iter("rubricBlock"))),
    )
    prompts = [prompt for one in interactions if (prompt := one.find("prompt")) is not None]
    least = text.get("minStrings", "1") if text is not None else "0"
    parts: dict[str, Any] = {
        "kind": "essay",
        "model_answer": item.said(model),
        "files": 1 if upload else 0,
        "text_required": least != "0",
        "prompt": "".join(item.html(prompt) for prompt in prompts),
        "explanation": qti_keys.always(item, {}),
    }
    return parts


_READERS: dict[str, Callable[[Item, Element], dict[str, Any]]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "sliderInteraction": _slider,
    "gapMatchInteraction": _gap_match,
    "hotspotInteraction": qti_regions.hotspot,
    "selectPointInteraction": qti_regions.select_point,
}
