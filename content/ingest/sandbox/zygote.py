"""The prepared process: libraries loaded, nothing opened. Forks a child per job and says how each one ended.

It ends when its parent does (its control channel closes), and takes its children along.
"""

from __future__ import annotations

import array
import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from content.ingest.extraction.api import ExtractionFailed, FailureReason, Limits
from content.ingest.sandbox import frames, jobs
from content.ingest.sandbox.restriction import HELD_JOBS, restrict
from content.ingest.sandbox.warmth import warm_up

CONTROL_MESSAGE = 1024 * 1024


Run = Callable[[dict[str, Any], socket.socket], None]


def serve(control_fd: int, *, run: Run, prepare: Callable[[], None]) -> None:
    """Serve jobs from the control channel until it closes: each is `run` in a child, after one `prepare` for all."""
    prepare()
    # What exists now stays: a collector that walks over it in every child would copy its pages one by one.
    gc.collect()
    gc.disable()
    gc.freeze()
    control = socket.socket(fileno=control_fd)
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    running: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control.fileno(), wake_read], [], [])
        if wake_read in ready:
            os.read(wake_read, 4096)
        _reap(running)
        if control.fileno() in ready:
            message = _next_job(control)
            if message is None:
                break
            header, channel = message
            running[_start(run, header, channel, control, running)] = channel
    for pid in running:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _next_job(control: socket.socket) -> tuple[dict[str, Any], socket.socket] | None:
    data, ancillary, _flags, _address = control.recvmsg(CONTROL_MESSAGE, socket.CMSG_SPACE(4))
    if not data:
        return None
    descriptors = array.array("i")
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(payload)
    return json.loads(data), socket.socket(fileno=descriptors[0])


def _start(
    run: Run, header: dict[str, Any], channel: socket.socket, control: socket.socket, running: dict[int, socket.socket]
) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        # A group of its own, so that a program which the job starts ends with it.
        os.setpgid(0, 0)
        frames.send(channel, {"pid": os.getpid()})
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        for other in running.values():
            other.close()
        restrict(Limits(**header["limits"]), jobs=HELD_JOBS if header.get("hold") else 1)
        _work(run, header, channel)
    finally:
        os._exit(0)


def _work(run: Run, header: dict[str, Any], channel: socket.socket) -> None:
    try:
        run(header, channel)
    except ExtractionFailed as failure:
        frames.send(channel, {"failed": failure.reason, "page": failure.page, "detail": failure.detail[:300]})
    except MemoryError:
        frames.send(channel, {"failed": FailureReason.MEMORY, "page": None, "detail": ""})
    except Exception as error:  # noqa: BLE001  (the edge of the child: its whole answer is what went wrong)
        frames.send(
            channel, {"failed": FailureReason.CRASHED, "page": None, "detail": f"{type(error).__name__}: {error}"[:300]}
        )


def _reap(running: dict[int, socket.socket]) -> None:
    """Tell each parent how its child ended. A child that ended well has said so already."""
    while running:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended is None:
            return
        # What it started goes with it, while nobody else can have been given its number.
        with suppress(ProcessLookupError):
            os.killpg(ended.si_pid, signal.SIGKILL)
        pid, status, usage = os.wait4(ended.si_pid, 0)
        channel = running.pop(pid, None)
        if channel is None:
            continue
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        channel.setblocking(False)
        with suppress(OSError):  # The parent stopped listening: it had its answer or gave up waiting.
            frames.send(channel, {"signal": number, "peak_bytes": usage.ru_maxrss * 1024})
        channel.close()


if __name__ == "__main__":
    serve(int(sys.argv[1]), run=jobs.run, prepare=warm_up)
