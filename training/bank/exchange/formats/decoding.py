"""Text of whatever an editor or a spreadsheet wrote: UTF-8, UTF-16, or GB18030 (which GBK and GB2312 are part of)."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

from training.bank.exchange.values import FileRefused

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'][^>]{0,100}\?>""")
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def decoded(data: bytes) -> str:
    """The text of a file, by its byte order mark, or as UTF-8, UTF-16 (zeros in every other place) or GB18030, with
    line ends as "\\n" and without control characters. Raises FileRefused."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _tidy(_as(data, (encoding,)))
    if b"\0" in data:
        return _tidy(_as(data, ("utf-16-le" if data[1:2] == b"\0" else "utf-16-be",)))
    return _tidy(_as(data, ("utf-8", "gb18030")))


def utf8_xml(data: bytes) -> bytes:
    """XML that the parser understands: what declares itself to be in a Chinese code page becomes UTF-8."""
    declared = _DECLARED.match(data[:1000])
    if declared is None or declared[1].lower() not in (b"gb2312", b"gbk", b"gb18030", b"cp936"):
        return data
    return _as(data[declared.end() :], ("gb18030",)).encode()


def _as(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("The file is text in no known encoding. Save it as UTF-8."))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
