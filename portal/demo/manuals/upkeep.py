"""Maintenance schedules: the table of intervals, and a sheet for each job."""

from __future__ import annotations

import random

from portal.demo.manuals.knowledge import Component, System
from portal.demo.manuals.prose import read_chapters
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.torques import newton_metres, torque_table
from portal.demo.manuals.values import (
    Block,
    Chapter,
    DemoEdition,
    DemoManual,
    Paragraph,
    Section,
    Steps,
    Subhead,
    Table,
)
from portal.demo.manuals.workshop import Workshop

HOURS = (50, 250, 500, 1000, 2000)
"""Service intervals in operating hours."""


def chapters(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    """Rules in prose, the schedule, then the jobs by system."""
    written = read_chapters("upkeep", terms)
    written.append(Chapter(len(written) + 1, terms("Maintenance schedule"), (_schedule(chosen, terms),)))
    shop = Workshop(terms, revised=edition.revised, vehicle="tractor")
    for system in chosen:
        first = Section(terms("Fluids and capacities"), (shop.fluids(system), shop.data(system)))
        jobs = tuple(_job(part, terms, revised=edition.revised) for part in system.components)
        written.append(Chapter(len(written) + 1, terms.of(system.name), (first, *jobs)))
    return tuple(written)


def _first_due(component: Component) -> int:
    return random.Random(f"interval:{component.part}").randrange(len(HOURS) - 1)


def _schedule(chosen: list[System], terms: Terms) -> Section:
    rows = []
    for system in chosen:
        for component in system.components:
            due = _first_due(component)
            marks = tuple("" if n < due else "●" if (n - due) % 2 == 0 else "○" for n in range(len(HOURS)))
            rows.append((terms.of(system.name), terms.title(component.name), *marks))
    head = (terms("System"), terms("Job"), *(f"{hours} h" for hours in HOURS))
    legend = terms("● carry out, ○ check. Hours of operation, or once a year if that comes first.")
    return Section(terms("Intervals"), (Table(head, tuple(rows), (2.4, 3, 1, 1, 1, 1, 1)), Paragraph(legend)))


def _job(component: Component, terms: Terms, *, revised: bool) -> Section:
    name = terms.of(component.name)
    due = HOURS[_first_due(component)]
    blocks: list[Block] = [
        Paragraph(terms("First after {hours} operating hours, tool {tool}, part number {number}.",
                        hours=due, tool=component.tool, number=component.part)),
        Subhead(terms("Work")),
        Steps((
            terms("Clean the surroundings of the {part} so that no dirt gets in.", part=name),
            *(terms.of(step) for step in component.steps),
            *(terms("Take off the {item} and check it for damage.", item=terms.of(item)) for item in component.items[:2]),
            *(terms('Tighten "{bolt}": {torque}.', bolt=terms.of(bolt.name),
                    torque=newton_metres(bolt.torque(revised=revised), unit=True)) for bolt in component.fasteners),
        )),
        Table((terms("Check"), terms("Nominal value")),
              tuple((terms.title(one.name), terms.of(one.value)) for one in component.checks), (1, 1)),
        torque_table(component.fasteners, terms, revised=revised, caption=terms("Tightening torques")),
    ]  # fmt: skip
    return Section(terms.title(component.name), tuple(blocks))
