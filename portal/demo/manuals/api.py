"""The door of the demo's manuals: what there is, and each edition as a PDF."""

from __future__ import annotations

from portal.demo.manuals.catalogue import MANUALS
from portal.demo.manuals.fonts import MissingFontError
from portal.demo.manuals.maker import BRANDS, MODELS
from portal.demo.manuals.plans import plan
from portal.demo.manuals.press import Press
from portal.demo.manuals.scan import scanned
from portal.demo.manuals.values import DemoBrand, DemoEdition, DemoManual, DemoModel

__all__ = [
    "BRANDS",
    "MODELS",
    "DemoBrand",
    "DemoEdition",
    "DemoManual",
    "DemoModel",
    "MissingFontError",
    "UnknownEditionError",
    "catalogue",
    "render",
]


class UnknownEditionError(Exception):
    """The manual has no edition of this label."""


def catalogue() -> tuple[DemoManual, ...]:
    """Every manual of the demo, with its editions from the oldest to the newest."""
    return MANUALS


def render(manual: DemoManual, edition_label: str) -> bytes:
    """The edition as a PDF. The same bytes on every run with the same versions of the libraries.

    Raises:
        UnknownEditionError: the manual has no such edition.
        MissingFontError: the font's npm package is not installed.
    """
    edition = next((one for one in manual.editions if one.label == edition_label), None)
    if edition is None:
        raise UnknownEditionError(f"{manual.document_number}: {edition_label}")
    data = Press(plan(manual, edition)).print()
    return scanned(data, seed=manual.slug) if manual.scanned else data
