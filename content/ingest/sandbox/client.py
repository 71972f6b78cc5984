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
_BY_SIGNAL = {
    signal.SIGXCPU: FailureReason.TIMEOUT,
    # pdfium aborts when memory is refused to it; the kernel kills when the machine has none.
    signal.SIGABRT: FailureReason.MEMORY,
    signal.SIGKILL: FailureReason.MEMORY,
}


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
            )
        self._owner = os.getpid()
        self._control = ours
        return ours


_zygote = _Zygote()


class Sandbox:
    """Reads files in a process with limits. Every method raises ExtractionFailed and nothing else for what a file
    does; the caller lives on whatever the file is."""

    def inspect(self, *, path: Path, limits: Limits = DEFAULT_LIMITS) -> DocumentFacts:
        """The file as a whole."""
        facts = next(self._frames("inspect", path, limits, {}))[0]["facts"]
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
        header, data = next(self._frames("render", path, limits, arguments))
        return RenderedPage(data=data, width=header["width"], height=header["height"])

    def _pages(
        self, job: str, path: Path, limits: Limits, arguments: dict[str, Any], numbers: range | list[int]
    ) -> list[PageExtract]:
        pages: list[PageExtract] = []
        try:
            for header, words in self._frames(job, path, limits, arguments):
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
                failure = _failure(frame)
                if failure is not None:
                    break
                yield frame, body
        raise failure


def _failure(frame: dict[str, Any]) -> ExtractionFailed | None:
    """What the frame says went wrong, if it does. A child that was ended by the kernel left no frame of its own."""
    if "failed" in frame:
        return ExtractionFailed(FailureReason(frame["failed"]), page=frame["page"], detail=frame["detail"])
    if "signal" in frame:
        reason = _BY_SIGNAL.get(frame["signal"], FailureReason.CRASHED)
        return ExtractionFailed(reason, detail=f"signal {frame['signal']}")
    return None


@contextmanager
def _running(header: dict[str, Any]) -> Iterator[socket.socket]:
    """A job under way. When the block is left early its child is ended."""
    channel = _zygote.submit(header)
    pid = 0
    try:
        pid = _next(channel, time.monotonic() + START_SECONDS)[0]["pid"]
        yield channel
    except BaseException:
        if pid:
            _end(pid)
        raise
    finally:
        channel.close()


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _next(channel: socket.socket, deadline: float) -> tuple[dict[str, Any], bytes]:
    channel.settimeout(max(0.001, deadline - time.monotonic()))
    try:
        return frames.receive(channel)
    except frames.DeadlinePassed as error:
        raise ExtractionFailed(FailureReason.TIMEOUT) from error
    except (frames.ChannelClosed, ValueError) as error:
        raise ExtractionFailed(FailureReason.CRASHED, detail=type(error).__name__) from error
