"""High-voltage safety: the rules in prose, then work on each component, and the faults."""

from __future__ import annotations

from portal.demo.manuals import diagnosis
from portal.demo.manuals.knowledge import System
from portal.demo.manuals.prose import read_chapters
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Chapter, DemoEdition, DemoManual
from portal.demo.manuals.workshop import Workshop


def chapters(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    """Rules and emergencies first, components and fault codes after them."""
    written = read_chapters("safety", terms)
    shop = Workshop(terms, revised=edition.revised, vehicle="van")
    for system in chosen:
        written.append(shop.chapter(len(written) + 1, system))
        faults = diagnosis.fault_chapter(len(written) + 1, system, terms)
        written.append(Chapter(faults.number, terms("Fault codes"), faults.sections))
    return tuple(written)
