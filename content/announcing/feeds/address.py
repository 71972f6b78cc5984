"""A person's feed address. It is read without signing in, so it is a secret: a random key, signed; renewing it makes
the old one unknown."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction
from django.utils import timezone

from content.announcing.models import FeedAddress
from portal.core import events
from portal.network.models import User

_signer = signing.Signer(salt="content.announcing.feed", sep=".")
LONGEST_TOKEN = 120


def token_of(*, user: User) -> str:
    """The person's address as it is, made on first use."""
    return _signer.sign(FeedAddress.objects.get_or_create(user=user)[0].key.hex)


@transaction.atomic
def renew(*, user: User) -> str:
    """A new address; the old one is unknown from now on."""
    FeedAddress.objects.update_or_create(user=user, defaults={"key": uuid4(), "renewed_at": timezone.now()})
    events.record(verb="feed.renewed", subject=f"user:{user.pk}", actor=user)
    return token_of(user=user)


def owner_of(token: str) -> User | None:
    """Whose address it is; None for one that is unknown, forged, or of somebody who has left."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        key = UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found = FeedAddress.objects.filter(key=key, user__is_active=True).select_related("user").first()
    return found.user if found else None
