"""From evidence to the level that somebody has on a day. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence. `number` orders what was shown on the same day; both ends of its days are included."""

    origin: str
    level: int
    shown_on: date
    expires_on: date | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reached:
    """A level, the last day on which it holds (None: without end) and the level that is left then."""

    level: int = 0
    until: date | None = None
    then: int = 0

    def lost_by(self, wanted: int, day: date) -> bool:
        """Whether `wanted` is reached now and no longer after `day`."""
        return self.level >= wanted > self.then and self.until is not None and self.until < day


def reached(evidence: Iterable[Shown], *, day: date) -> Reached:
    """What the evidence comes to on `day`. Of each origin the newest counts, whatever it says; among origins the
    highest. What has expired, or is shown later, does not count. The order of the evidence does not matter."""
    newest: dict[str, Shown] = {}
    for one in evidence:
        if one.shown_on > day:
            continue
        known = newest.get(one.origin)
        if known is None or (one.shown_on, one.number) > (known.shown_on, known.number):
            newest[one.origin] = one
    counted = [one for one in newest.values() if one.expires_on is None or one.expires_on >= day]
    level = max((one.level for one in counted), default=0)
    if not level:
        return Reached()
    top = [one.expires_on for one in counted if one.level == level]
    if None in top:
        return Reached(level, None, level)
    until = max(end for end in top if end is not None)
    left = [one.level for one in counted if one.expires_on is None or one.expires_on > until]
    return Reached(level, until, max(left, default=0))
