"""Fault codes, part numbers, torque values and tool numbers: what technicians type exactly.

Fault codes follow SAE J2012 (P0420, U0100-87) and SAE J1939-73 (SPN 102 FMI 3). Part numbers have no standard; a run
of capitals and digits in groups is taken for one when it holds enough digits and is no date.
"""

from __future__ import annotations

import re

from content.ingest.extraction.values import Identifier

MOST_PER_PAGE = 400

_FAULT = re.compile(r"\b[PBCU][0-3][0-9A-F]{3}(?:[-:][0-9A-F]{2})?\b")
_SPN = re.compile(r"\bSPN[ :]{0,2}(\d{1,6})[ ,;/-]{0,3}FMI[ :]{0,2}(\d{1,2})\b", re.IGNORECASE)
_TORQUE = re.compile(
    r"(?<![\w.])(\d{1,4}(?:[.,]\d{1,2})?)\s?(N\s?[·.⋅∙•*]?\s?m|kgf?\s?[·.⋅∙•*-]?\s?m|lbf?\s?[·.⋅∙•*-]?\s?(?:ft|in)|ft\s?[·.⋅∙•*-]?\s?lbf?s?)(?![\w])",
)
_TOOL = re.compile(
    r"(?:[Tt]ool|SST|工具|专用工具)(?:\s?(?:[Nn]o\.?|[Nn]umber|编号|号))?\s?[:：]?\s{0,2}\(?([A-Z]{1,4}[- ]?\d{2,6}(?:[-./][A-Z0-9]{1,6}){0,3}|\d{2,5}[-./]\d{2,6}(?:[-./]\d{1,6})?)\b"
)
_PART = re.compile(r"(?<![\w./-])(?=[A-Z./-]*\d)[A-Z0-9]{1,8}(?:[-./][A-Z0-9]{1,10}){1,4}(?![\w/-]|\.\d)")
_SOLID_PART = re.compile(r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{7,17}\b")
_DATE = re.compile(r"(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d")
_PLAIN_NUMBER = re.compile(r"\d+[./]\d+(?:[./]\d+)*")
_NOT_PLAIN = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"\d")
_LEAST_DIGITS = 4


def normal_form(text: str) -> str:
    """Upper case, letters and digits only: 12345-A10, 12345 a10 and 12345A10 are one."""
    return _NOT_PLAIN.sub("", text).upper()


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """The identifiers of a page, in order of kind and place, each normal form once, at most `MOST_PER_PAGE`."""
    found: dict[str, Identifier] = {}
    for match in _FAULT.finditer(text):
        _note(found, "fault_code", match[0], normal_form(match[0]))
        _note(found, "fault_code", match[0][:5], match[0][:5])
    if "FMI" in text or "fmi" in text:
        for match in _SPN.finditer(text):
            _note(found, "fault_code", match[0], f"SPN{int(match[1])}FMI{int(match[2])}")
    for match in _TOOL.finditer(text):
        _note(found, "tool", match[1], normal_form(match[1]))
    for match in _PART.finditer(text):
        _note_part(found, match[0])
    for match in _SOLID_PART.finditer(text):
        _note_part(found, match[0])
    for match in _TORQUE.finditer(text):
        # The decimal point stays: 2.5 N·m must never be found as 25 N·m.
        _note(found, "torque", match[0], match[1].replace(",", ".") + normal_form(match[2]))
    return tuple(found.values())[:MOST_PER_PAGE]


def _note(found: dict[str, Identifier], kind: str, text: str, normal: str) -> None:
    found.setdefault(normal, Identifier(kind=kind, text=text, normal=normal))


def _note_part(found: dict[str, Identifier], text: str) -> None:
    if len(_DIGIT.findall(text)) < _LEAST_DIGITS or _DATE.fullmatch(text) or _PLAIN_NUMBER.fullmatch(text):
        return
    _note(found, "part_number", text, normal_form(text))
