"""The PIN of a link, and the end of guessing it.

An attempt is counted before it is looked at, in a row that is locked for it: however many arrive at once, no more are
looked at than are allowed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.db import transaction

from content.marketing.kits.models import ShareLink

WRONG_BEFORE_WAIT = 5
WAIT = timedelta(minutes=15)
WRONG_AT_MOST = 20
"""After so many in all the link stays locked; its sender can make a new address."""


class PinLocked(Exception):
    """No PIN is looked at until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def enter_pin(*, link: ShareLink, pin: str, at: datetime) -> bool:
    """Whether it is the link's PIN. Raises PinLocked after too many wrong ones."""
    _count_attempt(link.pk, at)
    if not check_password(pin[:8], link.pin):
        return False
    ShareLink.objects.filter(pk=link.pk).update(wrong_pins=0, locked_until=None)
    return True


@transaction.atomic
def _count_attempt(link_id: int, at: datetime) -> None:
    row = ShareLink.objects.select_for_update().get(pk=link_id)
    if row.locked_until is not None and row.locked_until > at:
        raise PinLocked(row.locked_until)
    row.wrong_pins += 1
    if row.wrong_pins >= WRONG_AT_MOST:
        row.locked_until = row.expires_at
    elif row.wrong_pins % WRONG_BEFORE_WAIT == 0:
        row.locked_until = at + WAIT
    row.save(update_fields=["wrong_pins", "locked_until"])
