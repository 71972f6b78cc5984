"""The PDF of an issue. Nothing is fetched for it: its pictures are read before, and all else is in the page."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from content.bulletins.document import Document
from content.bulletins.models.file import stored_name
from content.bulletins.presenting import pictures_of, presented
from portal.core import storage
from portal.core.printing import print_page

STYLE = "css/bulletin-print.css"
PICTURE = "picture:"
CODE = f"{PICTURE}watch-at"


def print_issue(*, document: Document, label: str, effective_from: datetime, watch_at: str) -> bytes:
    """The PDF; in the place of a film stands the address `watch_at`, to be typed or scanned. Raises
    storage.FileMissing when a picture is gone, storage.StorageUnavailable."""
    pictures = {
        f"{PICTURE}{at}": (storage.read_bytes(name=stored_name(facts["sha256"])), facts["content_type"])
        for at, facts in pictures_of(document).items()
    }
    pictures[CODE] = (_code(watch_at), "image/svg+xml")
    context = {
        "watch_at": watch_at,
        "watch_code": CODE,
        "document": presented(document, address=lambda at: f"{PICTURE}{at}"),
        "label": label,
        "effective_from": timezone.localtime(effective_from),
        "maker": settings.PORTAL_NAME,
    }
    with translation.override(document["language"]):
        page = render_to_string("bulletins/print.html", context)
    return print_page(page, style=STYLE, pictures=pictures, base_url=settings.BASE_URL, finisher=_label_pages)


def _code(address: str) -> bytes:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2)
    return drawn.getvalue()


def _label_pages(document: Any, pdf: Any) -> None:
    """Name the pages as the foot prints them (PDF 32000-1, 12.4.2): 1, 2, 3."""
    pdf.catalog["PageLabels"] = "<< /Nums [0 << /S /D >>] >>"
