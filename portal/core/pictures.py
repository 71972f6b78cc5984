"""Pictures that people hand in: checked, turned upright, made small, and written anew without what cameras add."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.core.errors import Refused

LARGEST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
WIDEST = 1600
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/png", "WEBP": "image/png", "BMP": "image/png"}


class PictureRefused(Refused):
    """The bytes are no picture that can be shown."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it is kept."""

    data: bytes
    content_type: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


def encode_picture(data: bytes, *, widest: int = WIDEST) -> Encoded:
    """A picture at most `widest` pixels wide or high, without what cameras write beside it, as JPEG or PNG. Raises
    PictureRefused: no JPEG, PNG, GIF, WebP or BMP (an SVG may carry scripts), or too large."""
    if len(data) > LARGEST_BYTES:
        raise PictureRefused(_("The picture is larger than 10 MB."))
    try:
        with Image.open(BytesIO(data), formats=tuple(_FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused(_("The picture has more than 40 million pixels."))
            content_type = _FORMATS[picture.format or ""]
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((widest, widest))
            buffer = BytesIO()
            if content_type == "image/jpeg":
                upright.convert("RGB").save(buffer, "JPEG", quality=88, optimize=True)
            else:
                upright.convert("RGBA").save(buffer, "PNG", optimize=True)
            return Encoded(buffer.getvalue(), content_type, *upright.size)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureRefused(_("This is no picture that can be shown. Use JPEG, PNG, GIF or WebP.")) from error
