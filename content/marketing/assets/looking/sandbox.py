"""The caller's side of looking at pictures: whatever the file is, it gets an answer or Unusable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from content.ingest.extraction.api import ExtractionFailed, FailureReason, Limits
from content.ingest.sandbox import Zygote, start
from content.marketing.assets.looking.values import LookedAt, Made
from content.marketing.assets.reasons import Reason, Unusable

_MIB = 2**20
LOOK_LIMITS = Limits(memory_bytes=1536 * _MIB, cpu_seconds=30, wall_seconds=60.0)
RENDER_LIMITS = Limits(memory_bytes=3072 * _MIB, cpu_seconds=120, wall_seconds=180.0)
_zygote = Zygote(
    module="content.marketing.assets.looking.jobs",
    environment={
        # A child has one picture and a share of one core: threads would only cost memory.
        "VIPS_CONCURRENCY": "1",
        # A child may write no file: what does not fit into its memory fails.
        "VIPS_DISC_THRESHOLD": "8g",
        "VIPS_BLOCK_UNTRUSTED": "1",
    },
)
_REASONS = {
    FailureReason.TIMEOUT: Reason.TIMEOUT,
    FailureReason.MEMORY: Reason.MEMORY,
    FailureReason.CRASHED: Reason.CRASHED,
    FailureReason.ENCRYPTED: Reason.ENCRYPTED,
    FailureReason.TOO_LARGE: Reason.PIXELS,
    FailureReason.PAGE_TOO_LARGE: Reason.PIXELS,
}


def look(*, path: Path, content_type: str, limits: Limits = LOOK_LIMITS) -> LookedAt:
    """A picture or print file: facts, preview, thumbnail. Raises Unusable."""
    answers = list(_answers("look", path, limits, {"content_type": content_type}))
    try:
        facts, preview, thumbnail = answers[0][0]["facts"], answers[1][1], answers[2][1]
    except (IndexError, KeyError) as error:
        raise Unusable(Reason.CRASHED, "answers") from error
    return LookedAt(facts=facts, preview=preview, thumbnail=thumbnail)


def render(*, path: Path, content_type: str, recipe: dict[str, Any], focal: tuple[float, float]) -> Made:
    """What a channel asks for. Raises Unusable."""
    arguments = {"content_type": content_type, "recipe": recipe, "focal": focal}
    return _made(_answers("render", path, RENDER_LIMITS, arguments))


def clean(*, path: Path, content_type: str) -> Made:
    """A copy without metadata of a TIFF or HEIC picture. Raises Unusable."""
    return _made(_answers("clean", path, RENDER_LIMITS, {"content_type": content_type}))


def places(*, path: Path) -> int:
    """In how many JPEG pictures of an archive a place stands. 0 where it cannot be read: it is only told."""
    try:
        return sum(int(header.get("places", 0)) for header, _body in _answers("places", path, LOOK_LIMITS, {}))
    except Unusable:
        return 0


def _made(answers: Iterator[tuple[dict[str, Any], bytes]]) -> Made:
    width = height = 0
    parts = []
    for header, body in answers:
        width, height = int(header.get("width", 0)), int(header.get("height", 0))
        parts.append(body)
    if not parts:
        raise Unusable(Reason.CRASHED, "no answer")
    return Made(data=b"".join(parts), width=width, height=height)


def _answers(job: str, path: Path, limits: Limits, arguments: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bytes]]:
    header = {"job": job, "path": str(path.resolve()), "limits": asdict(limits), "arguments": arguments}
    try:
        child = start(header, zygote=_zygote)
        try:
            for frame, body in child.answers(limits):
                if "unusable" in frame:
                    raise Unusable(Reason(frame["unusable"]), str(frame.get("detail")))
                yield frame, body
        except BaseException:
            child.end()
            raise
        child.leave()
    except ExtractionFailed as failure:
        raise Unusable(_REASONS.get(failure.reason, Reason.DAMAGED), failure.detail) from failure
    except ValueError as error:
        raise Unusable(Reason.CRASHED, "frame") from error
