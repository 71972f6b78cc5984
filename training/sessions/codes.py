"""The code on the trainer's screen, and the claim that a person who opened it confirms.

A code names a date and a half minute, signed with the portal's key. It is good in its half minute and the next, so
that a photograph of it helps nobody who is not in the room. Pure but for the settings' key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

SECONDS = 30
CLAIM_SECONDS = 600
"""How long a person may take from opening the code to confirming it: signing in, a slow phone."""
_SALT = "training.sessions.code"


@dataclass(frozen=True, slots=True)
class Code:
    """`window` counts half minutes since 1970."""

    window: int
    mac: str


def code_at(key: UUID, at: datetime) -> Code:
    """The code of the date with this key at an instant."""
    window = int(at.timestamp()) // SECONDS
    return Code(window, _mac(key, window))


def is_good(key: UUID, code: Code, at: datetime) -> bool:
    """Whether the code is that of the date, of this half minute or the one before."""
    window = int(at.timestamp()) // SECONDS
    return code.window in (window, window - 1) and constant_time_compare(code.mac, _mac(key, code.window))


def claim(*, user_id: int, date_id: int) -> str:
    """What a person who opened a good code may confirm: theirs alone, for ten minutes."""
    return signing.dumps([user_id, date_id], salt=_SALT)


def date_of_claim(value: str, *, user_id: int) -> int | None:
    """The id of the date that the person may confirm; None for a claim that is forged, old or another's."""
    try:
        claimed = signing.loads(value, salt=_SALT, max_age=CLAIM_SECONDS)
    except signing.BadSignature:
        return None
    return claimed[1] if claimed[0] == user_id else None


def _mac(key: UUID, window: int) -> str:
    return salted_hmac(_SALT, f"{key.hex}:{window}", algorithm="sha256").hexdigest()[:32]
