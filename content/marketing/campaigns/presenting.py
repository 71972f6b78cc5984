"""Phases and their items as a page shows them: what each is called, of which kind it is, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.marketing.assets.models import Asset
from content.marketing.campaigns.models import Item, Phase
from content.marketing.campaigns.reading import PhaseSeen, When


@dataclass(frozen=True, slots=True)
class Thing:
    """An item with its words; `picture` is the address of its thumbnail, `away` says that it leads elsewhere."""

    title: str
    kind: str
    url: str
    note: str
    picture: str = ""
    away: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    phase: Phase
    when: When
    things: Sequence[Thing]


def presented(phases: Iterable[PhaseSeen]) -> list[Shown]:
    """A whole list of phases in two statements: the pages among the items, of each kind."""
    seen = list(phases)
    wanted = {item.page_id for one in seen for item in one.items if item.page_id}
    pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted).specific(defer=True)} if wanted else {}
    return [Shown(one.phase, one.when, [_thing(item, pages) for item in one.items]) for one in seen]


def _thing(item: Item, pages: dict[int, Any]) -> Thing:
    if item.asset is not None:
        return _asset(item, item.asset)
    if item.page_id is not None:
        page = pages[item.page_id]
        kind = str(page.specific_class._meta.verbose_name)
        return Thing(title=page.title, kind=kind[:1].upper() + kind[1:], url=page.get_url() or "", note=item.note)
    return Thing(title=item.title, kind=_("Link"), url=item.url, note=item.note, away=True)


def _asset(item: Item, asset: Asset) -> Thing:
    return Thing(
        title=asset.own_title,
        kind=asset.get_kind_display(),
        url=reverse("assets:asset", args=[asset.pk]),
        note=item.note,
        picture=reverse("assets:thumbnail", args=[asset.pk]) if asset.has_preview else "",
    )
