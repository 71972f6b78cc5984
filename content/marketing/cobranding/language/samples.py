"""What stands in the fields of a template that nobody has filled: an example, and the most that they take."""

from __future__ import annotations

from content.marketing.cobranding.language.fields import Field, Kind, Source

_EXAMPLES = {
    Source.NAME: ("Riverside Motors", "北辰汽车销售服务有限公司"),
    Source.ADDRESS: ("12 Harbour Street\nRiverside 40213", "滨江新区朝阳北路88号\n邮编 300000"),
    Source.PHONE: ("+49 000 123456", "022-0000 1234"),
    Source.EMAIL: ("hello@riverside.example", "hello@beichen.example"),
    Source.WEB: ("https://riverside.example", "https://beichen.example"),
    Source.HOURS: ("Mon–Fri 8–18, Sat 9–14", "周一至周五 8:00–18:00，周六 9:00–14:00"),
}
_WORDS = ("Everything for a safe summer: brakes, tyres, air conditioning and battery checked at one price. ",
          "夏季安心出行：制动、轮胎、空调与蓄电池一次检查，价格透明。")  # fmt: skip
_LONGEST = ("Wm", "国")
PRICE, DAY, WEB = "1299", "2026-12-31", "https://example.com/offer"


def example(field: Field, *, language: str) -> str:
    """A likely value."""
    chinese = language.startswith("zh")
    if field.value:
        return field.value
    if field.source in _EXAMPLES:
        return _EXAMPLES[Source(field.source)][chinese][: field.longest]
    return _other(field, (_WORDS[chinese] * 20)[: min(field.longest, 40 * field.lines)].strip())


def longest(field: Field, *, language: str) -> str:
    """As many characters and lines as the field takes."""
    chinese = language.startswith("zh")
    if field.locked and field.value:
        return field.value
    if field.kind == Kind.LINES:
        each = max(1, (field.longest - field.lines + 1) // field.lines)
        return "\n".join([_words(_LONGEST[chinese], each)] * field.lines)
    return _other(field, _words(_LONGEST[chinese], field.longest))


def _words(letters: str, length: int) -> str:
    """Letters in words of ten, as a real text breaks."""
    text = (letters * length)[:length]
    if len(letters) == 1:
        return text
    return " ".join(text[at : at + 10] for at in range(0, length, 10))[:length].strip()


def _other(field: Field, text: str) -> str:
    if field.kind == Kind.PRICE:
        return field.least or PRICE
    if field.kind == Kind.DATE:
        return field.least or DAY
    if field.kind == Kind.CHOICE:
        return max(field.options, key=len)
    return WEB if field.kind == Kind.CODE else text
