"""The first page of marketing: kits and assets, and what rooms above put before them (campaigns that run)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.network.api import Viewer

Context = Callable[[Viewer], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """A template, and what it is rendered with for a viewer. An empty context leaves the part out."""

    order: int
    template: str
    context: Context


_parts: dict[str, Part] = {}


def register_part(*, order: int, template: str, context: Context) -> None:
    """Show something on the page, the lowest order first; kits stand at 50 and assets at 60."""
    _parts[template] = Part(order, template, context)


def parts_for(viewer: Viewer) -> list[tuple[str, dict[str, Any]]]:
    """(template, context) of the parts that have something for the viewer."""
    shown = ((part.template, part.context(viewer)) for part in sorted(_parts.values(), key=lambda one: one.order))
    return [(template, context) for template, context in shown if context]
