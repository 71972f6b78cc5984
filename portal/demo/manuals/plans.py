"""Which chapters each kind of manual has."""

from __future__ import annotations

from collections.abc import Callable

from portal.demo.manuals import body, diagnosis, driver, fitting, illustrated, safety, upkeep, wheels, wiring
from portal.demo.manuals.front import front_matter
from portal.demo.manuals.knowledge import System, systems
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.torques import torque_table
from portal.demo.manuals.values import Book, Chapter, DemoEdition, DemoManual, Section
from portal.demo.manuals.workshop import Workshop

_PLAIN = ("diagnostic", "parts", "owner", "maintenance", "fitting", "other")
"""Kinds with pages numbered through; the others print chapter and page."""


def plan(manual: DemoManual, edition: DemoEdition) -> Book:
    """The edition's content, before it is laid out."""
    terms = Terms(manual.language)
    known = systems()
    chapters = _KINDS[manual.kind](manual, edition, [known[key] for key in manual.systems], terms)
    numbering = "plain" if manual.kind in _PLAIN else "chapter"
    return Book(manual, edition, vehicle(manual), front_matter(manual, terms), chapters, numbering)


def vehicle(manual: DemoManual) -> str:
    """The drawing of what the manual is about."""
    if manual.brand == "velmora":
        return "van"
    return "loader" if manual.models == ("LH40",) else "tractor"


def _workshop(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    shop = Workshop(terms, revised=edition.revised, vehicle=vehicle(manual))
    chapters = [shop.chapter(number, system) for number, system in enumerate(chosen, start=1)]
    faulty = [system for system in chosen if system.faults]
    if edition.revised and faulty:
        chapters.append(_fault_codes(len(chapters) + 1, faulty, terms))
    chapters.append(_appendix(len(chapters) + 1, chosen, edition, terms))
    return tuple(chapters)


def _fault_codes(number: int, chosen: list[System], terms: Terms) -> Chapter:
    overview = diagnosis.overview(number, chosen, terms)
    procedures = [section for system in chosen for section in diagnosis.fault_chapter(number, system, terms).sections]
    return Chapter(number, terms("Fault codes"), (*overview.sections, *procedures))


def _appendix(number: int, chosen: list[System], edition: DemoEdition, terms: Terms) -> Chapter:
    sections = tuple(
        Section(
            terms.of(system.name),
            (
                torque_table(
                    (bolt for part in system.components for bolt in part.fasteners), terms, revised=edition.revised
                ),
            ),
            new_page=False,
        )
        for system in chosen
    )
    return Chapter(number, terms("All tightening torques"), sections)


def _diagnostic(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    first = diagnosis.overview(1, chosen, terms)
    return (first, *(diagnosis.fault_chapter(number, system, terms) for number, system in enumerate(chosen, start=2)))


Plan = Callable[[DemoManual, DemoEdition, list[System], Terms], tuple[Chapter, ...]]
_KINDS: dict[str, Plan] = {
    "workshop": _workshop,
    "diagnostic": _diagnostic,
    "wiring": wiring.chapters,
    "parts": illustrated.chapters,
    "owner": driver.chapters,
    "maintenance": upkeep.chapters,
    "fitting": fitting.chapters,
    "safety": safety.chapters,
    "body": body.chapters,
    "other": wheels.chapters,
}
