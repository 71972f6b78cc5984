"""Body repair: dimensions, joints and paint in prose, then each panel as in a workshop manual."""

from __future__ import annotations

from portal.demo.manuals.knowledge import System
from portal.demo.manuals.prose import read_chapters
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Chapter, DemoEdition, DemoManual
from portal.demo.manuals.workshop import Workshop


def chapters(manual: DemoManual, edition: DemoEdition, chosen: list[System], terms: Terms) -> tuple[Chapter, ...]:
    """What holds for the whole body, then its parts."""
    written = read_chapters("body", terms)
    shop = Workshop(terms, revised=edition.revised, vehicle="van")
    return (*written, *(shop.chapter(len(written) + n, system) for n, system in enumerate(chosen, start=1)))
