"""Pictures without what cameras and programs wrote beside them, bit for bit the same picture. Pure.

Kept are what is needed to draw it (tables, colour profile, resolution, animation) and, in a JPEG, how it is turned and
whose it is. Places, instants, serial numbers, thumbnails, histories and whatever follows the picture are left out.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from PIL import Image

from content.marketing.assets.reasons import Reason, Unusable

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT pHYs bKGD hIST sPLT acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"])
_WEBP_META_FLAGS = 0x08 | 0x04
_ORIENTATION, _ARTIST, _COPYRIGHT = 0x0112, 0x013B, 0x8298
_SCANS, _END, _COMMENT, _JFIF, _EXIF, _ICC, _ADOBE = 0xDA, 0xD9, 0xFE, 0xE0, 0xE1, 0xE2, 0xEE
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Said:
    """What a JPEG goes on saying of itself."""

    orientation: int = 1
    artist: str = ""
    copyright: str = ""


def stripped(data: bytes, *, content_type: str, said: Said) -> bytes:
    """Raises Unusable (DAMAGED) when the parts of the file do not follow one another as they must."""
    strip = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp, "image/gif": _gif}[content_type]
    try:
        return strip(data, said)
    except (IndexError, struct.error) as error:
        raise Unusable(Reason.DAMAGED, type(error).__name__) from error


def _jpeg(data: bytes, said: Said) -> bytes:
    if not data.startswith(b"\xff\xd8"):
        raise Unusable(Reason.DAMAGED, "no JPEG")
    kept, at = [b"\xff\xd8"], 2
    exif = _exif(said)
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise Unusable(Reason.DAMAGED, "marker")
        kind = data[at + 1]
        if kind == _END:
            return b"".join([*kept, b"\xff\xd9"])
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        if length < 2 or len(segment) != 2 + length:
            raise Unusable(Reason.DAMAGED, "length")
        at += 2 + length
        if exif and kind != _JFIF:
            kept.append(exif)
            exif = b""
        if _jpeg_keeps(kind, segment):
            kept.append(segment)
        if kind == _SCANS:
            found = _MARKER.search(data, at)
            if found is None:  # a scan without an end: programs draw it, so it is ended here
                return b"".join([*kept, data[at:], b"\xff\xd9"])
            kept.append(data[at : found.start()])
            at = found.start()


def _jpeg_keeps(kind: int, segment: bytes) -> bool:
    if kind == _ICC:
        return segment[4:16] == b"ICC_PROFILE\0"
    if kind == _JFIF:
        return segment[4:9] == b"JFIF\0"
    if kind == _ADOBE:
        return segment[4:9] == b"Adobe"
    return not (0xE0 <= kind <= 0xEF or kind == _COMMENT)


def _exif(said: Said) -> bytes:
    if said == Said():
        return b""
    exif = Image.Exif()
    if said.orientation != 1:
        exif[_ORIENTATION] = said.orientation
    for tag, text in ((_ARTIST, said.artist), (_COPYRIGHT, said.copyright)):
        if text:
            exif[tag] = text[:500]
    body = exif.tobytes()
    body = body if body.startswith(b"Exif\0\0") else b"Exif\0\0" + body
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes, _said: Said) -> bytes:
    if not data.startswith(_PNG_HEAD):
        raise Unusable(Reason.DAMAGED, "no PNG")
    kept, at = [_PNG_HEAD], len(_PNG_HEAD)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise Unusable(Reason.DAMAGED, "chunk")
        if kind in _PNG_KEPT:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
        at += 12 + length


def _webp(data: bytes, _said: Said) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Unusable(Reason.DAMAGED, "no WebP")
    (whole,) = struct.unpack_from("<I", data, 4)
    end, at, kept = min(len(data), whole + 8), 12, []
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        chunk = data[at : at + 8 + length]
        if len(chunk) != 8 + length:
            raise Unusable(Reason.DAMAGED, "chunk")
        if kind == b"VP8X" and length:
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_META_FLAGS]) + chunk[9:]
        if kind in _WEBP_KEPT:
            kept.append(chunk + b"\0" * (length % 2))
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _gif(data: bytes, _said: Said) -> bytes:
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        raise Unusable(Reason.DAMAGED, "no GIF")
    at = 13 + _colours(data[10])
    kept = [data[:at]]
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            at = _after_blocks(data, at + 10 + _colours(data[at + 9]) + 1)
            kept.append(data[start:at])
        elif data[at] == 0x21:
            label, at = data[at + 1], _after_blocks(data, at + 2)
            looping = label == 0xFF and data[start + 3 : start + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            if label in (0xF9, 0x01) or looping:
                kept.append(data[start:at])
        else:
            raise Unusable(Reason.DAMAGED, "block")
    return b"".join([*kept, b"\x3b"])


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1
