"""The proof of what was in force, as a PDF. Nothing is fetched for it: all is in the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from content.asof.past import Line, Past
from portal.core.printing import print_page
from portal.network.models import User

STYLE = "css/asof-proof.css"
MOST_LINES = 300
"""Of one proof. Who needs more narrows by words and makes several."""


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
    return print_page(render_to_string("asof/proof.html", context), style=STYLE)
