"""The language of a page, from its scripts and its commonest words. Good enough to filter by; "" when unsure."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
# Characters that only one of the two Chinese standards uses, among the most frequent of technical prose.
_SIMPLIFIED = frozenset("们这个为来说对时发会动过还进开关车应检气设电压传线机转轴轮档单据选择达节续维护闭构")
_TRADITIONAL = frozenset("們這個為來說對時發會動過還進開關車應檢氣設電壓傳線機轉軸輪檔單據選擇達節續維護閉構")


def _words(row: str) -> frozenset[str]:
    return frozenset(row.split())


_COMMON = {
    "en": _words("the of and to in is for with that on be this are as by it or not from an can if will you at"),
    "de": _words("der die das und ist von mit den auf für im nicht werden ein eine zu sich dem des wird bei oder"),
    "fr": _words("le la les des et est une un dans pour que qui sur pas par avec du au ce sont plus"),
    "es": _words("el la los las de y en es un una para que con por se del no su al como"),
    "it": _words("il la di che e un una per con non del della sono da si le dei nel alla come"),
}
SAMPLE = 1500
"""So many characters of a page say as much about its language as all of them."""
_ENOUGH_WORDS = 8
_LEAST_SHARE = 0.08
_HAN_SHARE = 0.15
"""A Chinese manual is full of Latin names; a page with every seventh letter a Han character is Chinese."""


def language_of(text: str) -> str:
    """A code of ISO 639 (zh with its script: zh-hans, zh-hant), or "" when the page says too little."""
    if not text.isascii() and _EAST_ASIAN.search(text):
        east_asian = _east_asian(text)
        if east_asian:
            return east_asian
    words = list(filter(str.isalpha, text[:SAMPLE].lower().split()))
    if len(words) < _ENOUGH_WORDS:
        return ""
    shares = {code: sum(map(common.__contains__, words)) / len(words) for code, common in _COMMON.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= _LEAST_SHARE else ""


def _east_asian(text: str) -> str:
    han = len(_HAN.findall(text))
    kana = len(_KANA.findall(text))
    hangul = len(_HANGUL.findall(text))
    letters = sum(map(str.isalpha, text)) or 1
    if (han + kana + hangul) / letters < _HAN_SHARE:
        return ""
    if hangul > han:
        return "ko"
    if kana > han / 10:
        return "ja"
    traditional = sum(char in _TRADITIONAL for char in text)
    simplified = sum(char in _SIMPLIFIED for char in text)
    return "zh-hant" if traditional > simplified else "zh-hans"
