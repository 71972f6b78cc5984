"""Fault codes, part numbers, torque values and tool numbers: what technicians type exactly.

Fault codes follow SAE J2012 (P0420, U0100-87) and SAE J1939-73 (SPN 102 FMI 3). Part numbers have no standard; a run
of capitals and digits in groups is taken for one when it holds enough digits and is no date.
"""

from __future__ import annotations

import re

from content.ingest.extraction.values import Identifier

MOST_PER_PAGE = 400

# Each pattern begins with a set of characters, which the engine finds fast; what may not stand before is looked at
# afterwards. Letters are ASCII throughout: in `故障码P0420` the code begins at the P.
_RUN = re.compile(r"[A-Z0-9](?<![A-Za-z0-9_./-][A-Z0-9])[A-Za-z0-9_./:-]{4,}")
_CODE = re.compile(r"[A-Z0-9]{1,10}(?:[-./:][A-Z0-9]{1,10}){1,5}|[A-Z0-9]{5,17}")
_SPACED_PART = re.compile(
    r"[0-9](?<![A-Za-z0-9_.-][0-9])(?:[A-Z0-9][A-Z]|[A-Z][0-9]) [0-9]{3} [0-9]{3}(?: [A-Z]{1,2})?(?![A-Za-z0-9_])"
)
_FAULT = re.compile(r"(?<![A-Z0-9])([PBCU][0-3][0-9A-F]{3})(?:[-:][0-9A-F]{2})?(?![A-Z0-9])")
_SPN = re.compile(
    r"(?<![A-Za-z])SPN[ :]{0,2}(\d{1,6})[ ,;/-]{0,3}FMI[ :]{0,2}(\d{1,2})(?!\d)", re.IGNORECASE | re.ASCII
)
_NAMED_FAULT = re.compile(
    r"[FfEeTtAaD故错报](?:ault|AULT|rror|RROR|rouble|larm|TC|障码|障代码|误码|误代码|警代码)(?: [Cc]ode| CODE)?"
    r"[ :：#]{0,3}([A-Z]{1,3}-?[0-9]{1,4}(?:-[0-9]{1,3})?)(?![A-Za-z0-9])"
)
_SPACE = r"[\s\u00a0\u2009\u202f]?"
_DOT = rf"{_SPACE}[·.⋅∙•‧・*-]?{_SPACE}"
_TORQUE = re.compile(
    rf"([0-9](?<![A-Za-z0-9_.,][0-9])[0-9]{{0,3}}(?:[.,][0-9]{{1,2}})?){_SPACE}"
    rf"(N{_DOT}m|kgf?{_DOT}c?m|lbf?s?{_DOT}(?:ft|in)|(?:ft|in){_DOT}lbf?s?|牛[·•・]?米)(?![A-Za-z0-9_])"
)
_TORQUE_HINTS = (
    "Nm",
    "N m",
    "N·",
    "N.",
    "N-m",
    "N⋅",
    "N∙",
    "N•",
    "N‧",
    "N・",
    "N*",
    "N ·",
    "N\u00a0",
    "lb",
    "kg",
    "牛",
)
_TOOL = re.compile(
    r"[TtS工](?:ool|OOL|ST|具)(?:\s?(?:[Nn]o\.?|NO\.?|[Nn]umber|编号|号))?\s?[:：]?\s{0,2}[(（]?"
    r"([A-Z]{1,4}[- ]?[0-9]{2,6}(?:[-./][A-Z0-9]{1,6}){0,3}|[0-9]{2,5}[-./][A-Z0-9]{2,6}(?:[-./][A-Z0-9]{1,6})?)"
    r"(?![A-Za-z0-9])"
)
_DATE = re.compile(
    r"(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d|(?:19|20)\d\d-(?:19|20)\d\d"
)
_PLAIN_NUMBER = re.compile(r"\d+[./:]\d+(?:[./:]\d+)*")
_AMOUNT = re.compile(r"[0-9]+|[0-9]{1,4}[-/][0-9]{1,5}|[A-Z]?[0-9]*\.[0-9]+(?:[-/][0-9]*\.[0-9]+)?")
"""A plain number, a short range of two, a coordinate. (90915-10003 is longer: a part number.)"""
_SECTION_GLUED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}[A-Z].*")
"""A table of contents whose columns touch: 11.5.34G54."""
_NOT_PLAIN = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"[0-9]")
_LEAST_DIGITS = 4
_SHORTEST_PART = 6


def normal_form(text: str) -> str:
    """Upper case, letters and digits only: 12345-A10, 12345 a10 and 12345A10 are one."""
    return _NOT_PLAIN.sub("", text).upper()


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """The identifiers of a page, in order of kind and place, each normal form once, at most `MOST_PER_PAGE`."""
    found: dict[str, Identifier] = {}
    codes = [run.rstrip("./:-") for run in _RUN.findall(text) if not run.isalpha()]
    for code in codes:
        for fault in _FAULT.finditer(code):
            _note(found, "fault_code", fault[0], normal_form(fault[0]))
            _note(found, "fault_code", fault[1], fault[1])
    _note_named(found, text)
    for code in codes:
        if _CODE.fullmatch(code) and not _FAULT.match(code):
            _note_part(found, code)
    for code in _SPACED_PART.findall(text):
        _note_part(found, code)
    if any(map(text.__contains__, _TORQUE_HINTS)):
        for match in _TORQUE.finditer(text):
            # The decimal point stays: 2.5 N·m must never be found as 25 N·m.
            _note(found, "torque", match[0], match[1].replace(",", ".") + _unit(match[2]))
    return tuple(found.values())[:MOST_PER_PAGE]


def _note_named(found: dict[str, Identifier], text: str) -> None:
    """Codes that only the words before them tell from other numbers."""
    if "FMI" in text or "fmi" in text:
        for match in _SPN.finditer(text):
            _note(found, "fault_code", match[0], f"SPN{int(match[1])}FMI{int(match[2])}")
    for match in _NAMED_FAULT.finditer(text):
        _note(found, "fault_code", match[1], normal_form(match[1]))
    for match in _TOOL.finditer(text):
        _note(found, "tool", match[1], normal_form(match[1]))


def _unit(printed: str) -> str:
    """NM, KGM, KGCM, LBFT or LBIN, however the unit is printed."""
    letters = normal_form(printed)
    if letters.startswith("KG"):
        return "KGCM" if letters.endswith("CM") else "KGM"
    if "LB" in letters:
        return "LBIN" if "IN" in letters else "LBFT"
    return "NM"


def _note(found: dict[str, Identifier], kind: str, text: str, normal: str) -> None:
    found.setdefault(normal, Identifier(kind=kind, text=text, normal=normal))


def _note_part(found: dict[str, Identifier], text: str) -> None:
    """A part number: enough digits, not a date, not an amount, not a range of numbers."""
    if len(_DIGIT.findall(text)) < _LEAST_DIGITS or len(text) < _SHORTEST_PART:
        return
    if any(rule.fullmatch(text) for rule in (_DATE, _PLAIN_NUMBER, _AMOUNT, _SECTION_GLUED)):
        return
    _note(found, "part_number", text, normal_form(text))
