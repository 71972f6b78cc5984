"""Pictures of questions, kept under their SHA-256."""

from __future__ import annotations

from portal.core import storage
from portal.core.pictures import Encoded, encode_picture
from training.bank.models import Media


def keep_picture(data: bytes) -> Media:
    """Keep a picture as `encode_picture` makes it. The same bytes twice are one picture. Raises PictureRefused."""
    return keep_encoded(encode_picture(data))


def keep_encoded(encoded: Encoded) -> Media:
    """Keep a picture that was encoded before."""
    digest = encoded.sha256
    facts = {
        "content_type": encoded.content_type,
        "size": len(encoded.data),
        "width": encoded.width,
        "height": encoded.height,
    }
    if (found := Media.objects.filter(sha256=digest).first()) is not None:
        return found
    # The file first: a row always has its file, and a file without its row is found by its name when it comes again.
    storage.save_bytes(name=Media(sha256=digest).file_name, data=encoded.data, content_type=encoded.content_type)
    return Media.objects.get_or_create(sha256=digest, defaults=facts)[0]
