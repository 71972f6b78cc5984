"""Wheels and tyres: sizes, pressures and work in prose, and the torques that belong to them."""

from __future__ import annotations

from portal.demo.manuals.knowledge import System, systems
from portal.demo.manuals.prose import read_chapters
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.torques import torque_table
from portal.demo.manuals.values import Chapter, DemoEdition, DemoManual, Section


def chapters(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    """The prose, then the wheel bolt beside the joints of the suspension."""
    written = read_chapters("wheels", terms)
    wheel_bolts = [
        bolt
        for component in systems()["brakes"].components
        for bolt in component.fasteners
        if bolt.name[0] == "Wheel bolt"
    ]
    bolts = [*wheel_bolts, *(bolt for system in chosen for part in system.components for bolt in part.fasteners)]
    section = Section(terms("Tightening torques"), (torque_table(bolts, terms, revised=edition.revised),))
    return (*written, Chapter(len(written) + 1, terms("Appendix"), (section,)))
