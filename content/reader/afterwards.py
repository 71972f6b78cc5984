"""Work that the person need not wait for: done by the same process once the answer has left."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import DatabaseError
from django.http import HttpResponseBase

log = structlog.get_logger(__name__)
NOT_DONE = "reader.afterwards_failed"


def afterwards(response: HttpResponseBase, action: Callable[[], None]) -> None:
    """Call `action` when the server closes `response`, which is after its last byte went out. For what may be lost:
    a database that is busy is logged and forgotten."""

    def guarded() -> None:
        try:
            action()
        except DatabaseError as error:
            log.warning(NOT_DONE, error=type(error).__name__)

    response._resource_closers.append(guarded)  # type: ignore[attr-defined]  # Django closes files this way
