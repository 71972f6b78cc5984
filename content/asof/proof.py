"""The proof of what was in force, as a PDF. Nothing is fetched for it: all is in the page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from content.asof.past import Line, Past
from portal.network.models import User

STYLE = "css/asof-proof.css"
MOST_LINES = 300
"""Of one proof. Who needs more narrows by words and makes several."""

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class _Nothing(URLFetcher):
    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        raise FatalURLFetchingError(f"A proof asks for {url[:80]}.")


def render_proof(*, past: Past, lines: Sequence[Line], words: str, actor: User, is_cut: bool) -> bytes:
    """The PDF, in the language of the request. What people typed is escaped by the template."""
    context = {
        "past": past,
        "lines": lines,
        "words": words,
        "actor": actor,
        "made_at": timezone.localtime(),
        "is_cut": is_cut,
        "maker": settings.PORTAL_NAME,
        "zone": timezone.get_current_timezone_name(),
    }
    fetcher = _Nothing()
    style = CSS(string=_style(), url_fetcher=fetcher)
    page = HTML(string=render_to_string("asof/proof.html", context), url_fetcher=fetcher)
    made: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return made


def _style() -> str:
    found = finders.find(STYLE) or str(Path(settings.STATIC_ROOT) / STYLE)
    return Path(str(found)).read_text(encoding="utf-8")
