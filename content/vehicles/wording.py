"""What the pages say of VINs and facts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from content.library import vin
from content.library.applying import Fact
from content.library.vin import CheckDigit, Flaw, Typed
from content.vehicles.at_hand import AtHand
from content.vehicles.decoding import Decoded

FACTS = {
    Fact.BRAND: gettext_lazy("Brand"),
    Fact.MODEL: gettext_lazy("Model"),
    Fact.YEAR: gettext_lazy("Model year"),
    Fact.ENGINE: gettext_lazy("Engine"),
    Fact.BODY: pgettext_lazy("vehicle", "Body"),
    Fact.DRIVE: gettext_lazy("Drive"),
    Fact.MARKET: gettext_lazy("Market"),
    Fact.VIN: gettext_lazy("VIN"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what a VIN tells: `places` of it, what they are, the value ("" if unknown), what to know of it."""

    places: str
    name: str
    value: str
    note: str = ""


def flaw(typed: Typed) -> str:
    """What is wrong with what was typed, and what to do. "" for a VIN."""
    sentences = {
        Flaw.EMPTY: _("Type the VIN: 17 letters and digits."),
        Flaw.LENGTH: _("A VIN has 17 characters; these are %(count)d.") % {"count": typed.length},
        Flaw.LOOKALIKE: _(
            "A VIN has no letters I, O and Q. Look again at “%(characters)s”: it may be the digit 1 or 0."
        ),
        Flaw.CHARACTER: _("“%(characters)s” does not stand in a VIN, which has Latin letters and digits alone."),
    }
    if typed.flaw is None:
        return ""
    sentence = sentences[typed.flaw]
    return sentence % {"characters": typed.characters[:20]} if typed.characters else sentence


def wrong_check_digit(number: vin.Vin) -> str:
    """A typing error, most likely."""
    return _("One character of %(vin)s is wrong: its check digit (the 9th character) does not fit the others.") % {
        "vin": number.text
    }


def told(one: AtHand) -> list[Told]:
    """Place by place, what is known and what is not."""
    decoded = one.decoded
    if decoded is None:
        return []
    number, maker = decoded.vin, decoded.manufacturer
    places = "1–3, 12–14" if number.is_of_small_maker else "1–3"
    names = " / ".join(map(str, one.models)), ", ".join(variant.name for variant in one.variants)
    return [
        Told(
            places,
            _("Maker"),
            _maker(one),
            "" if maker else _("%(code)s is in no table here.") % {"code": number.maker},
        ),
        Told("4–8", _("Model and build"), ": ".join(filter(None, names)), _build(one)),
        Told("9", _("Check digit"), number.text[8], _check(decoded)),
        Told("10", str(FACTS[Fact.YEAR]), _years(decoded), _year_note(decoded)),
        Told("11", _("Plant"), number.text[10], _("The maker's own code.")),
        Told("12–17", _("Serial number"), number.serial),
    ]


def _maker(one: AtHand) -> str:
    maker = one.decoded.manufacturer if one.decoded else None
    if maker is None:
        return ""
    name = f"{maker.name} ({maker.country})" if maker.country else maker.name
    return f"{maker.brand}: {name}" if maker.brand else name


def _build(one: AtHand) -> str:
    if len(one.models) > 1:
        return _("One of these models: the tables do not say which.")
    return "" if one.models else _("The tables say nothing about it.")


def _check(decoded: Decoded) -> str:
    return {
        CheckDigit.RIGHT: _("It fits: a typing error would show here."),
        CheckDigit.WRONG: _("It does not fit."),
        CheckDigit.AGREES: _("It fits, though this maker's area demands none."),
        CheckDigit.FREE: _("This maker's area has none: a typing error does not show."),
    }[decoded.check]


def _years(decoded: Decoded) -> str:
    return " / ".join(map(str, sorted(decoded.years))) if decoded.tells_year else ""


def _year_note(decoded: Decoded) -> str:
    years = " / ".join(map(str, sorted(decoded.years)))
    if not years:
        return _("“%(code)s” is no model year.") % {"code": decoded.vin.text[9]}
    if not decoded.tells_year:
        return _("Not known: this maker's area leaves the place free. By the usual code: %(years)s.") % {"years": years}
    return _("The code repeats after 30 years: one of these.") if len(decoded.years) > 1 else ""
