"""System checks: settings that must agree are refused at start-up, not at the first upload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def settings_agree(*, app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SEARCH_URL has a scheme we know; an S3 bucket has its keys; a multipart part has a size that S3 takes."""
    problems: list[CheckMessage] = []
    if urlsplit(settings.SEARCH_URL).scheme not in ("embedded", "http", "https"):
        problems.append(
            Error(
                "SEARCH_URL is neither embedded:///folder nor http(s)://host:port.",
                hint="Example: SEARCH_URL=http://elasticsearch:9200",
                id="forecourt.E001",
            )
        )
    if settings.S3_BUCKET and bool(settings.S3_ACCESS_KEY_ID) != bool(settings.S3_SECRET_ACCESS_KEY):
        problems.append(
            Error(
                "Only one of S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY is set.",
                hint="Set both, or neither to use the machine's own role.",
                id="forecourt.E002",
            )
        )
    if settings.UPLOAD_PART_BYTES < 5 * 1024**2:
        problems.append(
            Error(
                "UPLOAD_PART_BYTES is below 5 MiB, the least that S3 takes for a part.",
                hint="Leave it unset for 8 MiB.",
                id="forecourt.E003",
            )
        )
    return problems
