"""Pages as PDF. Nothing is fetched for one, neither from the network nor from the disk: all is in the page, or handed
over with it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

Picture = tuple[bytes, str]
"""The data of a picture and its content type."""


def print_page(
    page: str,
    *,
    style: str,
    pictures: Mapping[str, Picture] | None = None,
    base_url: str | None = None,
    finisher: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """The PDF/UA of a page (HTML), by a stylesheet of ours (its path among the static files). `pictures` are those that
    the page names, by address; `finisher` is WeasyPrint's. Raises FatalURLFetchingError of WeasyPrint when the page
    asks for anything else."""
    # Loaded by the first page that is printed: some 60 MB, and most processes never print one.
    from weasyprint import CSS, HTML

    fetcher = _handing_out(pictures or {})
    sheet = CSS(string=_text_of(style), url_fetcher=fetcher)
    document = HTML(string=page, url_fetcher=fetcher, base_url=base_url)
    made: bytes = document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1", finisher=finisher)
    return made


def _handing_out(pictures: Mapping[str, Picture]) -> Any:
    """A fetcher that knows these addresses and nothing else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class HandedOver(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url not in pictures:
                raise FatalURLFetchingError(f"A page that is printed asks for {url[:80]}.")
            data, content_type = pictures[url]
            return URLFetcherResponse(url, data, {"Content-Type": content_type})

    return HandedOver()


def _text_of(style: str) -> str:
    found = finders.find(style) or str(Path(settings.STATIC_ROOT) / style)
    return Path(str(found)).read_text(encoding="utf-8")
