"""Pictures of questions: checked, re-encoded, and kept under their SHA-256."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.core import storage
from portal.core.errors import Refused
from training.bank.models import Media

LARGEST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
WIDEST = 1600
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/png", "WEBP": "image/png", "BMP": "image/png"}


class PictureRefused(Refused):
    """The bytes are no picture that can be shown."""


def keep_picture(data: bytes) -> Media:
    """Keep a picture, at most 1,600 pixels wide or high, without what cameras write beside it. The same bytes twice
    are one picture. Raises PictureRefused: no JPEG, PNG, GIF, WebP or BMP (an SVG may carry scripts), or too large."""
    if len(data) > LARGEST_BYTES:
        raise PictureRefused(_("The picture is larger than 10 MB."))
    encoded, content_type, size = _encoded(data)
    digest = sha256(encoded).hexdigest()
    found = Media.objects.filter(sha256=digest).first()
    if found is not None:
        return found
    media = Media(sha256=digest, content_type=content_type, size=len(encoded), width=size[0], height=size[1])
    # The file first: a row always has its file, and a file without its row is found by its name when it comes again.
    storage.save_bytes(name=media.file_name, data=encoded, content_type=content_type)
    made, _created = Media.objects.get_or_create(
        sha256=digest,
        defaults={"content_type": content_type, "size": len(encoded), "width": size[0], "height": size[1]},
    )
    return made


def _encoded(data: bytes) -> tuple[bytes, str, tuple[int, int]]:
    try:
        with Image.open(BytesIO(data), formats=tuple(_FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused(_("The picture has more than 40 million pixels."))
            kind = _FORMATS[picture.format or ""]
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((WIDEST, WIDEST))
            mode = "RGB" if kind == "image/jpeg" else "RGBA"
            buffer = BytesIO()
            upright.convert(mode).save(buffer, "JPEG" if kind == "image/jpeg" else "PNG", optimize=True)
            return buffer.getvalue(), kind, upright.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureRefused(_("This is no picture that can be shown. Use JPEG, PNG, GIF or WebP.")) from error
