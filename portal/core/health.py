"""Readiness: each part the portal stands on, with its state and latency. Higher layers register their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from portal.core import dispatch, storage

Check = Callable[[], None]
_checks: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class PartState:
    """One part: its name, whether it answered, in how many milliseconds, and the kind of error if not."""

    name: str
    ok: bool
    ms: float
    error: str = ""


def register(*, name: str, check: Check) -> None:
    """Add a part; `check` raises if it is not ready."""
    _checks[name] = check


def readiness() -> list[PartState]:
    """Ask every part. Never raises."""
    return [_ask(name, check) for name, check in _checks.items()]


def _ask(name: str, check: Check) -> PartState:
    start = time.perf_counter()
    error = ""
    try:
        check()
    except Exception as failure:  # noqa: BLE001  (any failure is the answer)
        error = type(failure).__name__
    return PartState(name=name, ok=not error, ms=round((time.perf_counter() - start) * 1000, 1), error=error)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


register(name="database", check=_database)
register(name="broker", check=lambda: dispatch.broker_ping(timeout=2))
register(name="storage", check=storage.ping)
