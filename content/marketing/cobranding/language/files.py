"""The files of a template: pictures, drawings and fonts, known by their content and called by a plain name."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from content.marketing.cobranding.language.drawing import check_drawing
from content.marketing.cobranding.language.faults import Fault, Part, shown

MOST_FILES = 40
LARGEST_FILE = 12 * 2**20
LARGEST_TOTAL = 40 * 2**20
MOST_PIXELS = 40_000_000
PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,58}\.[a-z0-9]{2,5}")
PICTURES = {".png": ("PNG", "image/png"), ".jpg": ("JPEG", "image/jpeg"), ".jpeg": ("JPEG", "image/jpeg")}
FONTS = {
    ".ttf": ((b"\x00\x01\x00\x00", b"true"), "font/ttf"),
    ".otf": ((b"OTTO",), "font/otf"),
    ".woff": ((b"wOFF",), "font/woff"),
    ".woff2": ((b"wOF2",), "font/woff2"),
}
DRAWING = ".svg"
ENDINGS = (*PICTURES, *FONTS, DRAWING)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is kept of a file beside its bytes. Width and height are those of a picture, in pixels."""

    sha256: str
    content_type: str
    size: int
    width: int = 0
    height: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_file(name: str, data: bytes) -> FileFacts | Fault:
    """The facts of a file, or why it is not taken. What it is is read from its bytes and must be what its name says."""
    suffix = PurePosixPath(name).suffix
    if not PLAIN_NAME.fullmatch(name):
        return _fault(_("The name “%(name)s”: use small letters, digits, . _ - and an ending."), name)
    if suffix not in ENDINGS:
        return _fault(_("“%(name)s” is of no type that a template can use."), name)
    if len(data) > LARGEST_FILE:
        return _fault(_("“%(name)s” is larger than 12 MB."), name)
    if suffix in PICTURES:
        return _picture(name, data, *PICTURES[suffix])
    if suffix == DRAWING:
        reason = check_drawing(data)
        return _fault("“%(name)s”: " + reason, name) if reason else _facts(data, "image/svg+xml")
    beginnings, content_type = FONTS[suffix]
    if not data.startswith(beginnings):
        return _fault(_("“%(name)s” is not what its name says."), name)
    return _facts(data, content_type)


def _picture(name: str, data: bytes, expected: str, content_type: str) -> FileFacts | Fault:
    try:
        with Image.open(BytesIO(data), formats=(expected,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return _fault(_("“%(name)s” has more than 40 million pixels."), name)
            picture.load()
            return _facts(data, content_type, picture.width, picture.height)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return _fault(_("“%(name)s” is not what its name says."), name)


def _facts(data: bytes, content_type: str, width: int = 0, height: int = 0) -> FileFacts:
    return FileFacts(sha256(data).hexdigest(), content_type, len(data), width, height)


def _fault(sentence: str, name: str) -> Fault:
    return Fault(Part.FILES, sentence % {"name": shown(name)})
