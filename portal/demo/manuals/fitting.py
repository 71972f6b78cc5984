"""Fitting instructions of an accessory kit: prose from kit to test, and the torques of the part it fits."""

from __future__ import annotations

from portal.demo.manuals.knowledge import System
from portal.demo.manuals.prose import read_chapters
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.torques import torque_table
from portal.demo.manuals.values import Chapter, DemoEdition, DemoManual, Section, Table
from portal.demo.manuals.workshop import Workshop

_PART = "towbar"


def chapters(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    """The towbar kit."""
    written = read_chapters("fitting", terms)
    part = next(one for system in chosen for one in system.components if one.name[0] == _PART)
    figure, parts = Workshop(terms, revised=edition.revised, vehicle="van").exploded(part)
    checks = Table((terms("Check"), terms("Nominal value")),
                   tuple((terms.title(one.name), terms.of(one.value)) for one in part.checks), (1, 1))  # fmt: skip
    sections = (
        Section(terms("Parts of the {part}", part=terms.of(part.name)), (figure, parts)),
        Section(terms("Tightening torques"), (torque_table(part.fasteners, terms, revised=edition.revised), checks)),
    )
    return (*written, Chapter(len(written) + 1, terms("Appendix"), sections))
