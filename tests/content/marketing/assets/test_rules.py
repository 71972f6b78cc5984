"""Who may have an asset: the condition on rows, the facts for the network's predicate and the terms of an index are
one rule, stated here a second time in plain words."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.marketing.assets.binding import bind, tell_of_next_windows, unbind
from content.marketing.assets.models import Asset, AssetBinding
from content.marketing.assets.reading import assets_visible
from content.marketing.assets.rules import visibility
from content.marketing.assets.signals import asset_changed
from content.marketing.assets.spans import Span, common, joined
from portal.network.api import Standing, Viewer, admits, filters
from portal.network.audience import DIMENSIONS
from portal.network.models import Department, Region
from tests import factories
from tests.contracts.filters import holds
from tests.contracts.passages import indexed_fields, passage
from tests.security.visibility_strategies import INSTANTS, NOON

DAY = timedelta(days=1)
EDGES = st.none() | st.sampled_from(INSTANTS)


@st.composite
def windows(draw: st.DrawFn) -> tuple[datetime | None, datetime | None]:
    """A start before an end, either of them open."""
    start, end = draw(EDGES), draw(EDGES)
    return (end, start) if start and end and end < start else (start, None if start and start == end else end)


def is_open(window: tuple[datetime | None, datetime | None], at: datetime) -> bool:
    return (window[0] is None or window[0] <= at) and (window[1] is None or window[1] > at)


@given(some=st.lists(windows(), max_size=4), others=st.lists(windows(), max_size=4), at=st.sampled_from(INSTANTS))
def test_spans_say_when_both_are_open(some: list[Any], others: list[Any], at: datetime) -> None:
    one, two = joined(Span(*window) for window in some), joined(Span(*window) for window in others)
    assert any(is_open((span.start, span.end), at) for span in one) == any(is_open(window, at) for window in some)
    both = [span for span in common(one, two) if is_open((span.start, span.end), at)]
    expected = any(is_open(window, at) for window in some) and any(is_open(window, at) for window in others)
    assert bool(both) is expected
    assert all(earlier.last < later.first for earlier, later in pairwise(one))


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """A tree of regions, and three rows of each other dimension."""
    top = factories.RegionFactory()
    north, south = factories.RegionFactory(parent=top), factories.RegionFactory(parent=top)
    leaf = factories.RegionFactory(parent=north)
    other = factories.RegionFactory()
    rows = SimpleNamespace(
        brands=factories.BrandFactory.create_batch(2),
        tiers=factories.DealerTierFactory.create_batch(2),
        roles=factories.JobRoleFactory.create_batch(2),
        dealers=factories.DealerFactory.create_batch(2, region=leaf),
        regions=[top, north, south, leaf, other],
    )
    rows.department = factories.DepartmentFactory()
    rows.assets = [made(rows.department) for _ in range(3)]
    return rows


def made(department: Department, **facts: Any) -> Asset:
    number = Asset.objects.count()
    values: dict[str, Any] = {"live": True, "state": "ready", "kind": "picture", "size": 1, "sha256": f"{number:064}"}
    return Asset.objects.create(department=department, title=f"Asset {number}", **{**values, **facts})


def some_of(rows: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(rows), max_size=2, unique_by=lambda row: row.pk)


@st.composite
def standings(draw: st.DrawFn, world: SimpleNamespace) -> Standing:
    """Of somebody at a dealer in one of the regions: with it come those above."""
    region: Region = draw(st.sampled_from(world.regions))
    ids = {
        name: frozenset(row.pk for row in draw(some_of(getattr(world, name))))
        for name in DIMENSIONS
        if name != "regions"
    }
    return Standing(regions=frozenset(region.lineage), **ids)


def stated(asset: Asset, facts: dict[str, Any], viewer: Viewer) -> bool:
    """The rule in plain words."""
    at = viewer.at
    dated = is_open(facts["own"], at) and is_open(facts["rights"], at)
    bound = not facts["bindings"] or any(is_open(window, at) for window in facts["bindings"])
    if not (facts["live"] and facts["state"] == "ready" and dated and bound):
        return False

    def meets(standing: Standing) -> bool:
        wanted = {name: {row.pk for row in facts[name]} for name in DIMENSIONS}
        admitted = all(not ids or ids & getattr(standing, name) for name, ids in wanted.items())
        territory = {row.pk for row in facts["territory"]}
        return admitted and (not territory or bool(territory & standing.regions))

    return viewer.everything or any(meets(standing) for standing in viewer.standings)


def write(asset: Asset, facts: dict[str, Any]) -> None:
    (asset.effective_from, asset.expires_at), (asset.rights_from, asset.rights_until) = facts["own"], facts["rights"]
    asset.live, asset.state = facts["live"], facts["state"]
    for name in DIMENSIONS:
        setattr(asset, f"audience_{name}", facts[name])
    asset.territory = facts["territory"]
    asset.save()
    asset.bindings.all().delete()
    for number, window in enumerate(facts["bindings"]):
        AssetBinding.objects.create(
            asset=asset, by=f"campaign:{number}", effective_from=window[0], expires_at=window[1]
        )


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_form_admits_the_same_assets(world: SimpleNamespace, data: st.DataObject) -> None:
    everyone = []
    for asset in world.assets:
        facts = {name: data.draw(some_of(getattr(world, name))) for name in DIMENSIONS}
        facts |= {
            "territory": data.draw(some_of(world.regions)),
            "own": data.draw(windows()),
            "rights": data.draw(windows()),
        }
        facts["bindings"] = data.draw(st.lists(windows(), max_size=2))
        facts["live"] = data.draw(st.sampled_from([True, True, True, False]))
        facts["state"] = data.draw(st.sampled_from(["ready", "ready", "ready", "received", "failed"]))
        write(asset, facts)
        everyone.append((Asset.objects.get(pk=asset.pk), facts))
    for _ in range(2):
        viewer = Viewer(
            user_id=1,
            at=data.draw(st.sampled_from(INSTANTS)),
            standings=tuple(data.draw(st.lists(standings(world), max_size=2))),
            everything=data.draw(st.sampled_from([False, False, False, True])),
        )
        expected = {asset.pk for asset, facts in everyone if stated(asset, facts, viewer)}
        assert set(assets_visible(viewer=viewer).values_list("pk", flat=True)) == expected
        seen = {asset.pk: visibility(asset, at=viewer.at) for asset, _facts in everyone}
        assert {pk for pk, facts in seen.items() if admits(facts, viewer=viewer)} == expected
        terms = filters(viewer=viewer)
        indexed = {pk for pk, one in seen.items() if one.live and holds(terms, passage(**indexed_fields(one)))}
        assert indexed == expected


class TestBinding:
    def test_a_campaign_narrows_and_lets_go(self, world: SimpleNamespace) -> None:
        asset, other, _third = world.assets
        told: list[list[int]] = []

        def hear(sender: object, asset_ids: list[int], **_more: object) -> None:
            told.append(asset_ids)

        asset_changed.connect(hear)
        try:
            bind(asset_ids=[asset.pk, other.pk], by="campaign:1", effective_from=NOON, expires_at=NOON + DAY)
            bind(asset_ids=[asset.pk], by="campaign:1", effective_from=NOON + DAY, expires_at=None)
        finally:
            asset_changed.disconnect(hear)
        assert told == [sorted([asset.pk, other.pk])] * 2
        before, after = (Viewer(user_id=1, at=at, everything=True) for at in (NOON, NOON + DAY))
        assert asset not in assets_visible(viewer=before)
        assert asset in assets_visible(viewer=after)
        assert other in assets_visible(viewer=before), "what is no longer named is let go"
        unbind(by="campaign:1")
        assert asset in assets_visible(viewer=before)

    def test_the_running_campaign_shows_what_a_later_one_has_too(self, world: SimpleNamespace) -> None:
        asset = world.assets[0]
        bind(asset_ids=[asset.pk], by="campaign:1", effective_from=None, expires_at=NOON + DAY)
        bind(asset_ids=[asset.pk], by="campaign:2", effective_from=NOON + 2 * DAY, expires_at=None)
        shown = [
            asset in assets_visible(viewer=Viewer(user_id=1, at=NOON + days * DAY, everything=True))
            for days in range(3)
        ]
        assert shown == [True, False, True]

    def test_the_next_window_is_told_when_one_ends(self, world: SimpleNamespace) -> None:
        now = timezone.now()
        asset, once, _third = world.assets
        for pk, by, start, end in (
            (asset.pk, "campaign:1", None, now - timedelta(seconds=30)),
            (asset.pk, "campaign:2", now + DAY, None),
            (once.pk, "campaign:3", None, now - timedelta(seconds=30)),
        ):
            bind(asset_ids=[pk], by=by, effective_from=start, expires_at=end)
        told: list[int] = []

        def hear(sender: object, asset_ids: list[int], **_more: object) -> None:
            told.extend(asset_ids)

        asset_changed.connect(hear)
        try:
            assert tell_of_next_windows() == 1
        finally:
            asset_changed.disconnect(hear)
        assert told == [asset.pk]
        assert visibility(asset, at=now).effective_from == now + DAY
