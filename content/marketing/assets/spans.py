"""Windows of time: what two of them have in common, and several as one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` (included) to `end` (not included); None is open."""

    start: datetime | None
    end: datetime | None

    @property
    def first(self) -> datetime:
        return self.start or _EARLIEST

    @property
    def last(self) -> datetime:
        return self.end or _LATEST


def common(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """When both some and others are open, in order."""
    other = list(others)
    found = [
        Span(
            max((one, two), key=lambda span: span.first).start,
            min((one, two), key=lambda span: span.last).end,
        )
        for one in some
        for two in other
        if max(one.first, two.first) < min(one.last, two.last)
    ]
    return sorted(found, key=lambda span: span.first)


def joined(spans: Iterable[Span]) -> list[Span]:
    """When at least one is open: in order, those that touch as one."""
    found: list[Span] = []
    for span in sorted((one for one in spans if one.first < one.last), key=lambda one: one.first):
        if found and span.first <= found[-1].last:
            found[-1] = Span(found[-1].start, max((found[-1], span), key=lambda one: one.last).end)
        else:
            found.append(span)
    return found
