"""The children that read files: started by the prepared process, heard through a channel, ended when they must be."""

from __future__ import annotations

import array
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from content.ingest.extraction.api import ExtractionFailed, FailureReason, Limits
from content.ingest.sandbox import frames

START_SECONDS = 30.0
ROOT = Path(__file__).resolve().parents[3]
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "TESSDATA_PREFIX", "TMPDIR")
"""What the prepared process is given of ours: never the secrets, a hostile file could read them there."""
_ALLOCATION = "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=33554432"
"""A child draws one page and ends, so most of its memory is touched once: in pages of 2 MiB a quarter of its time goes
(measured in processor time: 63 to 48 ms). Where libc is another one, or has no huge pages, this says nothing."""
_BY_SIGNAL = {
    signal.SIGXCPU: FailureReason.TIMEOUT,
    signal.SIGALRM: FailureReason.TIMEOUT,
    # pdfium aborts when memory is refused to it; the kernel kills when the machine has none.
    signal.SIGABRT: FailureReason.MEMORY,
    signal.SIGKILL: FailureReason.MEMORY,
}
_OUT_OF_MEMORY = 0.5
"""Libraries crash in many ways when they get no memory: a child that crashed beyond this share of its limit did."""


class Zygote:
    """A prepared process of this process, which runs `module`; started on first use, again when it died or after a
    fork. `environment` is added to what it is given."""

    def __init__(self, *, module: str, environment: dict[str, str] | None = None) -> None:
        self._module, self._environment = module, environment or {}
        self.renew()
        _every.append(self)

    def renew(self) -> None:
        """Forget the prepared process: it is another's."""
        self._lock = threading.Lock()
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def submit(self, header: dict[str, Any]) -> socket.socket:
        """Start a job; its frames arrive on the channel that is returned."""
        ours, theirs = socket.socketpair()
        message = json.dumps(header).encode()
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [theirs.fileno()]))]
        with self._lock:
            control = self._ready()
            try:
                control.sendmsg([message], rights)
            except OSError:
                self._process = None
                self._ready().sendmsg([message], rights)
        theirs.close()
        return ours

    def _ready(self) -> socket.socket:
        alive = self._process is not None and self._process.poll() is None and self._owner == os.getpid()
        if alive and self._control is not None:
            return self._control
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, str(theirs.fileno())],
                cwd=ROOT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={
                    "GLIBC_TUNABLES": _ALLOCATION,
                    # Its threads would each reserve memory that counts against a child's limit, and nothing uses them.
                    "OPENBLAS_NUM_THREADS": "1",
                    **self._environment,
                    **{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                },
            )
        self._owner = os.getpid()
        self._control = ours
        return ours


_every: list[Zygote] = []
_zygote = Zygote(module="content.ingest.sandbox.zygote")


def _renew() -> None:
    """In a forked process: the prepared process is the parent's, and a thread that is gone may have held its lock."""
    for one in _every:
        one.renew()


os.register_at_fork(after_in_child=_renew)


@dataclass(frozen=True, slots=True)
class Child:
    """A child that has begun its job. `process` is a handle of the kernel's (pidfd_open(2)) on it, None when it had
    gone before there was one: its number may be another process's once the prepared process has heard of its end."""

    channel: socket.socket
    pid: int
    process: BinaryIO | None

    def answers(self, limits: Limits) -> Iterator[tuple[dict[str, Any], bytes]]:
        """The frames of one job, without the one that says it is done. Raises ExtractionFailed; the child is then to
        be ended."""
        deadline = time.monotonic() + limits.wall_seconds
        while True:
            frame, body = _next(self.channel, deadline)
            if "done" in frame:
                return
            failure = _failure(frame, limits)
            if failure is not None:
                raise failure
            yield frame, body

    def end(self) -> None:
        """Whatever it is doing. May be called again, and long after it has ended by itself."""
        if self._is_running():
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        self.leave()

    def leave(self) -> None:
        """Hear no more of it: it has said all, and ends by itself."""
        self.channel.close()
        if self.process is not None:
            self.process.close()

    def _is_running(self) -> bool:
        if self.process is None or self.process.closed:
            return False
        ended = select.poll()
        ended.register(self.process, select.POLLIN)
        return not ended.poll(0)


def _handle(pid: int) -> BinaryIO | None:
    """As a file, which may be closed twice and closes itself."""
    try:
        return open(os.pidfd_open(pid), "rb", buffering=0)
    except ProcessLookupError:
        return None


def only(answers: Iterator[tuple[dict[str, Any], bytes]]) -> tuple[dict[str, Any], bytes]:
    """The one frame of a job that answers with one."""
    found = list(answers)
    if len(found) != 1:
        raise ExtractionFailed(FailureReason.CRASHED, detail=f"{len(found)} answers")
    return found[0]


def _failure(frame: dict[str, Any], limits: Limits) -> ExtractionFailed | None:
    """What the frame says went wrong, if it does. A child that was ended by the kernel left no frame of its own."""
    with sound():
        if "failed" in frame:
            return ExtractionFailed(FailureReason(frame["failed"]), page=frame["page"], detail=frame["detail"])
        if "signal" in frame:
            reason = _BY_SIGNAL.get(frame["signal"], FailureReason.CRASHED)
            if reason is FailureReason.CRASHED and frame["peak_bytes"] > limits.memory_bytes * _OUT_OF_MEMORY:
                reason = FailureReason.MEMORY
            return ExtractionFailed(reason, detail=f"signal {frame['signal']}")
    return None


@contextmanager
def sound() -> Iterator[None]:
    """A frame that is not as it must be was written by a child that is no longer ours: it crashed, to say the least."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise ExtractionFailed(FailureReason.CRASHED, detail=type(error).__name__) from error


def start(header: dict[str, Any], *, zygote: Zygote | None = None) -> Child:
    """A child that has begun the job of `header`. A prepared process that died before that is no fault of the
    file's: the job is given to the next one."""
    for attempt in (1, 2):
        channel = (zygote or _zygote).submit(header)
        channel.settimeout(START_SECONDS)
        try:
            pid = int(frames.receive(channel)[0]["pid"])
            return Child(channel, pid, _handle(pid))
        except (frames.ChannelClosed, frames.DeadlinePassed, KeyError) as error:
            channel.close()
            if attempt == 2:
                raise ExtractionFailed(FailureReason.CRASHED, detail=f"not started: {type(error).__name__}") from error
    raise AssertionError("unreachable")


def _next(channel: socket.socket, deadline: float) -> tuple[dict[str, Any], bytes]:
    channel.settimeout(max(0.001, deadline - time.monotonic()))
    try:
        return frames.receive(channel)
    except frames.DeadlinePassed as error:
        raise ExtractionFailed(FailureReason.TIMEOUT) from error
    except (frames.ChannelClosed, ValueError) as error:
        raise ExtractionFailed(FailureReason.CRASHED, detail=type(error).__name__) from error
