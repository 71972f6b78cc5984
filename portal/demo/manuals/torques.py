"""Tightening torques as they are printed, and the numbers of the small parts in exploded views."""

from __future__ import annotations

from collections.abc import Iterable

from portal.demo.manuals.knowledge import Component, Fastener, Torque
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Table

LB_FT = 0.73756
"""Pound-feet in a newton metre."""


def newton_metres(torque: Torque, *, unit: bool = False) -> str:
    """ "60 + 90°", with its unit "60 N·m + 90°"."""
    value = f"{torque.newton_metres} N·m" if unit else str(torque.newton_metres)
    return f"{value} + {torque.degrees}°" if torque.degrees else value


def pound_feet(torque: Torque) -> str:
    """The same in pound-feet, the angle unchanged."""
    value = torque.newton_metres * LB_FT
    text = f"{value:.0f}" if value >= 20 else f"{value:.1f}"
    return f"{text} + {torque.degrees}°" if torque.degrees else text


def torque_table(fasteners: Iterable[Fastener], terms: Terms, *, revised: bool, caption: str = "") -> Table:
    """Joints with thread, pieces, and the torque in both units."""
    rows = []
    for one in fasteners:
        torque = one.torque(revised=revised)
        rows.append((terms.title(one.name), one.thread, str(one.quantity), newton_metres(torque), pound_feet(torque)))
    head = (terms("Joint"), terms("Thread"), terms("Pcs"), terms("Torque N·m"), terms("Torque lb-ft"))
    return Table(head, tuple(rows), (5, 2.2, 1.1, 2.4, 2.4), caption)


def part_number(component: Component, index: int) -> str:
    """The number of the part that callout `index` of a component's exploded view points to; 1 is the component."""
    if index == 1:
        return component.part
    stem, tail = component.part.split("-")
    return f"{stem[:3]}{(int(stem[3:]) + index * 3) % 100:02d}-{tail[0]}{(int(tail[1:]) + index * 11) % 10_000:04d}"
