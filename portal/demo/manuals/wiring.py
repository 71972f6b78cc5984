"""Wiring diagrams: how to read them, fuses and grounds, then circuits, connectors and pins of each system."""

from __future__ import annotations

import random

from portal.demo.manuals.diagnosis import pin_table, pins_of
from portal.demo.manuals.knowledge import Fault, System
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Alert, Block, Chapter, DemoEdition, DemoManual, Figure, Paragraph, Section, Table

_COLOURS = (("BK", "black"), ("BN", "brown"), ("BU", "blue"), ("GN", "green"), ("GY", "grey"), ("RD", "red"),
            ("VT", "violet"), ("YE", "yellow"))  # fmt: skip
_B, _I = "battery", "ignition on"
_FUSES = (
    (1, 15, "Engine control module", _I), (2, 20, "Injectors, metering valve", _I), (3, 10, "Engine sensors", _I),
    (4, 15, "12 V socket, load space", _B), (5, 10, "Diagnostic socket", _B), (6, 25, "Fuel lift pump", _I),
    (7, 10, "Sliding door module, LIN bus", _B), (8, 5, "Alternator regulator", _I), (9, 20, "Wipers", _I),
    (10, 15, "Washer pump, heated nozzles", _I), (11, 30, "Blower", _I), (12, 10, "Air conditioning clutch", _I),
    (13, 40, "Radiator fan", _B), (14, 40, "ABS pump", _B), (15, 25, "Electronic brake control relay K9", _B),
    (16, 10, "Steering motor control", _I), (17, 15, "Headlamp left, low beam", _I),
    (18, 15, "Headlamp right, low beam", _I), (19, 15, "High beam", _I), (20, 10, "Tail lamps", _B),
    (21, 10, "Brake lamps", _B), (22, 15, "Oxygen sensors", _I), (23, 20, "Urea heating", _I),
    (24, 10, "NOx sensors", _I), (25, 10, "Particle filter sensors", _I), (26, 15, "Central locking", _B),
    (27, 10, "Instrument panel", _I), (28, 5, "Interior lamps", _B), (29, 5, "Tyre pressure receiver", _I),
    (30, 10, "Front camera", _I), (33, 30, "Heated rear window", _I), (35, 10, "Parking sensors", _I),
    (36, 30, "Trailer module", _B), (37, 20, "Trailer, charging supply", _I),
)  # fmt: skip
"""Number, amperes, circuit, supply."""
_DEVICES = {
    "X14": "crankshaft position sensor",
    "X20": "injectors and engine harness",
    "X22": "oil pressure sensor",
    "X31": "turbocharger vane actuator",
    "X25": "rail pressure sensor and metering valve",
    "X61": "front left wheel speed sensor",
    "X60": "ABS hydraulic unit",
    "X2": "alternator",
    "X1": "engine control module",
    "X3": "battery sensor",
    "X72": "sliding door module",
}
"""What is plugged into the connectors that the trouble codes name."""
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
    colours = Table((terms("Code"), terms("Wire")), tuple((code, terms(name)) for code, name in _COLOURS), (1, 3))
    fuses = tuple((f"F{number}", f"{amperes} A", circuit, supply) for number, amperes, circuit, supply in _FUSES)
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
    pins = pins_of(fault.connector)
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
        pin_table(fault.connector, terms),
    ]
    if fault.code:
        blocks.append(Alert("note", terms("Trouble code {code} is traced in the diagnostic manual.", code=fault.code)))
    device = _DEVICES.get(fault.connector, fault.meaning[0])
    return Section(f"{fault.connector}  {device[:1].upper()}{device[1:]}", tuple(blocks))
