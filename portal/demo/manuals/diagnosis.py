"""Diagnostic manuals: the list of trouble codes, and one procedure for each."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from portal.demo.manuals.drawings.schematic import WIRES
from portal.demo.manuals.knowledge import Fault, System
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Alert, Block, Chapter, Figure, Paragraph, Section, Steps, Subhead, Table

_PINS = ("Supply", "Signal", "Sensor ground", "Shield", "CAN high", "CAN low", "Actuator")
_FUSE = re.compile(r"(F\d+) \((\d+) A\)")
_ENGINE_FUSES = (("F1", 15), ("F2", 20), ("F3", 10), ("F6", 25))
_KNOWN_PINS = {"X14": 3, "X61": 2}
"""Connectors whose procedures name their pins."""
_LEVELS = {"Supply": "11.5 to 14.6 V", "Signal": "0.5 to 4.5 V", "Sensor ground": "< 0.1 V", "Shield": "< 0.5 Ω",
           "CAN high": "2.5 to 3.5 V", "CAN low": "1.5 to 2.5 V", "Actuator": "0 / 12 V, 120 Hz"}  # fmt: skip


def overview(number: int, systems: list[System], terms: Terms) -> Chapter:
    """How faults are traced, and all codes in the order of their numbers."""
    method = Steps(
        tuple(
            terms(text)
            for text in (
                "Read the fault memory of all modules and print the report.",
                "Begin with supply and communication codes (B, U), then work on the others in the order of their "
                "first appearance.",
                "Check fuses, grounds and connectors before measuring components.",
                "Measure with a voltmeter of at least 10 megohm input resistance.",
                "Replace a part only when the last step of the page says so.",
            )
        )
    )
    rows = tuple(
        sorted(
            (fault.code, terms.of(fault.meaning), terms.of(system.name), fault.connector)
            for system in systems
            for fault in system.faults
        )
    )
    table = Table((terms("Code"), terms("Meaning"), terms("System"), terms("Connector")), rows, (2.4, 6, 3, 1.6))
    return Chapter(
        number,
        terms("General"),
        (
            Section(terms("How to trace a fault"), (method,)),
            Section(terms("Trouble codes"), (table,)),
        ),
    )


def fault_chapter(number: int, system: System, terms: Terms) -> Chapter:
    """A system's codes, each with symptom, causes, tests and remedy on a page of its own."""
    sections = tuple(
        Section(f"{fault.code}  {terms.of(fault.meaning)}", tuple(_procedure(fault, terms))) for fault in system.faults
    )
    return Chapter(number, terms.of(system.name), sections)


def _procedure(fault: Fault, terms: Terms) -> Iterator[Block]:
    rng = random.Random(fault.code)
    yield Subhead(terms("Set condition"))
    yield Paragraph(
        terms(
            "A code is stored after two driving cycles in which its condition is met for {seconds} s, and is cleared "
            "by {cycles} cycles without a fault.",
            seconds=rng.choice((2, 5, 10, 20, 30)),
            cycles=rng.choice((3, 10, 40)),
        )
    )
    yield Subhead(terms("Symptom"))
    for sign in fault.signs:
        yield Paragraph(terms.of(sign))
    yield Subhead(terms("Possible causes"))
    yield Steps(tuple(terms.of(cause) for cause in fault.causes), numbered=False)
    yield _tests(fault, terms)
    yield Subhead(terms("Remedy"))
    for remedy in fault.remedies:
        yield Paragraph(terms.of(remedy))
    yield Alert(
        "note",
        terms("After the repair: clear the code, drive until the monitor has run, and read the memory again."),
    )
    yield from _illustrations(fault, terms)


def _illustrations(fault: Fault, terms: Terms) -> Iterator[Block]:
    parts = (terms("Signal"), terms("Actuator"), terms("Supply"))
    yield Figure(
        "circuit",
        fault.code,
        (_fuse(fault), terms("Control module"), fault.connector, *parts),
        terms("Circuit of {code}", code=fault.code),
        185,
    )
    yield Figure(
        "connector",
        fault.connector,
        (fault.connector, str(pins_of(fault.connector))),
        terms("Connector {connector}, wire side", connector=fault.connector),
        105,
    )
    yield pin_table(fault.connector, terms)


def _fuse(fault: Fault) -> str:
    """The fuse that the causes name, else one of the engine compartment."""
    named = _FUSE.search(" ".join(english for english, _ in fault.causes))
    if named:
        return f"{named[1]}  {named[2]} A"
    number, amperes = random.Random(f"fuse:{fault.connector}").choice(_ENGINE_FUSES)
    return f"{number}  {amperes} A"


def _tests(fault: Fault, terms: Terms) -> Table:
    count = len(fault.tests)
    rows = []
    for step, test in enumerate(fault.tests, start=1):
        if step == 1 and count > 1:
            otherwise = terms("Repair wiring at {connector}, then repeat", connector=fault.connector)
        else:
            otherwise = terms("Go to the remedy")
        rows.append((str(step), terms.title(test.name), terms.of(test.value), otherwise))
    head = (terms("Step"), terms("Test"), terms("Result if in order"), terms("If not"))
    return Table(head, tuple(rows), (0.8, 5, 3.2, 3.4), terms("Tests"))


def pins_of(connector: str) -> int:
    """The number of pins of a connector."""
    return _KNOWN_PINS.get(connector) or random.Random(f"pins:{connector}").choice((4, 6, 8))


def pin_table(connector: str, terms: Terms) -> Table:
    """What each pin of a connector carries; the same in every manual that shows it."""
    rng = random.Random(f"wires:{connector}")
    rows = []
    pins = pins_of(connector)
    for pin in range(1, pins + 1):
        function = _PINS[0] if pin == 1 else _PINS[2] if pin == pins else rng.choice(_PINS)
        wire = "BN" if function == "Sensor ground" else rng.choice(list(WIRES))
        level = _LEVELS[function].replace(" to ", " 至 ") if terms.chinese else _LEVELS[function]
        rows.append((str(pin), f"{wire} {rng.choice((0.35, 0.5, 0.75, 1.5))} mm²", terms(function), level))
    head = (terms("Pin"), terms("Wire"), terms("Function"), terms("Measured against ground"))
    return Table(head, tuple(rows), (0.8, 2.4, 4, 4), terms("Connector {connector}, wire side", connector=connector))
