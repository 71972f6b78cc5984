"""The small pictures of a template's pages, drawn once for each version and kept."""

from __future__ import annotations

from hashlib import sha256

from content.marketing.cobranding.models import TemplateVersion
from content.marketing.cobranding.press.client import PressBusy, PressFailed, print_sheet
from content.marketing.cobranding.proofs import example_sheet
from content.marketing.cobranding.stored import stored_name
from portal.core import storage

KIND = "cobranding.covers"
WIDTH_PX = 640
CONTENT_TYPE = "image/webp"


def deliver(key: str, payload: dict[str, object]) -> None:
    """Draw the pages of the version `key`. Quiet when they are there or cannot be drawn. Raises PressBusy,
    storage.StorageUnavailable: the outbox asks again."""
    version = TemplateVersion.objects.select_related("template").filter(pk=int(key)).first()
    if version is not None:
        draw_covers(version)


def draw_covers(version: TemplateVersion) -> list[str]:
    """The SHA-256 of the small picture of each page, drawn now if they are not there; empty if they cannot be. Raises
    PressBusy, storage.StorageUnavailable."""
    if version.covers:
        return list(version.covers)
    try:
        sheet, _names = example_sheet(format=version, fields=version.fields(), title=version.template.title)
        printed = print_sheet(sheet, draw=tuple(range(1, version.pages + 1)), width_px=WIDTH_PX, anyhow=True)
    except PressBusy:
        raise
    except (PressFailed, storage.FileMissing):
        return []
    digests = [sha256(drawn.data).hexdigest() for drawn in printed.pictures]
    for digest, drawn in zip(digests, printed.pictures, strict=True):
        storage.save_bytes(name=stored_name(digest), data=drawn.data, content_type=CONTENT_TYPE)
    TemplateVersion.objects.filter(pk=version.pk).update(covers=digests)
    version.covers = digests
    return digests
