"""Documents that stay open for a moment: who draws a page of one soon turns to the next.

Starting a child and opening a large file in it take as long as drawing a page. A child that has drawn a page keeps its
document for `HOLD_SECONDS`, still under all its limits, and is only ever asked about that same file; what a hostile
file did to its child it can do to its own pages alone.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from content.ingest.extraction.api import ExtractionFailed, FailureReason, Limits
from content.ingest.sandbox import frames
from content.ingest.sandbox.children import Child, only, start

HOLD_SECONDS = 20.0
MOST_HELD = 3
"""Idle children of this process. Each has about 20 MB of its own."""

_Key = tuple[str, str, Limits]
_lock = threading.Lock()
_idle: OrderedDict[_Key, Child] = OrderedDict()


def ask(job: str, path: Path, limits: Limits, arguments: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The one answer of a job about the file at `path`, which must never change. Raises ExtractionFailed."""
    key = (job, str(path), limits)
    with _lock:
        child = _idle.pop(key, None)
    if child is not None:
        try:
            frames.send(child.channel, {"arguments": arguments})
            return _answer(key, child, limits)
        except OSError:
            child.end()
        except ExtractionFailed as failure:
            # It may be the pages drawn before that left it short of something, or it had just gone.
            if failure.reason is FailureReason.TIMEOUT:
                raise
    header = {"job": job, "path": str(path), "limits": asdict(limits), "arguments": arguments, "hold": HOLD_SECONDS}
    return _answer(key, start(header), limits)


def _answer(key: _Key, child: Child, limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        answer = only(child.answers(limits))
    except BaseException:
        child.end()
        raise
    with _lock:
        surplus = [former] if (former := _idle.pop(key, None)) else []
        _idle[key] = child
        while len(_idle) > MOST_HELD:
            surplus.append(_idle.popitem(last=False)[1])
    for one in surplus:
        one.end()
    return answer


def _forget() -> None:
    """In a forked process: the children are the parent's."""
    global _lock
    _lock = threading.Lock()
    for child in _idle.values():
        child.leave()
    _idle.clear()


os.register_at_fork(after_in_child=_forget)
