"""The cover of an edition, drawn when it becomes ready, so that no list waits for it.

A cover that was not drawn (a lost message, a store that was away) is drawn when somebody asks for it.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from content.library import api as library
from content.library.models import Edition
from content.reader import images
from content.reader.rendering import PageUnreadable
from portal.core.dispatch import send_after_commit

SECONDS_LATER = 3.0
"""The pages of the edition are being made findable just then, and that comes first."""
WIDTHS = (images.COVER_WIDTH, images.THUMBNAIL_WIDTH)


@receiver(library.edition_ready)
def _ask(sender: object, edition_id: int, **kwargs: Any) -> None:
    send_after_commit("content.reader.tasks.draw_cover", edition_id, countdown=SECONDS_LATER)


def draw_cover(*, edition_id: int) -> None:
    """Draw and keep the first page at the widths of lists. Quiet when there is none, or it cannot be drawn."""
    edition = Edition.objects.filter(pk=edition_id, state=Edition.State.READY, page_count__gt=0).first()
    if edition is None:
        return
    for width in WIDTHS:
        try:
            picture = images.page_image(edition=edition, number=1, width=width)
        except PageUnreadable:
            return
        if picture.after is not None:
            picture.after()
