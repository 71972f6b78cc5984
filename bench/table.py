"""Rows of the benchmark, and the one table that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: ours, what it is held against, and the target. `met` is None when there is nothing to hold."""

    what: str
    ours: str
    beside: str
    ratio: str
    target: str
    met: bool | None


def show(rows: Sequence[Row]) -> bool:
    """Print the table. Returns whether every target is met."""
    table = Table(title="Forecourt: speed and memory")
    for name in ("What", "Ours", "Peer or limit, same run", "Ratio", "Target", "Met"):
        table.add_column(name)
    for row in rows:
        table.add_row(
            row.what, row.ours, row.beside, row.ratio, row.target, {True: "yes", False: "NO", None: ""}[row.met]
        )
    Console(width=150).print(table)
    return all(row.met is not False for row in rows)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
