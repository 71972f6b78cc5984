"""Certificates as PDFs: made once in each language, kept under their SHA-256, the same bytes ever after."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from portal.core import storage
from training.certification.credentials import LANGUAGES
from training.certification.models import CertificateFile, Credential
from training.certification.rendering import render_certificate

MOST_AT_ONCE = 100
RECENT_DAYS = 7


def make_certificate(*, period_id: int) -> int:
    """Make what is missing of a period's certificate, in every language. Gives how many files were made. Two at once
    take turns, and the second finds nothing to do."""
    made = 0
    for language in LANGUAGES:
        with transaction.atomic():
            credential = Credential.objects.select_for_update().filter(period=period_id).first()
            if credential is None or credential.files.filter(language=language).exists():
                continue
            data = render_certificate(credential, language=language)
            file = CertificateFile(
                credential=credential, language=language, sha256=sha256(data).hexdigest(), size=len(data)
            )
            # The file first: a row always has its file.
            storage.save_bytes(name=file.stored_as, data=data, content_type="application/pdf")
            file.save()
        made += 1
    return made


def make_missing(*, most: int = MOST_AT_ONCE) -> int:
    """Certificates of the last days that were not made when they were awarded. Older ones are made when somebody asks:
    a portal that was filled with old records makes no thousands of PDFs that nobody reads."""
    recent = timezone.now() - timedelta(days=RECENT_DAYS)
    unmade = Credential.objects.filter(issued_at__gte=recent, files__isnull=True).order_by("issued_at")
    return sum(make_certificate(period_id=period) for period in unmade.values_list("period", flat=True)[:most])
