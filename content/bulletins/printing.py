"""The PDF of an issue. Nothing is fetched for it: its pictures are read before, and all else is in the page."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from content.bulletins.document import Document
from content.bulletins.models.file import stored_name
from content.bulletins.presenting import pictures_of, presented
from portal.core import storage

STYLE = "css/bulletin-print.css"
PICTURE = "picture:"

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class OwnPictures(URLFetcher):
    """Hands out the pictures of the issue, by `picture:` and their place, and nothing else from anywhere."""

    def __init__(self, pictures: dict[int, tuple[bytes, str]]) -> None:
        super().__init__()
        self._pictures = pictures

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        place = url.removeprefix(PICTURE)
        if not (url.startswith(PICTURE) and place.isdecimal() and int(place) in self._pictures):
            raise FatalURLFetchingError(f"A bulletin asks for {url[:80]}.")
        data, content_type = self._pictures[int(place)]
        return URLFetcherResponse(url, data, {"Content-Type": content_type})


def print_issue(*, document: Document, label: str, effective_from: datetime) -> bytes:
    """The PDF. Raises storage.FileMissing when a picture is gone, storage.StorageUnavailable."""
    pictures = {
        at: (storage.read_bytes(name=stored_name(facts["sha256"])), facts["content_type"])
        for at, facts in pictures_of(document).items()
    }
    context = {
        "document": presented(document, address=lambda at: f"{PICTURE}{at}"),
        "label": label,
        "effective_from": timezone.localtime(effective_from),
        "maker": settings.PORTAL_NAME,
    }
    with translation.override(document["language"]):
        page = render_to_string("bulletins/print.html", context)
    fetcher = OwnPictures(pictures)
    style = CSS(string=_style(), url_fetcher=fetcher)
    made: bytes = HTML(string=page, url_fetcher=fetcher, base_url=settings.BASE_URL).write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1", finisher=_label_pages
    )
    return made


def _label_pages(document: Any, pdf: Any) -> None:
    """Name the pages as the foot prints them (PDF 32000-1, 12.4.2): 1, 2, 3."""
    pdf.catalog["PageLabels"] = "<< /Nums [0 << /S /D >>] >>"


def _style() -> str:
    found = finders.find(STYLE) or str(Path(settings.STATIC_ROOT) / STYLE)
    return Path(str(found)).read_text(encoding="utf-8")
