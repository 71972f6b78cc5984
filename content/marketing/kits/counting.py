"""How often a link was opened and things were taken from it: in all, and by day."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from content.marketing.kits.models import LinkDay, ShareLink

SAME_VISIT_SECONDS = 600
"""Looking again within ten minutes is the same visit; so is a file that is asked for in many ranges."""
_MACHINES = re.compile(
    r"bot\b|crawl|spider|preview|facebookexternalhit|whatsapp|slack|telegram|skypeuripreview|linkedin|pinterest"
    r"|embedly|curl|wget|python-|go-http|headlesschrome|safelinks|barracuda|proofpoint|mimecast",
    re.IGNORECASE,
)
"""Who looks at an address before a person does: messengers that draw a preview, mail filters, crawlers."""


def is_a_person(request: HttpRequest) -> bool:
    """Whether somebody looks, and no machine in advance. What says nothing of itself is no browser."""
    agent = request.headers.get("User-Agent", "")
    purpose = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}".lower()
    return request.method == "GET" and bool(agent) and not _MACHINES.search(agent) and "prefetch" not in purpose


def count(*, link: ShareLink, what: str, visitor: str, at: datetime) -> bool:
    """Count one of "opens" and "downloads". Returns whether it was one: the same visitor within ten minutes is not.
    `visitor` tells visitors apart and is kept nowhere but in the cache."""
    if not cache.add(f"share:{link.pk}:{what}:{visitor}", True, SAME_VISIT_SECONDS):
        return False
    changes: dict[str, object] = {what: F(what) + 1}
    with transaction.atomic():
        ShareLink.objects.filter(pk=link.pk).update(**changes, **({"last_opened_at": at} if what == "opens" else {}))
        row, _made = LinkDay.objects.get_or_create(link=link, day=timezone.localdate(at))
        LinkDay.objects.filter(pk=row.pk).update(**changes)
    return True
