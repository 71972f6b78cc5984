"""A campaign's programme as its author wrote it, as plain values. What is not filled in yet is None or empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

WHOLE = ""
"""The key of what goes on throughout the campaign."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One of `asset`, `page` (keys) and `url` is given."""

    key: str
    asset: int | None = None
    page: int | None = None
    url: str = ""
    title: str = ""
    note: str = ""
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class PlannedTask:
    key: str
    title: str
    instructions: str = ""
    due: datetime | None = None
    photos: int = 0
    roles: frozenset[int] = frozenset()
    tiers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase, or with the key WHOLE, without name and dates, what goes on throughout."""

    key: str
    name: str = ""
    text: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    overlaps: bool = False
    hidden: bool = False
    items: tuple[PlannedItem, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()


def programme_of(campaign: Any) -> tuple[PlannedPhase, ...]:
    """The programme of a campaign as it is in memory; the whole of it comes first, once, whatever stands in it."""
    return read(campaign.programme.get_prep_value())


def read(blocks: Iterable[Mapping[str, Any]]) -> tuple[PlannedPhase, ...]:
    """The same from what the field holds."""
    items: list[PlannedItem] = []
    tasks: list[PlannedTask] = []
    phases = []
    for block in blocks:
        value = block["value"]
        if block["type"] == "phase":
            phases.append(_phase(block["id"], value))
        else:
            items += _items(value)
            tasks += _tasks(value)
    return (PlannedPhase(key=WHOLE, items=tuple(items), tasks=tuple(tasks)), *phases)


def _phase(key: str, value: Mapping[str, Any]) -> PlannedPhase:
    return PlannedPhase(
        key=key,
        name=value.get("name") or "",
        text=value.get("text") or "",
        starts=_instant(value.get("starts")),
        ends=_instant(value.get("ends")),
        overlaps=bool(value.get("overlaps")),
        hidden=bool(value.get("hidden")),
        items=tuple(_items(value)),
        tasks=tuple(_tasks(value)),
    )


def _items(value: Mapping[str, Any]) -> Iterator[PlannedItem]:
    for block in value.get("items") or ():
        one = block["value"]
        item = PlannedItem(
            key=block["id"],
            asset=one.get("asset"),
            page=one.get("page"),
            url=one.get("url") or "",
            title=one.get("title") or "",
            note=one.get("note") or "",
            exclusive=bool(one.get("exclusive")),
        )
        if item.asset or item.page or item.url:
            yield item


def _tasks(value: Mapping[str, Any]) -> Iterator[PlannedTask]:
    for block in value.get("tasks") or ():
        one = block["value"]
        yield PlannedTask(
            key=block["id"],
            title=one.get("title") or "",
            instructions=one.get("instructions") or "",
            due=_instant(one.get("due")),
            photos=one.get("photos") or 0,
            roles=frozenset(map(int, one.get("roles") or ())),
            tiers=frozenset(map(int, one.get("tiers") or ())),
        )


def _instant(value: Any) -> datetime | None:
    found = parse_datetime(value) if isinstance(value, str) else value
    return timezone.make_aware(found) if isinstance(found, datetime) and timezone.is_naive(found) else found
