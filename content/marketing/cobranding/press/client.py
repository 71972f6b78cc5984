"""The caller's side of the press."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from content.ingest.sandbox.api import Child, ExtractionFailed, FailureReason, Limits, Zygote, send, sound, start
from content.marketing.cobranding.press.sheet import Drawn, Pdf, Printed, Sheet, Tight
from portal.core.errors import Refused

MIB = 2**20
LIMITS = Limits(memory_bytes=1536 * MIB, cpu_seconds=20, wall_seconds=45.0, file_bytes=24 * MIB)
PREVIEW_LIMITS = Limits(memory_bytes=1024 * MIB, cpu_seconds=8, wall_seconds=20.0, file_bytes=24 * MIB)
"""The clock runs on while a busy machine does other things; what a template may cost is processor time."""
LONG_LIMITS = Limits(memory_bytes=2048 * MIB, cpu_seconds=120, wall_seconds=180.0, file_bytes=24 * MIB)
"""In a worker."""
MOST_AT_ONCE = 3
"""In one process of the portal: what comes more waits for `PATIENCE_SECONDS`, then is asked to come again."""
PATIENCE_SECONDS = 8.0
_press = Zygote(module="content.marketing.cobranding.press.process")
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


class PressFailed(Refused):
    """The press could not make it, within its limits."""


class PressBusy(PressFailed):
    """Too much is being printed."""


def print_sheet(
    sheet: Sheet,
    *,
    pdf: Pdf | None = None,
    draw: tuple[int, ...] = (),
    width_px: int = 900,
    format: str = "WEBP",
    anyhow: bool = False,
    limits: Limits = LIMITS,
) -> Printed:
    """Print a sheet as a PDF, or draw these of its pages (from 1) as pictures `width_px` wide. With `anyhow` pages are
    drawn though something does not fit. Raises PressFailed, PressBusy."""
    has_fonts = any(content_type.startswith("font/") for _data, content_type in sheet.files.values())
    with TemporaryDirectory(prefix="press-") as folder:
        order = {
            "html": sheet.html,
            "css": sheet.css,
            "files": [[name, content_type, len(data)] for name, (data, content_type) in sheet.files.items()],
            "width_mm": sheet.width_mm,
            "height_mm": sheet.height_mm,
            "bleed_mm": sheet.bleed_mm,
            "pages": sheet.pages,
            "places": {at: asdict(place) for at, place in sheet.places.items()},
            "folder": folder if has_fonts else "",
            "pdf": pdf or "",
            "draw": list(draw),
            "width": width_px,
            "format": format,
            "anyhow": anyhow,
        }
        body = b"".join(data for data, _content_type in sheet.files.values())
        with _answers("print", order, body, limits) as answers:
            return _printed(answers)


def flatten_drawing(data: bytes, *, width_px: int) -> Drawn:
    """An SVG drawing as a PNG picture. Raises PressFailed."""
    with _answers("flatten", {"width": width_px}, data, PREVIEW_LIMITS) as answers, sound():
        header, picture = next(answers)
        return Drawn(page=1, data=picture, width=header["width"], height=header["height"])


def _printed(answers: Iterator[tuple[dict[str, Any], bytes]]) -> Printed:
    report, _none = next(answers)
    pdf, pictures = b"", []
    for header, body in answers:
        if header["made"] == "pdf":
            pdf = body
        else:
            pictures.append(Drawn(header["page"], body, header["width"], header["height"]))
    tight = tuple(Tight(at, float(share)) for at, share in report["tight"].items())
    return Printed(pages=int(report["pages"]), tight=tight, pdf=pdf, pictures=tuple(pictures))


@contextmanager
def _answers(
    job: str, order: dict[str, Any], body: bytes, limits: Limits
) -> Iterator[Iterator[tuple[dict[str, Any], bytes]]]:
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise PressBusy(_("Much is being printed at this moment. Try again in a minute."))
    child: Child | None = None
    try:
        child = start({"job": job, "limits": asdict(limits)}, zygote=_press)
        child.channel.settimeout(limits.wall_seconds)
        send(child.channel, order, body)
        yield child.answers(limits)
    except (ExtractionFailed, OSError, StopIteration, KeyError, TypeError, ValueError) as error:
        reason = error.reason if isinstance(error, ExtractionFailed) else FailureReason.CRASHED
        raise PressFailed(_sentence(reason)) from error
    finally:
        _turns.release()
        if child is not None:
            child.end()


def _sentence(reason: FailureReason) -> str:
    if reason is FailureReason.TIMEOUT:
        return _("Printing took longer than is allowed: the template is too elaborate.")
    if reason is FailureReason.MEMORY:
        return _("Printing needs more memory than is allowed: the template or one of its pictures is too large.")
    return _("This cannot be printed: the template or one of its files is damaged.")
