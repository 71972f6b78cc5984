"""Saying that a person used something that was sent out: rooms say it here, `content.insight` counts it."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from django.db import DatabaseError, transaction
from django.db.models import TextChoices
from django.dispatch import Signal
from django.utils.translation import pgettext_lazy

from portal.network.api import Viewer

log = structlog.get_logger(__name__)
NOT_COUNTED = "delivery.use_not_counted"


class What(TextChoices):
    """How a thing was used. All but the first are that it was taken."""

    SEEN = "seen", pgettext_lazy("use", "Seen")
    DOWNLOADED = "downloaded", pgettext_lazy("use", "Downloaded")
    PRINTED = "printed", pgettext_lazy("use", "Printed")
    SHARED = "shared", pgettext_lazy("use", "Shared")


used = Signal()
"""viewer, thing (the name of their kind: "edition"), thing_ids, what (of `What`)."""


def note_use(*, viewer: Viewer, thing: str, thing_id: int, what: What) -> None:
    """The viewer, who may, has used a thing. Counted once a day and person. At most one statement, and a database
    that refuses it is logged and forgotten: nobody goes without a page for being counted."""
    note_uses(viewer=viewer, thing=thing, thing_ids=[thing_id], what=what)


def note_uses(*, viewer: Viewer, thing: str, thing_ids: Sequence[int], what: What) -> None:
    """The same of many things at once, at most one statement as well."""
    try:
        with transaction.atomic():
            used.send(sender=What, viewer=viewer, thing=thing, thing_ids=thing_ids, what=what)
    except DatabaseError as error:
        log.warning(NOT_COUNTED, thing=thing, what=what.value, error=type(error).__name__)
