"""The tables of training that people take away: what `content.exports` asks of this room."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from content.exports import api as exports
from content.library.api import NotVisible
from portal.network.api import Viewer
from portal.network.models import User
from training.dashboards.tables.contents import TABLES
from training.dashboards.tables.shape import Table, asked_dealers, cell
from training.needs import scope


def may_export(viewer: Viewer) -> bool:
    """Whether there is a table for the viewer at all."""
    return viewer.everything or bool(viewer.managed_dealers)


def name_of(table: str) -> str:
    """What one of `TABLES` is called among the tables of all rooms."""
    return f"training.{table}"


def register_tables() -> None:
    """Let people take them away."""
    for table in TABLES.values():
        exports.register_table(name_of(table.name), title=table.title, opens=partial(_opened, table))


def _opened(table: Table, viewer: Viewer, _user: User, asked: Mapping[str, Any]) -> exports.Opened:
    if not may_export(viewer):
        raise NotVisible
    try:
        at = asked_dealers(viewer=viewer, filters=asked)
    except scope.NotVisible:
        raise NotVisible from None
    return exports.Opened(
        title=str(table.title),
        filename=table.name,
        head=[column.title for column in table.columns],
        rows=lambda: ([cell(column.cell(row)) for column in table.columns] for row in table.rows(viewer, at)),
        size=lambda: table.size(viewer, at),
        grounds=exports.grounds_of(viewer),
    )
