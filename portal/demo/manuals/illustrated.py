"""Parts catalogues: an exploded view and its list for each component, and the index of all numbers."""

from __future__ import annotations

import random

from portal.demo.manuals.knowledge import Component, System
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.torques import part_number
from portal.demo.manuals.values import Block, Chapter, DemoEdition, DemoManual, Figure, Paragraph, Section, Table

_MODELS = ("", "VLD", "VLX", "VLD, VLX", "", "")


def chapters(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    """A chapter for each system, then the index by part number."""
    written = [
        Chapter(
            number,
            terms.of(system.name),
            tuple(_plate(component, f"{number}{letter:02d}", terms) for letter, component in enumerate(system.components, 1)),
        )
        for number, system in enumerate(chosen, start=1)
    ]  # fmt: skip
    rows = sorted(
        (part_number(component, index), terms.title(name), f"{number}{position:02d}", str(index))
        for number, system in enumerate(chosen, start=1)
        for position, component in enumerate(system.components, start=1)
        for index, (name, _, _) in enumerate(_lines(component), start=1)
    )
    head = (terms("Part number"), terms("Designation"), terms("Plate"), terms("No."))
    index = Section(terms("Index of part numbers"), (Table(head, tuple(rows), (2.4, 5, 1, 0.8)),))
    return (*written, Chapter(len(written) + 1, terms("Index of part numbers"), (index,)))


def _lines(component: Component) -> list[tuple[tuple[str, str], int, str]]:
    """Name, pieces and remark of each part, the component first."""
    parts = [(component.name, 1, ""), *((item, 1, "") for item in component.items)]
    return [*parts, *((bolt.name, bolt.quantity, bolt.thread) for bolt in component.fasteners)]


def _plate(component: Component, plate: str, terms: Terms) -> Section:
    rng = random.Random(f"plate:{component.part}")
    lines = _lines(component)
    rows, replaced = [], []
    for index, (name, pieces, remark) in enumerate(lines, start=1):
        number = part_number(component, index)
        if rng.random() < 0.16:
            older = f"{number[:-4]}{int(number[-4:]) - 7:04d}"
            replaced.append((older, number, f"{rng.randrange(2022, 2026)}-{rng.randrange(1, 13):02d}"))
        rows.append((str(index), number, terms.title(name), str(pieces), remark or rng.choice(_MODELS)))
    head = (terms("No."), terms("Part number"), terms("Designation"), terms("Pcs"), terms("Remark"))
    blocks: list[Block] = [
        Figure(
            "exploded",
            component.part,
            tuple(terms.of(name) for name, _, _ in lines[:8]),
            f"{terms('Plate')} {plate}",
            265,
        ),
        Table(head, tuple(rows), (0.8, 2.6, 4.6, 0.9, 2)),
    ]
    if replaced:
        old = (terms("Old number"), terms("Replaced by"), terms("Since"))
        blocks.append(Table(old, tuple(replaced), (2, 2, 1), terms("Replacements")))
    blocks.append(
        Paragraph(terms("Order tool {tool} from the workshop equipment list, not as a part.", tool=component.tool))
    )
    return Section(f"{plate}  {terms.title(component.name)}", tuple(blocks))
