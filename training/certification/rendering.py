"""The PDF of a certificate. Nothing is fetched for it: all is in the page."""

from __future__ import annotations

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from portal.core.printing import print_page
from portal.core.reading import read_as
from training.certification.credentials import check_url
from training.certification.models import CertificationPeriod, Credential

STYLE = "css/certificate.css"
WIDE = 0x2E80
"""From here on a character takes two places: the scripts of East Asia."""


def render_certificate(credential: Credential, *, language: str) -> bytes:
    """The PDF. Everything that people typed is escaped by the template."""
    period = (
        CertificationPeriod.objects.select_related("certification__scheme__department")
        .prefetch_related("certification__scheme__brands")
        .get(pk=credential.period_id)
    )
    scheme = period.certification.scheme
    address = check_url(credential)
    title = read_as(scheme.title, scheme.title_zh, language=language)
    context = {
        "credential": credential,
        "period": period,
        "title": title,
        "statement": read_as(scheme.statement, scheme.statement_zh, language=language),
        "brands": ", ".join(sorted(brand.name for brand in scheme.brands.all())),
        "department": scheme.department,
        "maker": settings.PORTAL_NAME,
        "awarded_on": timezone.localdate(period.awarded_at),
        "name_size": size_of(credential.holder, (28, 48, 90)),
        "title_size": size_of(title, (34, 60, 100)),
        "address": address,
        "code": qr_code(address),
        "language": language,
    }
    with translation.override(language):
        page = render_to_string("training_certification/certificate.html", context)
    return print_page(page, style=STYLE)


def size_of(text: str, steps: tuple[int, ...]) -> int:
    """In which size a text fits its line: 0 is the largest; a wide character counts twice."""
    width = sum(2 if ord(character) >= WIDE else 1 for character in text)
    return sum(width > step for step in steps)


def qr_code(address: str) -> SafeString:
    """The address as a QR code, an SVG to stand in the page."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(border=2, scale=4, svgclass=None, lineclass=None))  # noqa: S308  (of our own making)
