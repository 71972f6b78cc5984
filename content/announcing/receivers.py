"""What follows when something of the library changes: it is looked whether there is news."""

from __future__ import annotations

from content.announcing.finding import announce_publication_withdrawn
from content.library.api import publication_changed, publication_withdrawn
from portal.core.dispatch import send_after_commit


def connect() -> None:
    """From `ready`."""
    publication_changed.connect(_changed, dispatch_uid="announcing.changed")
    publication_withdrawn.connect(_withdrawn, dispatch_uid="announcing.withdrawn")


def _changed(*, manual_id: int, **_kwargs: object) -> None:
    send_after_commit("content.announcing.tasks.find", manual_id)


def _withdrawn(*, manual_id: int, **_kwargs: object) -> None:
    announce_publication_withdrawn(manual_id=manual_id)
