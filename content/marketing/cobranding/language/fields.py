"""The fields that a template declares: what a dealer may put where, within which limits."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from content.marketing.cobranding.language.faults import Fault, Part, TemplateRefused, shown
from content.marketing.cobranding.language.prices import CURRENCIES
from portal.core.reading import read_as

MOST_FIELDS = 60
MOST_OPTIONS = 30
LONGEST_TEXT = 2_000
MOST_LINES = 40
PRINT_DPI = 300
_STRINGS = ("label_zh", "hint", "hint_zh", "value", "source", "currency", "least", "most", "code")
_FLAGS = ("required", "locked", "own", "assets")
_NUMBERS = ("longest", "lines", "smallest", "decimals")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Kind(StrEnum):
    """Of a field."""

    TEXT = "text"
    LINES = "lines"
    PRICE = "price"
    DATE = "date"
    CHOICE = "choice"
    CODE = "code"
    LOGO = "logo"
    PICTURE = "picture"


WRITTEN = frozenset({Kind.TEXT, Kind.LINES})
DRAWN = frozenset({Kind.CODE, Kind.LOGO, Kind.PICTURE})
"""Fields in which a picture stands."""


class Source(TextChoices):
    """What of the dealership's profile stands in a field until somebody writes another thing."""

    NONE = "", pgettext_lazy("source of a field", "Nothing")
    NAME = "name", gettext_lazy("Name of the dealership")
    ADDRESS = "address", gettext_lazy("Address")
    PHONE = "phone", gettext_lazy("Telephone")
    EMAIL = "email", gettext_lazy("Mail address")
    WEB = "web", gettext_lazy("Web address")
    HOURS = "hours", gettext_lazy("Opening hours")
    LOGO = "logo", gettext_lazy("Logo")
    CARD = "card", gettext_lazy("Contact card")


class Code(TextChoices):
    """What a QR code may hold."""

    WEB = "web", gettext_lazy("A web address (https)")
    CARD = "card", gettext_lazy("The dealership's contact card")


@dataclass(frozen=True, slots=True)
class Field:
    """One place. Lengths in characters; `smallest` is how far a text that is too long for its place may be made
    smaller, in per cent of its size; `width_mm` and `height_mm` are the printed size of a picture."""

    name: str
    kind: Kind
    label: str
    label_zh: str = ""
    hint: str = ""
    hint_zh: str = ""
    required: bool = False
    locked: bool = False
    value: str = ""
    source: str = ""
    longest: int = 80
    lines: int = 1
    smallest: int = 100
    currency: str = "EUR"
    decimals: int = 2
    least: str = ""
    most: str = ""
    options: tuple[str, ...] = ()
    code: str = Code.WEB
    width_mm: float = 0
    height_mm: float = 0
    own: bool = True
    assets: bool = True

    @property
    def own_label(self) -> str:
        """In the reader's language where it has one."""
        return read_as(self.label, self.label_zh)

    @property
    def own_hint(self) -> str:
        """In the reader's language where it has one."""
        return read_as(self.hint, self.hint_zh)

    @property
    def least_pixels(self) -> tuple[int, int]:
        """Width and height that a picture needs for 300 dpi at its printed size."""
        return pixels_for(self.width_mm), pixels_for(self.height_mm)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def pixels_for(millimetres: float) -> int:
    """How many pixels so many millimetres are at 300 dpi."""
    return math.ceil(millimetres / 25.4 * PRINT_DPI)


def kept_fields(rows: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    """The fields of a version, as they were kept by `as_json`."""
    return tuple(Field(**{**row, "kind": Kind(row["kind"]), "options": tuple(row.get("options", ()))}) for row in rows)


def read_fields(rows: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    """The fields that an author declares. Each row has a `kind` and what that kind knows; what it does not know is a
    fault. Raises TemplateRefused."""
    faults: list[str] = []
    if len(rows) > MOST_FIELDS:
        raise TemplateRefused([Fault(Part.FIELDS, _("There are more than %(most)s fields.") % {"most": MOST_FIELDS})])
    fields, names = [], set()
    for place, row in enumerate(rows, start=1):
        try:
            field = _read(row)
            reason = _wrong(field) or (_("There are two fields with this name.") if field.name in names else "")
        except (TypeError, ValueError, KeyError, OverflowError):
            field, reason = None, _("The declaration is not complete, or says what its kind does not know.")
        if reason or field is None:
            faults.append(_("Field %(place)s: %(reason)s") % {"place": place, "reason": reason})
            continue
        names.add(field.name)
        fields.append(field)
    if faults:
        raise TemplateRefused(Fault(Part.FIELDS, reason) for reason in faults)
    return tuple(fields)


def _read(row: Mapping[str, Any]) -> Field:
    known = Field.__dataclass_fields__
    facts = {str(name): value for name, value in row.items() if value is not None}
    unknown = facts.keys() - known.keys()
    if unknown:
        raise ValueError(unknown)
    options = facts.get("options") or ()
    if isinstance(options, str):
        options = options.splitlines()
    read: dict[str, Any] = {name: str(facts.get(name, known[name].default)) for name in _STRINGS}
    read |= {name: _true(facts.get(name, known[name].default)) for name in _FLAGS}
    read |= {name: int(facts.get(name, known[name].default)) for name in _NUMBERS}
    return Field(
        name=str(facts["name"]),
        kind=Kind(facts["kind"]),
        label=str(facts.get("label", "")),
        width_mm=float(facts.get("width_mm", 0)),
        height_mm=float(facts.get("height_mm", 0)),
        options=tuple(str(one).strip()[:200] for one in options if str(one).strip()),
        **read,
    )


def _true(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _wrong(field: Field) -> str:
    """What is wrong with one declaration by itself; empty if nothing is."""
    checks = (
        (_NAME.fullmatch(field.name), _("a name has small letters, digits and _ and begins with a letter.")),
        (0 < len(field.label) <= 80 and len(field.label_zh) <= 80, _("a label has 1 to 80 characters.")),
        (len(field.hint) <= 200 and len(field.hint_zh) <= 200, _("a hint has at most 200 characters.")),
        (len(field.value) <= LONGEST_TEXT, _("the text given is too long.")),
        (field.source in Source.values, _("there is no such source.")),
        (1 <= field.longest <= LONGEST_TEXT, _("a text has 1 to 2,000 characters.")),
        (1 <= field.lines <= MOST_LINES, _("a text has 1 to 40 lines.")),
        (50 <= field.smallest <= 100, _("a text is made smaller down to 50 % at most.")),
        (field.currency in CURRENCIES, _("there is no such currency.")),
        (0 <= field.decimals <= 3, _("a price has 0 to 3 decimals.")),
        (field.code in Code.values, _("a QR code holds a web address or the contact card.")),
        (len(field.options) <= MOST_OPTIONS, _("a choice has at most 30 options.")),
        (field.kind != Kind.CHOICE or len(field.options) > 1, _("a choice has at least two options.")),
        (not field.locked or field.value or field.source, _("what is locked needs a text or a source.")),
    )
    for holds, reason in checks:
        if not holds:
            return f"{shown(field.name)}: {reason}"
    if field.kind in (Kind.LOGO, Kind.PICTURE) and not (5 <= field.width_mm <= 1_200 and 5 <= field.height_mm <= 1_200):
        return _("%(name)s: a picture is printed 5 to 1,200 mm wide and high.") % {"name": shown(field.name)}
    if field.kind == Kind.PICTURE and not (field.own or field.assets):
        return _("%(name)s: a picture comes from somewhere.") % {"name": shown(field.name)}
    return ""
