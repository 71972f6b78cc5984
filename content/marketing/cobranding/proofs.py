"""A template with examples in its fields: for its authors while they write it, for its small picture, and for who looks
whether to use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from content.marketing.cobranding.cards import contact_card, qr_code
from content.marketing.cobranding.composing import compose
from content.marketing.cobranding.language.api import (
    DRAWN,
    Code,
    Field,
    Kind,
    Source,
    example,
    longest,
    printed,
    read_value,
)
from content.marketing.cobranding.models import DealerProfile
from content.marketing.cobranding.models.template import Format
from content.marketing.cobranding.press.sheet import Sheet
from content.marketing.cobranding.stand_ins import stand_in
from portal.core.printing import Picture

FILLERS: dict[str, Callable[..., str]] = {"": example, "longest": longest, "chinese": example}
"""By how its fields are filled: with examples, with as much as they take, with Chinese examples."""


def example_sheet(
    *, format: Format, fields: Iterable[Field], title: str, mode: str = ""
) -> tuple[Sheet, dict[str, str]]:
    """The sheet, and the field at each of its places. Raises storage.FileMissing, storage.StorageUnavailable."""
    fields = list(fields)
    language = "zh-hans" if mode == "chinese" else format.language
    fill = FILLERS[mode]
    texts, pictures = {}, {}
    for one in fields:
        if one.kind in DRAWN:
            pictures[one.name] = _picture(one, language=language)
        else:
            text = fill(one, language=language)
            texts[one.name] = printed(one, _plainly(one, text), language=language)
    return compose(format=format, fields=fields, texts=texts, pictures=pictures, title=title)


def _plainly(one: Field, text: str) -> str:
    return text if one.kind in (Kind.TEXT, Kind.LINES) else read_value(one, text)


def _picture(one: Field, *, language: str) -> Picture:
    if one.kind != Kind.CODE:
        return stand_in(one.kind, width_mm=one.width_mm, height_mm=one.height_mm)
    if one.code != Code.CARD:
        return qr_code(example(one, language=language))
    said = {
        str(source): example(Field(source.value, Kind.TEXT, "", source=source), language=language)
        for source in (Source.NAME, Source.PHONE, Source.WEB, Source.EMAIL)
    }
    return qr_code(contact_card(DealerProfile(**said), language=language))
