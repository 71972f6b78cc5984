"""What proves a period of certification to others: in which languages, and where it is checked."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from training.certification.models import Credential

LANGUAGES = ("en", "zh-hans")


def check_url(credential: Credential) -> str:
    """Where anybody can check the certificate."""
    return urljoin(settings.BASE_URL, reverse("certificate_check", args=[credential.serial]))
