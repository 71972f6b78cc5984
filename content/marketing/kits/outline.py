"""The sections of a kit as a plain value, read from what the editor keeps. Pure: nothing is looked up here.

What is named by an id (assets, publications) is only named; `content.marketing.kits.reading` finds what a viewer may
have of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.network.api import Visibility

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AssetEntry:
    """An asset in a grid, or a film."""

    asset_id: int
    caption: str
    for_customers: bool


@dataclass(frozen=True, slots=True)
class LinkEntry:
    id: str
    title: str
    url: str
    note: str
    for_customers: bool


@dataclass(frozen=True, slots=True)
class Point:
    """What to say; with an objection, the answer to it."""

    objection: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A feature, and its value in each column. `best` is the highlighted column from 1; 0 for none."""

    feature: str
    values: tuple[str, ...]
    best: int
    internal: bool
    source: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str
    for_customers: bool

    def for_a_customer(self) -> Table:
        """The same without its internal rows."""
        rows = tuple(row for row in self.rows if not row.internal)
        return Table(self.title, self.columns, rows, self.note, self.for_customers)


@dataclass(frozen=True, slots=True)
class Item:
    """One block of a section. Which of the fields are filled follows from `kind`."""

    kind: str
    id: str
    heading: str = ""
    assets: tuple[AssetEntry, ...] = ()
    publications: tuple[int, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    points: tuple[Point, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    heading: str
    intro: str
    dealers_only: bool
    models: frozenset[int]
    audience: Visibility
    items: tuple[Item, ...]

    @property
    def for_everybody(self) -> bool:
        """Whether whoever sees the kit sees the section."""
        return self.audience == Visibility()


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[Section, ...] = field(default=())

    @classmethod
    def read(cls, raw: Iterable[Raw]) -> Outline:
        """From the prepared value of a kit's body."""
        return cls(tuple(_section(one) for one in raw if one.get("type") == "section"))

    def asset_ids(self) -> list[int]:
        """Of all sections, each once, in order."""
        named = (entry.asset_id for section in self.sections for item in section.items for entry in item.assets)
        return list(dict.fromkeys(named))

    def publication_ids(self) -> list[int]:
        """Of all sections, each once, in order."""
        return list(
            dict.fromkeys(pk for section in self.sections for item in section.items for pk in item.publications)
        )


def _section(raw: Raw) -> Section:
    value = raw["value"]
    audience = value.get("audience") or {}
    return Section(
        id=str(raw.get("id") or ""),
        heading=value.get("heading") or "",
        intro=value.get("intro") or "",
        dealers_only=bool(value.get("dealers_only")),
        models=_ids(value.get("models")),
        audience=Visibility(
            brands=_ids(audience.get("brands")),
            regions=_ids(audience.get("regions")),
            tiers=_ids(audience.get("tiers")),
            roles=_ids(audience.get("roles")),
        ),
        items=tuple(_item(one) for one in value.get("items") or []),
    )


def _ids(values: Iterable[Any] | None) -> frozenset[int]:
    return frozenset(int(value) for value in values or ())


def _item(raw: Raw) -> Item:
    kind, value = raw["type"], raw["value"]
    made = {"kind": kind, "id": str(raw.get("id") or ""), "heading": value.get("heading") or ""}
    match kind:
        case "assets":
            return Item(**made, assets=tuple(_assets(one for _id, one in _rows(value, "assets"))))
        case "film":
            return Item(**made, assets=tuple(_assets([value])))
        case "publications":
            return Item(**made, publications=tuple(pk for _id, pk in _rows(value, "publications") if pk))
        case "links":
            links = (_link(key, one) for key, one in _rows(value, "links"))
            # The editor takes no other; and what else wrote the page has none either.
            return Item(**made, links=tuple(one for one in links if one.url.lower().startswith("https://")))
        case "points":
            points = (Point(one.get("objection") or "", one["text"]) for _id, one in _rows(value, "points"))
            return Item(**made, points=tuple(points))
        case _:
            return Item(**{**made, "heading": value["title"]}, table=_table(value))


def _assets(entries: Iterable[Raw]) -> Iterator[AssetEntry]:
    for one in entries:
        if one.get("asset"):
            yield AssetEntry(one["asset"], one.get("caption") or "", bool(one.get("for_customers")))


def _link(key: str, raw: Raw) -> LinkEntry:
    return LinkEntry(key, raw["title"], raw["url"], raw.get("note") or "", bool(raw.get("for_customers")))


def _table(raw: Raw) -> Table:
    return Table(
        title=raw["title"],
        columns=tuple(Column(one["name"], bool(one.get("own"))) for _id, one in _rows(raw, "columns")),
        rows=tuple(_row(one) for _id, one in _rows(raw, "rows")),
        note=raw.get("note") or "",
        for_customers=bool(raw.get("for_customers")),
    )


def _row(raw: Raw) -> Row:
    as_of = raw.get("as_of")
    return Row(
        feature=raw["feature"],
        values=tuple(value or "" for _id, value in _rows(raw, "values")),
        best=int(raw.get("best") or 0),
        internal=bool(raw.get("internal")),
        source=raw.get("source") or "",
        as_of=date.fromisoformat(as_of) if isinstance(as_of, str) and as_of else as_of or None,
    )


def _rows(value: Raw, name: str) -> list[tuple[str, Any]]:
    """(id, value) of a list as the editor keeps it, or of a bare one."""
    return [
        (str(one.get("id") or ""), one["value"]) if isinstance(one, dict) and one.get("type") == "item" else ("", one)
        for one in value.get(name) or []
    ]
