"""What the child does, and how its results travel as plain data."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from content.ingest.extraction.api import (
    Limits,
    PageExtract,
    extract_pages,
    inspect_document,
    opened,
    recognise_pages,
    render_page,
)
from content.ingest.sandbox import frames
from content.ingest.sandbox.restriction import may_go_on, renew


def run(header: dict[str, Any], channel: socket.socket) -> None:
    """Do the job that `header` names and send its frames; ends with a frame {"done": true}."""
    path = Path(header["path"])
    limits = Limits(**header["limits"])
    arguments = header["arguments"]
    match header["job"]:
        case "inspect":
            frames.send(channel, {"facts": asdict(inspect_document(path=path, limits=limits))})
        case "extract":
            _send_pages(channel, extract_pages(path=path, limits=limits, **arguments))
        case "recognise":
            _send_pages(channel, recognise_pages(path=path, limits=limits, **arguments))
        case "render":
            _render(channel, path, limits, arguments, hold=header.get("hold", 0.0))
            return
        case "hold":
            _hold(**arguments)
    frames.send(channel, {"done": True})


def _render(channel: socket.socket, path: Path, limits: Limits, arguments: dict[str, Any], *, hold: float) -> None:
    """One page, then others of the same document for as long as `hold` seconds do not pass between them."""
    with opened(path, limits) as document:
        while True:
            page = render_page(document=document, limits=limits, **arguments)
            frames.send(channel, {"width": page.width, "height": page.height}, page.data)
            frames.send(channel, {"done": True})
            if not (hold and may_go_on(limits)):
                return
            channel.settimeout(hold)
            try:
                arguments = frames.receive(channel)[0]["arguments"]
            except (frames.ChannelClosed, frames.DeadlinePassed):
                return
            channel.settimeout(None)
            renew(limits)


def _send_pages(channel: socket.socket, pages: Iterable[PageExtract]) -> None:
    for page in pages:
        header = {
            "number": page.number,
            "text": page.text,
            "width": page.width,
            "height": page.height,
            "language": page.language,
            "identifiers": [[one.kind, one.text, one.normal] for one in page.identifiers],
            "scanned": page.scanned,
            "from_ocr": page.from_ocr,
            "ocr_confidence": page.ocr_confidence,
        }
        frames.send(channel, header, page.words)


def _hold(*, megabytes: int = 0, spin: bool = False, crash: bool = False) -> None:
    """Misbehave as asked: the tests of the limits need a job that certainly does."""
    import os
    import signal

    held = [bytearray(1024 * 1024) for _ in range(megabytes)]
    if crash:
        os.kill(os.getpid(), signal.SIGSEGV)
    while spin or held:
        pass
