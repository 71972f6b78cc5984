"""QTI 1.2 items, rewritten as items of QTI 2.x, so that one reader serves both.

Source: IMS QTI v1.2 ASI Information Model, and the IMS "Migration from QTI 1.2 to 2.0" guide for what becomes what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from training.bank.exchange.formats.qti_tree import add, put_html, put_text
from training.bank.exchange.formats.trees import local
from training.bank.markup import clean_html

_SHAPES = {"rectangle": "rect", "ellipse": "ellipse", "bounded": "poly"}
_BLOCKS = {"flow", "flow_mat", "flow_label"}


def items(root: Element) -> Iterator[Element]:
    """Each <item> below, as an <assessmentItem>."""
    for item in root.iter():
        if local(item) == "item":
            yield _item(_bare(item))


def _bare(element: Element) -> Element:
    made = Element(local(element), dict(element.attrib))
    made.text, made.tail = element.text, element.tail
    made.extend(_bare(child) for child in element if isinstance(child.tag, str))
    return made


def _item(item: Element) -> Element:
    made = Element("assessmentItem", {"identifier": item.get("ident", ""), "title": item.get("title", "")})
    body = Element("itemBody")
    labels = {one.get("label", ""): one for one in item.iter() if one.tag in ("mattext", "matemtext")}
    presentation = item.find("presentation")
    if presentation is not None:
        _Presentation(made, body, labels).read(presentation)
    remarks = [one for kind in ("interpretvar", "itemproc_extension") for one in item.iter(kind)]
    if remarks and presentation is not None:
        block = add(body, "rubricBlock", view="scorer")
        for material in (material for one in remarks for material in one.iter("material")):
            _material(material, add(block, "p"), labels)
    feedback = {one.get("ident", ""): one for one in item.iter("itemfeedback") if one.get("view") != "Tutor"}
    _process(item, made)
    if presentation is not None:
        made.append(body)
    for name, one in feedback.items():
        shown = add(made, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show")
        for material in one.iter("material"):
            _material(material, shown, labels)
    return made


class _Presentation:
    """The text and the responses of an item, into its declarations and its body."""

    def __init__(self, item: Element, body: Element, labels: dict[str, Element]) -> None:
        self._item, self._body, self._labels = item, body, labels

    def read(self, presentation: Element) -> None:
        """Text goes on until a block of its own begins."""
        self._walk(presentation, add(self._body, "div"))

    def _walk(self, element: Element, target: Element) -> None:
        for child in element:
            if child.tag == "material":
                _material(child, target, self._labels)
            elif child.tag in _BLOCKS:
                # The outermost block is the text itself; one within it begins a line of its own.
                self._walk(child, add(target, "div") if len(target) or (target.text or "").strip() else target)
            elif child.tag.startswith("response_"):
                self._response(child, target)

    def _response(self, response: Element, target: Element) -> None:
        name = response.get("ident", "RESPONSE")
        for child in response:
            if child.tag == "material":
                _material(child, add(target, "p"), self._labels)
        render = next((one for one in response.iter() if one.tag.startswith("render_")), None)
        if render is None:
            return
        several = response.get("rcardinality", "Single").lower()
        cardinality = {"multiple": "multiple", "ordered": "ordered"}.get(several, "single")
        if render.tag == "render_fib":
            self._entry(response, render, name, target)
        elif render.tag == "render_slider" and response.tag == "response_num":
            self._declare(name, "single", "float")
            add(target, "sliderInteraction", responseIdentifier=name)
        elif render.tag == "render_hotspot":
            self._hotspot(response, render, name, cardinality, target)
        else:
            self._choice(render, name, cardinality, target)

    def _declare(self, name: str, cardinality: str, base: str) -> None:
        add(self._item, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)

    def _entry(self, response: Element, render: Element, name: str, target: Element) -> None:
        long = render.get("rows", "1") not in ("", "0", "1") or response.get("rcardinality") == "Ordered"
        number = response.tag == "response_num" or render.get("fibtype", "").lower() in ("integer", "decimal")
        if long and not number:
            self._declare(name, "single", "string")
            add(self._body, "extendedTextInteraction", responseIdentifier=name)
            return
        self._declare(name, "single", "float" if number else "string")
        before = True
        for child in render:
            if child.tag == "response_label":
                add(target, "textEntryInteraction", responseIdentifier=name)
                before = False
            elif child.tag == "material":
                _material(child, target, self._labels)
        if before:
            add(target, "textEntryInteraction", responseIdentifier=name)

    def _choice(self, render: Element, name: str, cardinality: str, target: Element) -> None:
        for child in render:
            if child.tag == "material":
                _material(child, add(target, "p"), self._labels)
        ordered = cardinality == "ordered"
        self._declare(name, cardinality, "identifier")
        interaction = add(
            self._body,
            "orderInteraction" if ordered else "choiceInteraction",
            responseIdentifier=name,
            shuffle=str(render.get("shuffle", "No").lower() == "yes").lower(),
        )
        for label in render.iter("response_label"):
            fixed = str(label.get("rshuffle", "Yes").lower() == "no").lower()
            choice = add(interaction, "simpleChoice", identifier=label.get("ident", ""), fixed=fixed)
            put_text(choice, (label.text or "").strip())
            for material in label.iter("material"):
                _material(material, choice, self._labels)

    def _hotspot(self, response: Element, render: Element, name: str, cardinality: str, target: Element) -> None:
        point = response.tag == "response_xy"
        self._declare(name, cardinality, "point" if point else "identifier")
        kind = "selectPointInteraction" if point else "hotspotInteraction"
        interaction = add(self._body, kind, responseIdentifier=name, maxChoices="1" if cardinality == "single" else "0")
        image = next(render.iter("matimage"), None)
        if image is not None:
            size = {side: image.get(side, "") for side in ("width", "height")}
            add(interaction, "object", data=image.get("uri", ""), type=image.get("imagtype", "image/"), **size)
        for material in render.iter("material"):
            _material(material, target, self._labels, pictures=False)
        for label in [] if point else render.iter("response_label"):
            shape, coords = _area(label.get("rarea", "Rectangle"), label.text or "")
            add(interaction, "hotspotChoice", identifier=label.get("ident", ""), shape=shape, coords=coords)


def _area(kind: str, coords: str) -> tuple[str, str]:
    """QTI 1.2 gives a rectangle as left, top, width, height and an ellipse as centre and diameters."""
    numbers = [part for part in coords.replace(" ", ",").split(",") if part]
    shape = _SHAPES.get(kind.lower(), "rect")
    if shape in ("rect", "ellipse") and len(numbers) == 4:
        try:
            a, b, c, d = (float(number) for number in numbers)
        except ValueError:
            return shape, coords
        numbers = [f"{value:g}" for value in ((a, b, a + c, b + d) if shape == "rect" else (a, b, c / 2, d / 2))]
    return shape, ",".join(numbers)


def _material(material: Element, target: Element, labels: dict[str, Element], *, pictures: bool = True) -> None:
    for part in material:
        if part.tag == "matref" and part.get("linkrefid") in labels:
            _text(labels[part.get("linkrefid", "")], target)
        elif part.tag in ("mattext", "matemtext"):
            _text(part, target)
        elif part.tag == "matbreak":
            add(target, "br")
        elif part.tag == "matimage" and pictures:
            add(target, "img", src=part.get("uri", ""), alt=part.get("label", ""))
        elif part.tag in ("mataudio", "matvideo", "matapplet", "matapplication"):
            add(target, "object", data=part.get("uri", ""), type="audio/")


def _text(part: Element, target: Element) -> None:
    words = "".join(part.itertext())
    holder = add(target, "em") if part.tag == "matemtext" else target
    if part.get("texttype", "").lower() == "text/html":
        # Cleaning takes the spaces at the ends, which part this piece from its neighbours.
        lead, trail = " " * words[:1].isspace(), " " * words[-1:].isspace()
        put_html(holder, f"{lead}{clean_html(words)}{trail}")
    else:
        put_text(holder, words)


def _process(item: Element, made: Element) -> None:
    """The scoring rules. Outcomes without a name are SCORE."""
    for declared in item.iter("decvar"):
        outcome = add(
            made,
            "outcomeDeclaration",
            identifier=declared.get("varname") or "SCORE",
            cardinality="single",
            baseType="float",
        )
        if declared.get("defaultval"):
            add(add(outcome, "defaultValue"), "value", declared.get("defaultval", ""))
    add(made, "outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple", baseType="identifier")
    rules = add(made, "responseProcessing")
    texts = {one.get("ident", "") for one in item.iter("response_str")}
    several = {one.get("ident", "") for one in item.iter("response_lid") if one.get("rcardinality") == "Multiple"}
    target = rules
    for condition in item.iter("respcondition"):
        test = condition.find("conditionvar")
        if test is None:
            continue
        branch = add(target, "responseCondition")
        holds = add(branch, "responseIf")
        _all(list(test), holds, texts, several)
        for action in condition:
            _act(action, holds)
        if condition.get("continue", "Yes").lower() == "no":
            target = add(branch, "responseElse")


def _act(action: Element, holds: Element) -> None:
    if action.tag == "setvar":
        name, value = action.get("varname") or "SCORE", (action.text or "0").strip()
        outcome = add(holds, "setOutcomeValue", identifier=name)
        kind = {"Add": "sum", "Subtract": "subtract", "Multiply": "product"}.get(action.get("action", "Set"))
        parent = outcome if kind is None else add(outcome, kind)
        if kind is not None:
            add(parent, "variable", identifier=name)
        add(parent, "baseValue", value, baseType="float")
    elif action.tag == "displayfeedback":
        outcome = add(holds, "setOutcomeValue", identifier="FEEDBACK")
        many = add(outcome, "multiple")
        add(many, "variable", identifier="FEEDBACK")
        add(many, "baseValue", action.get("linkrefid", ""), baseType="identifier")


def _all(tests: Sequence[Element], parent: Element, texts: set[str], several: set[str]) -> None:
    """All of the tests; one alone needs no "and"."""
    holder = parent if len(tests) == 1 else add(parent, "and")
    for test in tests:
        _test(test, holder, texts, several)


def _test(test: Element, parent: Element, texts: set[str], several: set[str]) -> None:
    name, value = test.get("respident", ""), (test.text or "").strip()
    kinds = {"varlt": "lt", "varlte": "lte", "vargt": "gt", "vargte": "gte"}
    if test.tag in ("and", "or"):
        holder = add(parent, test.tag)
        for child in test:
            _test(child, holder, texts, several)
    elif test.tag == "not":
        _all(list(test), add(parent, "not"), texts, several)
    elif test.tag == "varequal" and name in several:
        member = add(parent, "member")
        add(member, "baseValue", value, baseType="identifier")
        add(member, "variable", identifier=name)
    elif test.tag == "varequal" and name in texts:
        same = add(parent, "stringMatch", caseSensitive=str(test.get("case", "No").lower() == "yes").lower())
        add(same, "variable", identifier=name)
        add(same, "baseValue", value, baseType="string")
    elif test.tag in ("varequal", *kinds):
        same = add(parent, kinds.get(test.tag, "match"))
        add(same, "variable", identifier=name)
        add(same, "baseValue", value, baseType="float")
    elif test.tag == "varinside":
        shape, coords = _area(test.get("areatype", "Rectangle"), value)
        add(add(parent, "inside", shape=shape, coords=coords), "variable", identifier=name)
    elif test.tag == "unanswered":
        add(add(parent, "isNull"), "variable", identifier=name)
    else:
        add(parent, test.tag)
