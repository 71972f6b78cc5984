"""The demo's processes: a web server and a worker, started together and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STOP_SECONDS = 10


def _worker() -> list[str]:
    return [
        # A demo may run as root, in a container say.
        sys.executable, "-W", "ignore:You're running the worker with superuser privileges",
        "-m", "celery", "--quiet", "-A", "portal.conf", "worker", "--beat", "--concurrency", "2",
        "--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--schedule", "{var}/beat-schedule",
    ]  # fmt: skip


def web_command(*, host: str, port: int) -> list[str]:
    """gunicorn with threads: enough for a workshop, and one process to look at."""
    return [
        sys.executable, "-m", "gunicorn", "portal.conf.wsgi:application", "--bind", f"{host}:{port}",
        "--preload", "--workers", "2", "--threads", "4", "--timeout", "60", "--log-level", "warning",
    ]  # fmt: skip


@contextmanager
def worker(*, var: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker with its scheduler; gone when the block is left."""
    command = [part.format(var=var) for part in _worker()]
    with _running(command) as process:
        yield process


@contextmanager
def web(*, host: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The web server; gone when the block is left."""
    with _running(web_command(host=host, port=port)) as process:
        yield process


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    # A group of its own: Ctrl-C reaches this process alone, which then stops the others in order.
    process = subprocess.Popen(command, start_new_session=True, env=os.environ.copy())
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
