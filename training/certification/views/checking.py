"""The public check page of a certificate: no signing in, few words, no searching."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training.certification.checking import check

MOST_A_MINUTE = 30
"""Checks from one address. A serial has 80 bits: the limit keeps machines away, the serial keeps guesses out."""


@require_safe
@never_cache
def certificate_check(request: HttpRequest, serial: str) -> HttpResponse:
    """The facts of a certificate. A serial that is not there, and one that never could be, give the same page."""
    if _too_many(request):
        answer = render(request, "429.html", status=429)
        answer["Retry-After"] = "60"
        return _unlisted(answer)
    found = check(serial=serial)
    if found is None:
        raise Http404
    context = {"found": found, "maker": settings.PORTAL_NAME}
    return _unlisted(render(request, "training_certification/check.html", context))


def _too_many(request: HttpRequest) -> bool:
    """Counts per address and minute; a cache that is away lets people through."""
    key = f"certificate-check:{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, timeout=60):
        return False
    try:
        return bool(cache.incr(key) > MOST_A_MINUTE)
    except ValueError:
        return False


def _unlisted(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
