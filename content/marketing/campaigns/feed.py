"""A person's calendar address. It is read without signing in, so it is a secret: a random key, signed; renewing it
makes the old one unknown. What it shows is what the person may see at that moment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.core import signing
from django.utils import timezone, translation

from content.marketing.campaigns.calendar_files import calendar_file
from content.marketing.campaigns.dates import MOST_PHASES, dates_to_come, phases_withdrawn
from content.marketing.campaigns.models import CampaignFeed
from portal.core import events
from portal.network.api import viewer_for
from portal.network.models import User

_signer = signing.Signer(salt="content.marketing.campaigns.feed", sep=".")


def token_of(*, user: User) -> str:
    """The person's address as it is, made on first use."""
    return _signer.sign(CampaignFeed.objects.get_or_create(user=user)[0].key.hex)


def renew(*, user: User) -> str:
    """A new address; the old one is unknown from now on."""
    CampaignFeed.objects.update_or_create(user=user, defaults={"key": uuid4(), "renewed_at": timezone.now()})
    events.record(verb="campaign_calendar.renewed", subject=f"user:{user.pk}", actor=user)
    return token_of(user=user)


def owner_of(token: str) -> User | None:
    """Whose address it is; None for one that is unknown, forged, or of somebody who has left."""
    try:
        key = UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    feed = CampaignFeed.objects.filter(key=key, user__is_active=True).select_related("user").first()
    return feed.user if feed else None


def calendar_of(*, user: User, now: datetime) -> bytes:
    """What the person may see, in their language."""
    viewer = viewer_for(user=user, at=now)
    dates = dates_to_come(viewer=viewer)
    withdrawn = phases_withdrawn(viewer=viewer)[:MOST_PHASES]
    with translation.override(user.language or None):
        return calendar_file(phases=dates.phases, withdrawn=withdrawn, tasks=dates.tasks, stamp=viewer.at)
