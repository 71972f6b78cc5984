"""Holding a row while working on it: a lease that its holder keeps from running out, and that runs out without them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import Error, connection, models
from django.utils import timezone


@contextmanager
def renewed(held: models.QuerySet[Any, Any], *, seconds: float, lost: Callable[[Error], None]) -> Iterator[None]:
    """Keep `leased_until` of the rows `held` (those that are still the caller's) `seconds` ahead while the work is
    done. Short work never touches the database for it. When the database fails, `lost` is told, and the lease runs
    out: another worker takes the row, and both write the same."""
    ended = threading.Event()

    def renew() -> None:
        try:
            while not ended.wait(seconds / 3):
                held.update(leased_until=timezone.now() + timedelta(seconds=seconds))
        except Error as error:
            lost(error)
        finally:
            connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=5)
