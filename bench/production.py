"""The portal with production settings on the real servers of the environment, as processes that can be measured."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def configure() -> None:
    """Production settings for this process and those it starts: own database tables, own index, no TLS in front."""
    scratch = tempfile.mkdtemp(prefix="forecourt-bench-")
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "portal.conf.settings.production",
            "SECRET_KEY": "bench-only",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SECURE_SSL_REDIRECT": "0",
            "FORECOURT_VAR": scratch,
            "SEARCH_INDEX_PREFIX": f"bench-{os.getpid()}",
            "LOG_LEVEL": "ERROR",
        }
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


@contextmanager
def workers(count: int) -> Iterator[int]:
    """Celery workers, `count` processes for tasks. Yields the id of the main process."""
    command = ["-m", "celery", "-A", "portal.conf", "worker", "--concurrency", str(count), "--loglevel", "ERROR"]
    with _running([*command, "--without-gossip", "--without-mingle"]) as process:
        yield process.pid


@contextmanager
def web(environment: dict[str, str] | None = None, *, workers: int = 1, threads: int = 4) -> Iterator[tuple[str, int]]:
    """Gunicorn, one process unless told, with threads. Yields its address and the id of its main process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        "-m",
        "gunicorn",
        "portal.conf.wsgi:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(workers),
    ]
    with _running([*command, "--threads", str(threads), "--log-level", "error"], environment) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process.pid


@contextmanager
def _running(arguments: list[str], environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **(environment or {})}, start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def peak_megabytes(pid: int) -> float:
    """The largest resident size that any process of this tree has had so far (VmHWM), in MB."""
    peaks = []
    for one in _tree(pid):
        try:
            found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{one}/status").read_text())
        except FileNotFoundError:
            continue
        if found:
            peaks.append(int(found[1]) / 1024)
    return max(peaks, default=0.0)


def mapped_megabytes(pid: int) -> float:
    """What of the largest process of this tree is now pages of files that it maps, in MB: the system takes them back
    when it needs them."""
    sizes = []
    for one in _tree(pid):
        try:
            status = Path(f"/proc/{one}/status").read_text()
        except FileNotFoundError:
            continue
        numbers = {key: int(value) / 1024 for key, value in re.findall(r"(VmRSS|RssFile):\s+(\d+) kB", status)}
        sizes.append((numbers.get("VmRSS", 0.0), numbers.get("RssFile", 0.0)))
    return max(sizes, default=(0.0, 0.0))[1]


def _tree(pid: int) -> list[int]:
    below = [pid]
    for parent in below:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except FileNotFoundError:
            continue
        below.extend(map(int, children))
    return below
