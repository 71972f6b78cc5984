"""The only place that sends work to a queue, always after the transaction that asked for it has committed.

A task sent from inside a transaction can run before its rows exist, or for rows that never will. And a broker that
is away must not fail the request: whatever may not be lost is a row (an outbox entry, an edition's state), found
again by the sweeps, so a lost message costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from math import ceil
from typing import Any

import structlog
from celery import Task, current_app
from celery.exceptions import OperationalError
from django.db import transaction

log = structlog.get_logger(__name__)
SEND_FAILED = "dispatch.send_failed"
_kept_here: ContextVar[bool] = ContextVar("dispatch_kept_here", default=False)


@contextmanager
def kept_here() -> Iterator[None]:
    """Queue nothing meanwhile: the caller does the work itself. If it dies, the sweeps find what it left."""
    token = _kept_here.set(True)
    try:
        yield
    finally:
        _kept_here.reset(token)


@cache
def _import_tasks() -> None:
    current_app.loader.import_default_modules()


def _task(name: str) -> Task[Any, Any]:
    if name not in current_app.tasks:
        _import_tasks()
    return current_app.tasks[name]


def send_after_commit(name: str, *args: str | int, countdown: float | None = None) -> None:
    """Queue the task called `name` (its dotted path) with ids as arguments once the current transaction commits.

    `countdown` delays it by so many seconds. A broker that cannot be reached is logged and not raised. An unknown
    name raises KeyError at once.
    """
    task = _task(name)
    if _kept_here.get():
        return

    def send() -> None:
        try:
            task.apply_async(args=args, countdown=countdown or 0, retry=False)
        except (OperationalError, OSError) as error:
            log.warning(SEND_FAILED, task=name, error=type(error).__name__)

    transaction.on_commit(send)


def broker_ping(*, timeout: float) -> None:
    """Raise OSError or OperationalError unless the broker accepts a connection within `timeout` seconds."""
    with current_app.connection_for_write(connect_timeout=timeout) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=ceil(timeout))
