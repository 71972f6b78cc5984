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
LARGEST_PHOTO = 20 * 1024 * 1024
MOST_PHOTO_PIXELS = 120_000_000
"""Of a JPEG, which is made small while it is read."""
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
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
    return _encoded(data, most_jpeg=MOST_PIXELS, widest=widest)


def encode_photo(data: bytes) -> Encoded:
    """The same of a photo as phones take them: up to 20 MB and, as JPEG, 120 million pixels; HEIC as well. Raises
    PictureRefused."""
    if len(data) > LARGEST_PHOTO:
        raise PictureRefused(_("The photo is larger than 20 MB."))
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        data = _jpeg_of_heic(data)
    return _encoded(data, most_jpeg=MOST_PHOTO_PIXELS, widest=WIDEST)


def _encoded(data: bytes, *, most_jpeg: int, widest: int) -> Encoded:
    try:
        with Image.open(BytesIO(data), formats=tuple(_FORMATS)) as picture:
            most = most_jpeg if picture.format == "JPEG" else MOST_PIXELS
            if picture.width * picture.height > most:
                raise PictureRefused(_("The picture has more than %(most)s million pixels.") % {"most": most // 10**6})
            content_type = _FORMATS[picture.format or ""]
            picture.draft(None, (widest, widest))
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


def _jpeg_of_heic(data: bytes) -> bytes:
    """Upright and small, by libvips. The size is looked at before anything is decoded."""
    import pyvips  # not in every process: it brings its own threads

    try:
        head = pyvips.Image.new_from_buffer(data, "", access="sequential")
        if head.width * head.height > MOST_PIXELS:
            most = MOST_PIXELS // 10**6
            raise PictureRefused(_("The picture has more than %(most)s million pixels.") % {"most": most})
        small = pyvips.Image.thumbnail_buffer(data, WIDEST, height=WIDEST, size="down")
        return bytes(small.jpegsave_buffer(Q=92, keep="none"))
    except pyvips.Error as error:
        raise PictureRefused(_("This is no picture that can be shown. Use JPEG, PNG, GIF or WebP.")) from error
