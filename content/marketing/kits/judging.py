"""What of a kit somebody in certain roles at a certain dealer would see: for its authors, with what is left out and by
which rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.library.api import publications_in_force
from content.library.models import Manual
from content.marketing.assets.api import Asset, assets_visible
from content.marketing.kits.models import SalesKit
from content.marketing.kits.outline import Item, Section
from portal.network.api import Viewer, admits


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing in a section, and why it is left out ("" where it is seen)."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class JudgedSection:
    heading: str
    admitted: bool
    marks: list[Mark]

    @property
    def seen(self) -> int:
        """How many of its things are seen."""
        return sum(1 for mark in self.marks if not mark.reason) if self.admitted else 0


@dataclass(frozen=True, slots=True)
class Judged:
    """`kit_reason` says why the kit itself is not seen, "" if it is."""

    kit_reason: str
    sections: list[JudgedSection]

    @property
    def seen(self) -> int:
        return 0 if self.kit_reason else sum(section.seen for section in self.sections)

    @property
    def total(self) -> int:
        return sum(len(section.marks) for section in self.sections)


def judge(kit: SalesKit, *, viewer: Viewer) -> Judged:
    """The kit as it is kept, draft or not, with the eyes of `viewer`. About a dozen statements."""
    outline = kit.outline
    wanted, named = outline.asset_ids(), outline.publication_ids()
    assets, publications = Asset.objects.in_bulk(wanted), Manual.objects.in_bulk(named)
    shown = set(assets_visible(viewer=viewer).filter(pk__in=wanted).values_list("pk", flat=True))
    in_force = set(publications_in_force(viewer=viewer).filter(pk__in=named).values_list("pk", flat=True))
    facts = _Facts(assets, shown, publications, in_force)
    return Judged(_kit_reason(kit, viewer), [_judged(section, facts, viewer) for section in outline.sections])


@dataclass(frozen=True, slots=True)
class _Facts:
    assets: dict[int, Asset]
    shown: set[int]
    publications: dict[int, Manual]
    in_force: set[int]


def _kit_reason(kit: SalesKit, viewer: Viewer) -> str:
    visibility = kit.visibility()
    if not visibility.live:
        return _("The kit is not published.")
    return "" if admits(visibility, viewer=viewer) else _("The kit is not for them, or not now.")


def _judged(section: Section, facts: _Facts, viewer: Viewer) -> JudgedSection:
    marks = [mark for item in section.items for mark in _marks(item, facts)]
    return JudgedSection(section.heading, admits(section.audience, viewer=viewer), marks)


def _marks(item: Item, facts: _Facts) -> Iterator[Mark]:
    for entry in item.assets:
        asset = facts.assets.get(entry.asset_id)
        if asset is not None:
            reason = "" if asset.pk in facts.shown else _("Not for them, or outside its dates or rights.")
            yield Mark(asset.own_title, reason)
    for pk in item.publications:
        if pk in facts.publications:
            reason = "" if pk in facts.in_force else _("Not for them, or no edition is in force.")
            yield Mark(facts.publications[pk].title, reason)
    for link in item.links:
        yield Mark(link.title, "")
    for point in item.points:
        yield Mark(point.objection or _("Talking point"), "")
    if item.table:
        yield Mark(item.table.title, "")
