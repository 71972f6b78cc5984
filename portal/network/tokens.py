"""Bearer tokens of programs: made for a person, shown once, kept as a digest, revoked by time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import APIToken

from portal.core import events
from portal.core.statements import Statement
from portal.network.models import User

SCHEME = "bearer"
USE_NOTED_EVERY = timedelta(minutes=1)
"""`last_used_at` is written at most this often, so that reading with a token does not write each time."""
COLUMNS_OF_USER = tuple(field.attname for field in User._meta.concrete_fields)


def user_for_bearer(*, header: str | None) -> User | None:
    """The person in whose name a request with this Authorization header comes, or None.

    None too for a malformed header, another scheme, an unknown or revoked token, and a person who is not active.
    One statement; a second one once a minute, to note the use. A malformed token costs none.
    """
    scheme, _, token = (header or "").strip().partition(" ")
    token = token.strip()
    if scheme.lower() != SCHEME or not APIToken.validate_token_format(token):
        return None
    rows = _HOLDER.rows(hashes=tuple(APIToken.candidate_key_hashes(token)))
    if not rows:
        return None
    token_id, last_used_at, *person = rows[0]
    _note_use(token_id, last_used_at)
    return User.from_db(DEFAULT_DB_ALIAS, COLUMNS_OF_USER, person)


def _holder(hashes: tuple[str, ...]) -> QuerySet[Any, Any]:
    held = APIToken.objects.filter(key_hash__in=hashes, revoked_at__isnull=True, user__is_active=True)
    return held.order_by("pk").values_list("pk", "last_used_at", *(f"user__{name}" for name in COLUMNS_OF_USER))


_HOLDER = Statement(_holder)


def _note_use(token_id: int, last_used_at: datetime | None) -> None:
    now = timezone.now()
    if last_used_at is not None and now - last_used_at < USE_NOTED_EVERY:
        return
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    APIToken.objects.filter(unnoted, pk=token_id).update(last_used_at=now)


def issue(*, user: User, name: str) -> str:
    """A new token for `user`. The answer is the only time that it can be read."""
    row, token = APIToken.create_token(user=user, name=name)
    events.record(verb="token.issued", subject=f"user:{user.pk}", actor=None, data={"token": row.pk})
    return str(token)


def revoke_all(*, user: User) -> int:
    """Revoke every token of `user`. Returns how many held until now."""
    number = int(APIToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=timezone.now()))
    if number:
        events.record(verb="token.revoked", subject=f"user:{user.pk}", actor=None, data={"number": number})
    return number
