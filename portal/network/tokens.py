"""Bearer tokens of programs: made for a person, shown once, kept as a digest, revoked by time."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from wagtail.models import APIToken

from portal.network.models import User

SCHEME = "bearer"
USE_NOTED_EVERY = timedelta(minutes=1)
"""`last_used_at` is written at most this often, so that reading with a token does not write each time."""


def user_for_bearer(*, header: str | None) -> User | None:
    """The person in whose name a request with this Authorization header comes, or None.

    None too for a malformed header, another scheme, an unknown or revoked token, and a person who is not active.
    One statement; a second one once a minute, to note the use. A malformed token costs none.
    """
    scheme, _, token = (header or "").strip().partition(" ")
    token = token.strip()
    if scheme.lower() != SCHEME or not APIToken.validate_token_format(token):
        return None
    row = (
        APIToken.objects.select_related("user")
        .filter(key_hash__in=APIToken.candidate_key_hashes(token), revoked_at__isnull=True, user__is_active=True)
        .first()
    )
    if row is None:
        return None
    _note_use(row)
    user: User = row.user
    return user


def _note_use(row: APIToken) -> None:
    now = timezone.now()
    if row.last_used_at is not None and now - row.last_used_at < USE_NOTED_EVERY:
        return
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    APIToken.objects.filter(unnoted, pk=row.pk).update(last_used_at=now)


def issue(*, user: User, name: str) -> str:
    """A new token for `user`. The answer is the only time that it can be read."""
    _row, token = APIToken.create_token(user=user, name=name)
    return str(token)


def revoke_all(*, user: User) -> int:
    """Revoke every token of `user`. Returns how many held until now."""
    return int(APIToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=timezone.now()))
