"""What of a film was watched. Pure.

The player reports ranges of seconds. They are joined with those known, so that the share counts each second once; the
length is taken from the longest report, because a person could report a shorter film to be done sooner.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_RANGES = 500
LONGEST = 24 * 3600.0
JOIN_GAP = 1.5
"""Seconds: what a player skips between two reports is not a gap."""


@dataclass(frozen=True, slots=True)
class Watched:
    ranges: tuple[tuple[float, float], ...]
    at: float
    length: float

    @classmethod
    def read(cls, body: Any) -> Watched:
        """The report of a player. Raises ValueError."""
        try:
            pairs = [(float(start), float(end)) for start, end in body["ranges"]]
            at, length = float(body["at"]), float(body["length"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("no report of what was watched") from error
        numbers = [at, length, *(number for pair in pairs for number in pair)]
        if len(pairs) > MOST_RANGES or not all(math.isfinite(n) and 0 <= n <= LONGEST for n in numbers) or not length:
            raise ValueError("out of bounds")
        if any(end < start for start, end in pairs):
            raise ValueError("a range that ends before it begins")
        return cls(tuple(pairs), at, length)


def joined(ranges: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Sorted, those that touch made one."""
    made: list[tuple[float, float]] = []
    for start, end in sorted(ranges):
        if made and start <= made[-1][1] + JOIN_GAP:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def merge(progress: Mapping[str, Any], report: Watched) -> dict[str, Any]:
    """The progress of a film with a report added: {ranges, at, length, share}."""
    length = max(report.length, float(progress.get("length") or 0.0))
    known = [(float(start), float(end)) for start, end in progress.get("ranges", ())]
    ranges = joined([*known, *((start, min(end, length)) for start, end in report.ranges if start < length)])
    seconds = sum(end - start for start, end in ranges)
    return {
        "ranges": [[round(start, 1), round(end, 1)] for start, end in ranges[:MOST_RANGES]],
        "at": report.at,
        "length": length,
        "share": round(min(1.0, seconds / length), 4),
    }
