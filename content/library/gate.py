"""The gate of views that show something of the library: what is not visible and what is not there look the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404

from content.library.reading import NotVisible, Withdrawn
from portal.core.keys import LARGEST_ID


@contextmanager
def unseen_is_absent(*ids: int) -> Iterator[None]:
    """Raises Http404 for what the person may not see, and for an id that no row can have. What was taken back goes on
    as Withdrawn: `content.library.middleware` answers it."""
    if max(ids, default=0) > LARGEST_ID:
        raise Http404
    try:
        yield
    except Withdrawn:
        raise
    except NotVisible:
        raise Http404 from None
