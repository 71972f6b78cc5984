"""One at a time: the threads and processes of a machine take turns at the same piece of work."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

LANES = 1024
"""Lock files in use. Two pieces of work that share a lane by chance wait for each other, which is harmless."""


@contextmanager
def turn(key: str) -> Iterator[None]:
    """Hold the turn for `key`; waits for whoever holds it. Released by the system if the process dies."""
    lane = int.from_bytes(blake2b(key.encode(), digest_size=4).digest()) % LANES
    folder = Path(settings.SCRATCH_DIR) / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{lane}.lock").open("wb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
