"""What a person put in a field: made plain, held against its limits, and turned into what is printed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from babel.dates import format_date
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.marketing.cobranding.language.fields import Code, Field, Kind
from content.marketing.cobranding.language.prices import read_price, show_price
from portal.core.errors import Refused

LONGEST_ADDRESS = 300
_LONGEST_TYPED = 10_000
_JOINERS = {"\u200c", "\u200d"}
"""Letters of some scripts need them."""
_UNPRINTABLE = (
    (0x1F000, 0x1FAFF),  # emoji and pictographs: no font of print has them
    (0x2600, 0x27BF),
    (0xFE00, 0xFE0F),
    (0xE000, 0xF8FF),
    (0xE0000, 0x10FFFF),
)
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)


class ValueRefused(Refused):
    """What was put in a field cannot stand there."""


def plain(text: str) -> str:
    """One form for one text: composed, without control and bidirectional characters, single blanks, LF at line ends."""
    composed = unicodedata.normalize("NFC", text[:_LONGEST_TYPED].replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        char
        for char in composed.replace("\t", " ")
        if char == "\n" or char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
    )
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return "\n".join(lines).strip("\n")


def read_value(field: Field, typed: str) -> str:
    """What is kept of what was typed: a plain text, a number, a day (ISO), an option, an address. Empty if nothing was
    typed. Raises ValueRefused with what to change."""
    text = plain(typed)
    if not text:
        return ""
    readers = {
        Kind.PRICE: _price,
        Kind.DATE: _day,
        Kind.CHOICE: _option,
        Kind.CODE: _address,
    }
    return readers.get(field.kind, _text)(field, text)


def _text(field: Field, text: str) -> str:
    bad = next((char for char in text if _is_unprintable(char)), "")
    if bad:
        raise ValueRefused(_("“%(char)s” cannot be printed.") % {"char": bad})
    if field.kind == Kind.TEXT:
        text = " ".join(text.split())
    over = len(text) - field.longest
    if over > 0:
        raise ValueRefused(
            ngettext("%(count)s character too many.", "%(count)s characters too many.", over) % {"count": over}
        )
    lines = text.count("\n") + 1
    if lines > field.lines and field.kind == Kind.LINES:
        raise ValueRefused(
            ngettext("There is place for %(count)s line.", "There is place for %(count)s lines.", field.lines)
            % {"count": field.lines}
        )
    return text


def _is_unprintable(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _UNPRINTABLE)


def _price(field: Field, text: str) -> str:
    value = read_price(text, decimals=field.decimals)
    if value is None:
        example = show_price(Decimal(12990), currency=field.currency, decimals=field.decimals, language="en")
        raise ValueRefused(_("Write a price like %(example)s.") % {"example": example})
    for bound, is_beyond, sentence in (
        (field.least, Decimal.__lt__, _("The price is at least %(bound)s.")),
        (field.most, Decimal.__gt__, _("The price is at most %(bound)s.")),
    ):
        limit = _decimal(bound)
        if limit is not None and is_beyond(value, limit):
            raise ValueRefused(sentence % {"bound": bound})
    return str(value)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _day(field: Field, text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not date(2000, 1, 1) <= day <= date(2100, 12, 31):
        raise ValueRefused(_("Choose a day."))
    for bound, is_beyond, sentence in (
        (field.least, date.__lt__, _("The day is not before %(bound)s.")),
        (field.most, date.__gt__, _("The day is not after %(bound)s.")),
    ):
        limit = parse_date(bound) if re.fullmatch(r"\d{4}-\d\d-\d\d", bound) else None
        if limit is not None and is_beyond(day, limit):
            raise ValueRefused(sentence % {"bound": bound})
    return day.isoformat()


def _option(field: Field, text: str) -> str:
    if text not in field.options:
        raise ValueRefused(_("Choose one of the options."))
    return text


def _address(field: Field, text: str) -> str:
    if field.code == Code.CARD:
        return ""  # the contact card is made of the profile
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if (
        len(address) > LONGEST_ADDRESS
        or not address.startswith("https://")
        or parts.username is not None
        or port not in (None, 443)
        or not _HOST.fullmatch(_ascii(host))
        or any(char.isspace() for char in address)
    ):
        raise ValueRefused(_("Write a web address that begins with https://."))
    return address


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def printed(field: Field, value: str, *, language: str) -> str:
    """A kept value as it is printed in the language of the template."""
    if not value:
        return ""
    if field.kind == Kind.PRICE:
        return show_price(Decimal(value), currency=field.currency, decimals=field.decimals, language=language)
    if field.kind == Kind.DATE:
        locale = {"zh-hans": "zh_Hans_CN"}.get(language, language)
        return str(format_date(date.fromisoformat(value), format="long", locale=locale))
    return value
