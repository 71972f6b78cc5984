"""Processes by their id: alive or not, their descendants, and signals to all of them.

By id and not by `subprocess.Popen`, because one session starts a server, another (a fault test) may stop it and start
it again. Reads `/proc`, which every Linux has.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

STATE, PARENT, THREADS = 0, 1, 17
"""Positions in `/proc/PID/stat` after the name (proc(5))."""


def alive(pid: int) -> bool:
    """True while `pid` runs; a process that has ended but that nobody has waited for is not alive.

    A killed Java shows as a zombie while its last threads still hold its sockets; it is alive until they are gone.
    """
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    fields = _stat(pid)
    return bool(fields) and (fields[STATE] not in ("Z", "X") or int(fields[THREADS]) > 1)


def tree(pid: int) -> list[int]:
    """`pid` and all its descendants, parents first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                children.setdefault(int(fields[PARENT]), []).append(int(entry.name))
    found = [pid]
    for each in found:
        found.extend(children.get(each, []))
    return found


def send(pid: int, signum: signal.Signals, *, descendants: bool) -> None:
    """Send `signum` to `pid`, and to its descendants when asked. A process that is gone is no error."""
    for each in tree(pid) if descendants else [pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signum)


def end(pid: int, *, grace_seconds: float) -> None:
    """Ask `pid` to end, wait, and kill what is left of its tree after `grace_seconds`."""
    members = tree(pid)
    send(pid, signal.SIGTERM, descendants=False)
    send(pid, signal.SIGCONT, descendants=True)
    if not wait_for_end(members, seconds=grace_seconds):
        kill(pid, members)


def kill(pid: int, members: list[int] | None = None) -> None:
    """Kill `pid`'s whole tree at once, as a power cut does, and wait until it is gone."""
    members = members or tree(pid)
    for each in members:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    wait_for_end(members, seconds=10)


def wait_for_end(pids: list[int], *, seconds: float) -> bool:
    """Wait until none of `pids` is alive; False when `seconds` pass first."""
    deadline = time.monotonic() + seconds
    while any(alive(each) for each in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _stat(pid: int) -> list[str]:
    try:
        # The name in parentheses may hold anything; the fields that follow its last bracket do not.
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
