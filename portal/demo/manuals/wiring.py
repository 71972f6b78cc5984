"""Wiring diagrams: how to read them, fuses and grounds, then circuits, connectors and pins of each system."""

from __future__ import annotations

import random

from portal.demo.manuals.diagnosis import pin_table
from portal.demo.manuals.knowledge import Fault, System
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Alert, Block, Chapter, DemoEdition, DemoManual, Figure, Paragraph, Section, Table

_COLOURS = (("BK", "black"), ("BN", "brown"), ("BU", "blue"), ("GN", "green"), ("GY", "grey"), ("RD", "red"),
            ("VT", "violet"), ("YE", "yellow"))  # fmt: skip
_PLACES = ("behind the left headlamp", "at the longitudinal member, front right", "under the driver's seat",
           "at the bulkhead, left", "behind the instrument panel", "at the left B-pillar, below")  # fmt: skip


def chapters(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    """General information, then a chapter for each system."""
    systems = [
        Chapter(number, terms.of(system.name), tuple(_circuit(fault, system, terms) for fault in _ones(system)))
        for number, system in enumerate(chosen, start=2)
    ]
    return (_general(chosen, terms), *systems)


def _ones(system: System) -> list[Fault]:
    """One circuit for each connector; a system without fault codes gets one for its blower or the like."""
    found: dict[str, Fault] = {}
    for fault in system.faults:
        found.setdefault(fault.connector, fault)
    if not found:
        found = {f"X{80 + n}": Fault("", one.name, f"X{80 + n}") for n, one in enumerate(system.components, start=1)}
    return list(found.values())


def _general(chosen: list[System], terms: Terms) -> Chapter:
    rng = random.Random("fuses")
    colours = Table((terms("Code"), terms("Wire")), tuple((code, terms(name)) for code, name in _COLOURS), (1, 3))
    consumers = [terms.title(one.name) for system in chosen for one in system.components]
    fuses = tuple(
        (f"F{n}", f"{rng.choice((5, 7.5, 10, 15, 20, 30))} A", consumers[n % len(consumers)],
         rng.choice((terms("battery"), terms("ignition on"))))
        for n in range(1, 35)
    )  # fmt: skip
    grounds = tuple((f"G{200 + n}", terms(place)) for n, place in enumerate(_PLACES, start=1))
    return Chapter(
        1,
        terms("General"),
        (
            Section(
                terms("How to read the diagrams"),
                (
                    Paragraph(
                        terms(
                            "Lines run from the supply (terminal 30) at the top to ground (terminal 31) at the bottom. "
                            "Beside each line stand its colour and its section in mm²; X61/3 is pin 3 of connector X61."
                        )
                    ),
                    colours,
                ),
            ),
            Section(
                terms("Fuses"),
                (Table((terms("Fuse"), terms("Rating"), terms("Circuit"), terms("Supply")), fuses, (1, 1, 4, 2)),),
            ),
            Section(terms("Grounds"), (Table((terms("Point"), terms("Place")), grounds, (1, 4)),), new_page=False),
        ),
    )


def _circuit(fault: Fault, system: System, terms: Terms) -> Section:
    rng = random.Random(f"wiring:{fault.connector}")
    pins = rng.choice((6, 8, 10))
    parts = [terms.of(one.name) for one in system.components][:5]
    blocks: list[Block] = [
        Paragraph(
            terms(
                "Connector {connector} belongs to the {system}; it sits {place}. Ground point G{ground}.",
                connector=fault.connector,
                system=terms.of(system.name).lower(),
                place=terms(rng.choice(_PLACES)),
                ground=200 + rng.randrange(1, 7),
            )
        ),
        Figure(
            "circuit",
            f"{system.key}:{fault.connector}",
            (f"F{rng.randrange(4, 38)}  15 A", terms("Control module"), fault.connector, *parts),
            terms("Circuit of connector {connector}", connector=fault.connector),
            270,
        ),
        Figure(
            "connector",
            fault.connector,
            (fault.connector, str(pins)),
            terms("Connector {connector}, wire side", connector=fault.connector),
            110,
        ),
        pin_table(fault.connector, pins, terms),
    ]
    if fault.code:
        blocks.append(Alert("note", terms("Trouble code {code} is traced in the diagnostic manual.", code=fault.code)))
    return Section(f"{fault.connector}  {terms.title(fault.meaning)}", tuple(blocks))
