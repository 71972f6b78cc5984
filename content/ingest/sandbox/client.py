"""The caller's side of the sandbox."""

from __future__ import annotations

import array
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from content.ingest.extraction.api import (
    DEFAULT_LIMITS,
    RENDER_LIMITS,
    DocumentFacts,
    ExtractionFailed,
    FailureReason,
    Identifier,
    Limits,
    OutlineEntry,
    PageExtract,
    RenderedPage,
)
from content.ingest.sandbox import frames

START_SECONDS = 30.0
ROOT = Path(__file__).resolve().parents[3]
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "TESSDATA_PREFIX", "TMPDIR")
"""What the prepared process is given of ours: never the secrets, a hostile file could read them there."""
_BY_SIGNAL = {
    signal.SIGXCPU: FailureReason.TIMEOUT,
    signal.SIGALRM: FailureReason.TIMEOUT,
    # pdfium aborts when memory is refused to it; the kernel kills when the machine has none.
    signal.SIGABRT: FailureReason.MEMORY,
    signal.SIGKILL: FailureReason.MEMORY,
}
_OUT_OF_MEMORY = 0.5
"""Libraries crash in many ways when they get no memory: a child that crashed beyond this share of its limit did."""


class _Zygote:
    """The prepared process of this process; started on first use, again when it died or after a fork."""

    def __init__(self) -> None:
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
                [sys.executable, "-m", "content.ingest.sandbox.zygote", str(theirs.fileno())],
                cwd=ROOT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            )
        self._owner = os.getpid()
        self._control = ours
        return ours


_zygote = _Zygote()


def _renew() -> None:
    """In a forked process: the prepared process is the parent's, and a thread that is gone may have held its lock."""
    global _zygote
    _zygote = _Zygote()


os.register_at_fork(after_in_child=_renew)


class Sandbox:
    """Reads files in a process with limits. Every method raises ExtractionFailed and nothing else for what a file
    does; the caller lives on whatever the file is."""

    def inspect(self, *, path: Path, limits: Limits = DEFAULT_LIMITS) -> DocumentFacts:
        """The file as a whole."""
        header, _ = self._only("inspect", path, limits, {})
        with _sound():
            facts = header["facts"]
            return DocumentFacts(
                page_count=facts["page_count"],
                title=facts["title"],
                labels=tuple(facts["labels"]),
                outline=tuple(OutlineEntry(**entry) for entry in facts["outline"]),
                headings=tuple(map(tuple, facts["headings"])),
            )

    def extract(self, *, path: Path, first: int, last: int, limits: Limits = DEFAULT_LIMITS) -> list[PageExtract]:
        """Pages `first` to `last`, from 1. A failure names the page at which it happened."""
        return self._pages("extract", path, limits, {"first": first, "last": last}, range(first, last + 1))

    def recognise(self, *, path: Path, numbers: list[int], limits: Limits = DEFAULT_LIMITS) -> list[PageExtract]:
        """Scanned pages with recognised text."""
        return self._pages("recognise", path, limits, {"numbers": numbers}, numbers)

    def render(
        self, *, path: Path, number: int, width_px: int, format: str = "webp", limits: Limits = RENDER_LIMITS
    ) -> RenderedPage:
        """A picture of a page."""
        arguments = {"number": number, "width_px": width_px, "format": format}
        header, data = self._only("render", path, limits, arguments)
        with _sound():
            return RenderedPage(data=data, width=header["width"], height=header["height"])

    def _only(self, job: str, path: Path, limits: Limits, arguments: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The one frame of a job that answers with one."""
        answers = list(self._frames(job, path, limits, arguments))
        if len(answers) != 1:
            raise ExtractionFailed(FailureReason.CRASHED, detail=f"{len(answers)} answers")
        return answers[0]

    def _pages(
        self, job: str, path: Path, limits: Limits, arguments: dict[str, Any], numbers: range | list[int]
    ) -> list[PageExtract]:
        pages: list[PageExtract] = []
        try:
            for header, words in self._frames(job, path, limits, arguments):
                with _sound():
                    header["identifiers"] = tuple(Identifier(*one) for one in header["identifiers"])
                    pages.append(PageExtract(words=words, **header))
        except ExtractionFailed as failure:
            if failure.page is None and len(pages) < len(numbers):
                failure.page = numbers[len(pages)]
            raise
        return pages

    def _frames(
        self, job: str, path: Path, limits: Limits, arguments: dict[str, Any]
    ) -> Iterator[tuple[dict[str, Any], bytes]]:
        header = {"job": job, "path": str(path), "limits": asdict(limits), "arguments": arguments}
        with _running(header) as channel:
            deadline = time.monotonic() + limits.wall_seconds
            while True:
                frame, body = _next(channel, deadline)
                if "done" in frame:
                    return
                failure = _failure(frame, limits)
                if failure is not None:
                    break
                yield frame, body
        raise failure


def _failure(frame: dict[str, Any], limits: Limits) -> ExtractionFailed | None:
    """What the frame says went wrong, if it does. A child that was ended by the kernel left no frame of its own."""
    with _sound():
        if "failed" in frame:
            return ExtractionFailed(FailureReason(frame["failed"]), page=frame["page"], detail=frame["detail"])
        if "signal" in frame:
            reason = _BY_SIGNAL.get(frame["signal"], FailureReason.CRASHED)
            if reason is FailureReason.CRASHED and frame["peak_bytes"] > limits.memory_bytes * _OUT_OF_MEMORY:
                reason = FailureReason.MEMORY
            return ExtractionFailed(reason, detail=f"signal {frame['signal']}")
    return None


@contextmanager
def _sound() -> Iterator[None]:
    """A frame that is not as it must be was written by a child that is no longer ours: it crashed, to say the least."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise ExtractionFailed(FailureReason.CRASHED, detail=type(error).__name__) from error


@contextmanager
def _running(header: dict[str, Any]) -> Iterator[socket.socket]:
    """A job under way. When the block is left early its child is ended."""
    channel, pid = _started(header)
    try:
        yield channel
    except BaseException:
        _end(pid)
        raise
    finally:
        channel.close()


def _started(header: dict[str, Any]) -> tuple[socket.socket, int]:
    """The channel and process of a job that has begun. A prepared process that died before that is no fault of the
    file's: the job is given to the next one."""
    for attempt in (1, 2):
        channel = _zygote.submit(header)
        channel.settimeout(START_SECONDS)
        try:
            return channel, int(frames.receive(channel)[0]["pid"])
        except (frames.ChannelClosed, frames.DeadlinePassed, KeyError) as error:
            channel.close()
            if attempt == 2:
                raise ExtractionFailed(FailureReason.CRASHED, detail=f"not started: {type(error).__name__}") from error
    raise AssertionError("unreachable")


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _next(channel: socket.socket, deadline: float) -> tuple[dict[str, Any], bytes]:
    channel.settimeout(max(0.001, deadline - time.monotonic()))
    try:
        return frames.receive(channel)
    except frames.DeadlinePassed as error:
        raise ExtractionFailed(FailureReason.TIMEOUT) from error
    except (frames.ChannelClosed, ValueError) as error:
        raise ExtractionFailed(FailureReason.CRASHED, detail=type(error).__name__) from error
