"""How authors declare the fields of a print template: a block for each kind."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.marketing.cobranding.language.fields import Code, Kind, Source
from content.marketing.cobranding.language.prices import CURRENCIES


def _named() -> list[tuple[str, blocks.Block]]:
    """What every field has."""
    return [
        ("name", blocks.CharBlock(label=_("Name"), max_length=40, help_text=_("As the HTML calls it."))),
        ("label", blocks.CharBlock(label=_("Label"), max_length=80)),
        ("label_zh", blocks.CharBlock(label=_("Label in Chinese"), max_length=80, required=False)),
        ("hint", blocks.CharBlock(label=_("Hint"), max_length=200, required=False)),
        ("hint_zh", blocks.CharBlock(label=_("Hint in Chinese"), max_length=200, required=False)),
        ("required", blocks.BooleanBlock(label=_("Must be filled in"), required=False)),
    ]


def _source(*choices: Source) -> tuple[str, blocks.Block]:
    offered = [(one.value, one.label) for one in choices]
    return ("source", blocks.ChoiceBlock(label=_("Filled with"), choices=offered, required=False))


def _given(**options: Any) -> list[tuple[str, blocks.Block]]:
    return [
        ("value", blocks.CharBlock(label=_("Text given"), required=False, **options)),
        ("locked", blocks.BooleanBlock(label=_("Locked: dealers cannot change it"), required=False)),
    ]


def _number(label: Any, *, least: int, most: int, default: int) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=label, min_value=least, max_value=most, default=default)


_OF_PROFILE = (Source.NAME, Source.ADDRESS, Source.PHONE, Source.EMAIL, Source.WEB, Source.HOURS)


def _text() -> list[tuple[str, blocks.Block]]:
    return [
        *_named(),
        _source(*_OF_PROFILE),
        *_given(max_length=2000),
        ("longest", _number(_("Characters at most"), least=1, most=2000, default=80)),
        ("lines", _number(_("Lines at most"), least=1, most=40, default=1)),
        ("smallest", _number(_("Made smaller down to (per cent)"), least=50, most=100, default=100)),
    ]


def _bounded(help_text: Any) -> list[tuple[str, blocks.Block]]:
    return [
        ("least", blocks.CharBlock(label=_("At least"), max_length=20, required=False, help_text=help_text)),
        ("most", blocks.CharBlock(label=_("At most"), max_length=20, required=False, help_text=help_text)),
    ]


def _printed_size() -> list[tuple[str, blocks.Block]]:
    return [
        ("width_mm", blocks.FloatBlock(label=_("Printed width (mm)"), min_value=5, max_value=1200, default=60)),
        ("height_mm", blocks.FloatBlock(label=_("Printed height (mm)"), min_value=5, max_value=1200, default=40)),
    ]


def _kinds() -> dict[Kind, tuple[Any, str, list[tuple[str, blocks.Block]]]]:
    """Kind -> name, icon, what is declared."""
    currencies = [(code, code) for code in CURRENCIES]
    return {
        Kind.TEXT: (_("Text of a line"), "pilcrow", _text()),
        Kind.LINES: (_("Text of several lines"), "align-left", _text()),
        Kind.PRICE: (
            _("Price"),
            "tag",
            [
                *_named(),
                *_given(max_length=20),
                ("currency", blocks.ChoiceBlock(label=_("Currency"), choices=currencies, default="EUR")),
                ("decimals", _number(_("Decimals"), least=0, most=3, default=2)),
                *_bounded(_("As a plain number.")),
            ],
        ),
        Kind.DATE: (_("Day"), "date", [*_named(), *_given(max_length=10), *_bounded(_("As 2026-12-31."))]),
        Kind.CHOICE: (
            _("Choice"),
            "list-ul",
            [
                *_named(),
                *_given(max_length=200),
                ("options", blocks.TextBlock(label=_("Options"), help_text=_("One in each line."))),
            ],
        ),
        Kind.CODE: (
            _("QR code"),
            "grip",
            [
                *_named(),
                ("code", blocks.ChoiceBlock(label=_("Holds"), choices=Code.choices, default=Code.WEB)),
                _source(Source.WEB),
                *_given(max_length=300),
            ],
        ),
        Kind.LOGO: (_("Logo of the dealership"), "image", [*_named(), *_printed_size()]),
        Kind.PICTURE: (
            _("Picture"),
            "image",
            [
                *_named(),
                *_printed_size(),
                ("own", blocks.BooleanBlock(label=_("Dealers upload their own"), required=False, default=True)),
                ("assets", blocks.BooleanBlock(label=_("Pictures of the library"), required=False, default=True)),
            ],
        ),
    }


def declared_blocks() -> list[tuple[str, blocks.Block]]:
    """The kinds of fields."""
    return [
        (kind.value, blocks.StructBlock(children, label=label, icon=icon))
        for kind, (label, icon, children) in _kinds().items()
    ]
