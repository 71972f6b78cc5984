"""QTI packages: a ZIP with a manifest, an item for each question and their pictures. QTI 2.1 and 3.0."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from portal.core.pictures import Encoded
from training.bank.exchange.formats.qti_package import DIFFICULTIES, MANIFEST
from training.bank.exchange.formats.qti_tree import add, three
from training.bank.exchange.formats.qti_writing import FOLDER, ItemWriter
from training.bank.exchange.formats.telling import NotInFormat
from training.bank.exchange.values import Kept, Loss, Written

_NAMES = frozenset(
    [
        "assessmentItem",
        "responseDeclaration",
        "correctResponse",
        "value",
        "mapping",
        "mapEntry",
        "outcomeDeclaration",
        "defaultValue",
        "itemBody",
        "choiceInteraction",
        "simpleChoice",
        "orderInteraction",
        "matchInteraction",
        "simpleMatchSet",
        "simpleAssociableChoice",
        "textEntryInteraction",
        "inlineChoiceInteraction",
        "inlineChoice",
        "extendedTextInteraction",
        "uploadInteraction",
        "hotspotInteraction",
        "hotspotChoice",
        "rubricBlock",
        "feedbackInline",
        "modalFeedback",
        "contentBody",
        "responseProcessing",
        "responseCondition",
        "responseIf",
        "responseElseIf",
        "responseElse",
        "setOutcomeValue",
        "sum",
        "divide",
        "variable",
        "mapResponse",
        "baseValue",
        "match",
        "correct",
        "multiple",
        "equal",
        "stringMatch",
        "patternMatch",
    ]
)
_TEMPLATE_3 = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
_VERSIONS = {
    "2.1": ("http://www.imsglobal.org/xsd/imsqti_v2p1", "imsqti_item_xmlv2p1", "QTIv2.1 Package", "1.0.0"),
    "3.0": ("http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "imsqti_item_xmlv3p0", "QTI Package", "3.0.0"),
}
_CP = {
    "2.1": "http://www.imsglobal.org/xsd/imscp_v1p1",
    "3.0": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
}
_LOM = {"2.1": "http://www.imsglobal.org/xsd/imsmd_v1p2", "3.0": "http://ltsc.ieee.org/xsd/LOM"}


def write(kept: Sequence[Kept], *, language: str, pictures: Mapping[str, Encoded], version: str) -> Written:
    """A package of the questions; `version` is "2.1" or "3.0"."""
    losses: list[Loss] = []
    files: dict[str, bytes] = {}
    manifest, resources = _manifest(version)
    taken: set[str] = set()
    for place, one in enumerate(kept, 1):
        writer = ItemWriter(language, pictures)
        identifier = _identifier(one, place, taken)
        try:
            item = writer.item(one, identifier)
        except NotInFormat as refusal:
            losses.append(Loss(one.name, (refusal.reason,), left_out=True))
            continue
        href = f"items/q{place:05}.xml"
        files[href] = _document(item, version)
        files |= {f"{FOLDER}/{name}": picture.data for name, picture in writer.files.items()}
        _resource(resources, one, f"r{place}", href, sorted(writer.files), version)
        writer.tell.lose(_("The category."), when=one.categories)
        if writer.tell.lost:
            losses.append(Loss(one.name, tuple(writer.tell.lost)))
    files = {MANIFEST: tostring(manifest, encoding="utf-8", xml_declaration=True), **files}
    return Written(_zip(files), "application/zip", "zip", tuple(losses))


def _identifier(one: Kept, place: int, taken: set[str]) -> str:
    """The question's own, as far as an identifier of QTI can be like it."""
    bare = one.identifier
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,119}", bare) or bare in taken:
        bare = f"q{place}-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", bare)[:80].strip("-")
    taken.add(bare)
    return bare.rstrip("-")


def _document(item: Element, version: str) -> bytes:
    namespace = _VERSIONS[version][0]
    if version == "3.0":
        for feedback in item.iter("modalFeedback"):
            body = Element("contentBody")
            body.text, feedback.text = feedback.text, None
            body.extend(list(feedback))
            for child in list(feedback):
                feedback.remove(child)
            feedback.append(body)
        rules = item.find("responseProcessing")
        if rules is not None and rules.get("template"):
            rules.set("template", _TEMPLATE_3)
        item = three(item, _NAMES)
    item.set("xmlns", namespace)
    data: bytes = tostring(item, encoding="utf-8", xml_declaration=True)
    return data


def _manifest(version: str) -> tuple[Element, Element]:
    _namespace, _kind, schema, number = _VERSIONS[version]
    manifest = Element("manifest", {"xmlns": _CP[version], "xmlns:imsmd": _LOM[version], "identifier": "questions"})
    metadata = add(manifest, "metadata")
    add(metadata, "schema", schema)
    add(metadata, "schemaversion", number)
    add(manifest, "organizations")
    return manifest, add(manifest, "resources")


def _resource(resources: Element, one: Kept, identifier: str, href: str, pictures: Sequence[str], version: str) -> None:
    resource = add(resources, "resource", identifier=identifier, type=_VERSIONS[version][1], href=href)
    lom = add(add(resource, "metadata"), "imsmd:lom")
    general = add(lom, "imsmd:general")
    add(add(general, "imsmd:title"), "imsmd:langstring", one.name)
    for tag in one.tags:
        add(add(general, "imsmd:keyword"), "imsmd:langstring", tag)
    difficulty = add(add(lom, "imsmd:educational"), "imsmd:difficulty")
    add(add(difficulty, "imsmd:source"), "imsmd:langstring", "LOMv1.0")
    add(add(difficulty, "imsmd:value"), "imsmd:langstring", DIFFICULTIES[one.difficulty - 1])
    add(resource, "file", href=href)
    for name in pictures:
        add(resource, "file", href=f"{FOLDER}/{name}")


def _zip(files: Mapping[str, bytes]) -> bytes:
    """The same files make the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            entry = ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()
