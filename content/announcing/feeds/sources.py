"""What stands in feeds beside editions: rooms above name what they have, with a topic of its own; and one list of all,
the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid5

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from content.announcing.feeds.entries import Entry, editions_for, entry_of, topics_of_editions
from portal.network.api import Viewer
from portal.notices.api import topic_name

EDITIONS = "editions"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Of what nobody published: it was put in as it is."""


@dataclass(frozen=True, slots=True)
class Source:
    """`rows(viewer)` are the things that the viewer may see at their instant, each with `seen_from`; `entry` is what a
    feed says of one of them."""

    rows: Callable[[Viewer], QuerySet[Any]]
    entry: Callable[[Any], Entry]


_sources: dict[str, Source] = {}


def register_pages(topic: str, *, kind: str, rows: Callable[[Viewer], QuerySet[Any]]) -> None:
    """Let the pages that are `rows(viewer)` stand in feeds, under a topic of `portal.notices`; each knows its
    `reading_path`. `kind` is part of what names their entries for ever. From an app's `ready`."""
    _sources[topic] = Source(lambda viewer: _seen_from(rows(viewer)), partial(_page_entry, topic, kind))


def _seen_from(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Pages with `seen_from`: since when the version that is published can be seen."""
    made = Coalesce("last_published_at", "effective_from", Value(LONG_AGO), output_field=DateTimeField())
    return rows.annotate(seen_from=Greatest(made, Coalesce("effective_from", made)))


def _page_entry(topic: str, kind: str, page: Any) -> Entry:
    return Entry(
        id=uuid5(page.translation_key, kind),
        title=page.title,
        label="",
        summary=page.summary,
        category=topic,
        category_name=topic_name(topic),
        department=page.department.name,
        language=page.language,
        updated=page.seen_from,
        path=page.reading_path(),
    )


def topics_of_feeds() -> list[str]:
    """The topics that have a feed of their own."""
    return [*topics_of_editions(), *_sources]


def _of(topic: str) -> dict[str, Source]:
    if topic in _sources:
        return {topic: _sources[topic]}
    editions = Source(partial(_editions, topic=topic), entry_of)
    return {EDITIONS: editions} if topic else {EDITIONS: editions, **_sources}


def _editions(viewer: Viewer, *, topic: str) -> QuerySet[Any]:
    return editions_for(viewer=viewer, topic=topic)


def listed(*, viewer: Viewer, topic: str = "") -> QuerySet[Any, Any]:
    """(source, key, since when it can be seen) of all that the viewer may see, of one topic or all, the newest first.
    One statement; the caller pages it."""
    first, *rest = (_keys(name, source.rows(viewer)) for name, source in _of(topic).items())
    return first.union(*rest, all=True).order_by("-seen_from", "feed_source", "-feed_key")


def _keys(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    named = rows.order_by().annotate(feed_source=Value(name, output_field=CharField()), feed_key=F("pk"))
    return named.values_list("feed_source", "feed_key", "seen_from")


def entries(*, viewer: Viewer, topic: str, page: Sequence[tuple[str, int, Any]]) -> list[Entry]:
    """What is said of a page of `listed`, asked anew whether the viewer may see it. One statement for each source."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for name, key, _since in page:
        keys[name].append(key)
    found: dict[tuple[str, int], Entry] = {}
    for name, source in _of(topic).items():
        if name in keys:
            found |= {(name, row.pk): source.entry(row) for row in source.rows(viewer).filter(pk__in=keys[name])}
    return [found[name, key] for name, key, _since in page if (name, key) in found]
