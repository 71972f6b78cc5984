"""Owner's handbooks: the driver's part in prose, then what the workshop looks after, with capacities."""

from __future__ import annotations

from portal.demo.manuals.knowledge import System
from portal.demo.manuals.prose import read_chapters
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Alert, Block, Chapter, DemoEdition, DemoManual, Paragraph, Section, Table
from portal.demo.manuals.workshop import Workshop


def chapters(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    """The handbook of a van or of a loader, and its technical data."""
    written = read_chapters("driver_van" if manual.brand == "velmora" else "driver_loader", terms)
    shop = Workshop(terms, revised=edition.revised, vehicle="van")
    sections = tuple(_data(system, shop, terms) for system in chosen)
    return (*written, Chapter(len(written) + 1, terms("Technical data"), sections))


def _data(system: System, shop: Workshop, terms: Terms) -> Section:
    blocks: list[Block] = [Paragraph(terms.of(text)) for text in system.about]
    blocks += [Alert("warning", terms.of(text)) for text in system.cautions]
    if system.fluids:
        blocks.append(shop.fluids(system))
    if system.data:
        blocks.append(shop.data(system))
    checks = [(terms.title(part.name), terms.title(one.name), terms.of(one.value))
              for part in system.components for one in part.checks[:1]]  # fmt: skip
    head = (terms("Designation"), terms("Check"), terms("Nominal value"))
    blocks.append(Table(head, tuple(checks), (2, 3, 3)))
    return Section(terms.of(system.name), tuple(blocks))
