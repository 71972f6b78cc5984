"""Pictures and logos that a dealership brings: looked at, written anew, stored under their SHA-256."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from content.ingest.api import clean_name
from content.library.api import NotVisible
from content.marketing.cobranding.models import DealerUpload
from content.marketing.cobranding.press.client import flatten_drawing
from content.marketing.cobranding.profiles import dealers_of
from content.marketing.cobranding.stored import stored_name
from portal.core import events, storage
from portal.core.errors import Refused
from portal.core.pictures import Encoded, encode_picture
from portal.network.api import Viewer
from portal.network.models import User

LARGEST_UPLOAD = 10 * 2**20
LARGEST_DRAWING = 2 * 2**20
WIDEST = {DealerUpload.Kind.LOGO: 2_400, DealerUpload.Kind.PICTURE: 5_000}
"""Pixels. A picture across an A3 page at 300 dpi has 4,961."""
MOST_UPLOADS = 500
"""Of one dealership."""
UPLOADED = "dealer_upload.kept"


class UploadRefused(Refused):
    """The file cannot be used."""


def receive_upload(*, viewer: Viewer, dealer_id: int, kind: str, upload: UploadedFile, actor: User) -> DealerUpload:
    """Keep a picture for a dealership at which the person works; the same one is kept once. A drawing (SVG) becomes a
    picture. Raises NotVisible, Refused, StorageUnavailable."""
    if dealer_id not in dealers_of(viewer):
        raise NotVisible
    if (upload.size or 0) > LARGEST_UPLOAD:
        raise UploadRefused(_("The picture is larger than 10 MB."))
    if DealerUpload.objects.filter(dealer=dealer_id).count() >= MOST_UPLOADS:
        raise UploadRefused(_("The dealership has %(most)s pictures already.") % {"most": MOST_UPLOADS})
    made = _encoded(upload.read(), widest=WIDEST[DealerUpload.Kind(kind)])
    # The file first: a row always has its file.
    storage.save_bytes(name=stored_name(made.sha256), data=made.data, content_type=made.content_type)
    with transaction.atomic():
        row, is_new = DealerUpload.objects.get_or_create(
            dealer_id=dealer_id,
            kind=kind,
            sha256=made.sha256,
            defaults={
                "name": clean_name(upload.name or "")[:160],
                "content_type": made.content_type,
                "size": len(made.data),
                "width": made.width,
                "height": made.height,
                "uploaded_by": actor,
            },
        )
        if is_new:
            events.record(verb=UPLOADED, subject=f"dealer:{dealer_id}", actor=actor, data={"upload": row.pk})
    return row


def _encoded(data: bytes, *, widest: int) -> Encoded:
    beginning = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not (beginning.startswith((b"<svg", b"<?xml", b"<!--")) and b"<svg" in data[:20_000].lower()):
        return encode_picture(data, widest=widest)
    if len(data) > LARGEST_DRAWING:
        raise UploadRefused(_("The drawing is larger than 2 MB."))
    drawn = flatten_drawing(data, width_px=widest)
    return encode_picture(drawn.data, widest=widest)


def open_upload(*, viewer: Viewer, upload_id: int) -> DealerUpload:
    """A picture of a dealership at which the viewer works. Raises NotVisible."""
    found = DealerUpload.objects.filter(pk=upload_id, dealer__in=dealers_of(viewer)).first()
    if found is None:
        raise NotVisible
    return found
