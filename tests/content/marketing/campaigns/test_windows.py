"""Everything in a campaign appears and disappears by itself at the set instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.library.models import Manual
from content.marketing.assets.api import assets_visible
from content.marketing.assets.models import Asset
from content.marketing.campaigns.binding import show_own_dates
from content.marketing.campaigns.models import Bound, Campaign, CampaignTask, Item, Phase
from content.marketing.campaigns.reading import campaigns_coming, campaigns_running, items_visible, phases_seen
from portal.network.api import Viewer, viewer_for
from portal.network.models import Department
from tests import factories
from tests.content.marketing.campaigns import builders
from tests.content.marketing.campaigns.builders import DAY, asset_item, page_item, phase, throughout
from tests.content.marketing.campaigns.conftest import World

pytestmark = pytest.mark.django_db
BASE = datetime(2026, 3, 1, 9, tzinfo=UTC)


def hour(number: int) -> datetime:
    return BASE + timedelta(hours=number)


def at(viewer: Viewer, instant: datetime) -> Viewer:
    return replace(viewer, at=instant)


spans = st.tuples(st.integers(0, 20), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
maybe_span = st.tuples(st.none() | st.integers(0, 15), st.none() | st.integers(16, 32))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_an_item_is_seen_when_its_own_rule_its_phase_and_its_campaign_say_so(world: World, data: st.DataObject) -> None:
    begins, ends = data.draw(spans.map(lambda span: (span[0], span[1] + 3)))
    cuts = sorted(data.draw(st.sets(st.integers(begins, ends), min_size=2, max_size=4)))
    phases = list(pairwise(cuts))
    own = data.draw(maybe_span)
    exclusive = data.draw(st.booleans())
    asset = builders.asset(
        effective_from=None if own[0] is None else hour(own[0]), expires_at=None if own[1] is None else hour(own[1])
    )
    manual = factories.manual(
        department=world.department, effective_from=asset.effective_from, expires_at=asset.expires_at
    )
    factories.edition(manual, effective_from=hour(-100), pages=["x"])
    where = data.draw(st.integers(0, len(phases) - 1))
    built = [
        phase(
            str(place),
            hour(first),
            hour(last),
            items=[asset_item(asset, exclusive=exclusive), page_item(manual, exclusive=exclusive)]
            if place == where
            else [],
        )
        for place, (first, last) in enumerate(phases)
    ]
    page = builders.campaign(begins=hour(begins), ends=hour(ends), programme=built)
    viewer = viewer_for(user=world.seller)
    instants = {0, begins, ends, *cuts, *(one for one in own if one is not None)}
    for number in sorted({one + step for one in instants for step in (-1, 0)}):
        now = at(viewer, hour(number))
        own_rule = (own[0] is None or own[0] <= number) and (own[1] is None or number < own[1])
        in_phase = phases[where][0] <= number < phases[where][1]
        runs = begins <= number < ends
        assert bool(campaigns_running(viewer=now).filter(pk=page.pk)) == runs
        expected = 2 if own_rule and in_phase and runs else 0
        assert items_visible(viewer=now).filter(phase__campaign=page).count() == expected, number
        alone = own_rule and (in_phase or not exclusive)
        assert assets_visible(viewer=now).filter(pk=asset.pk).exists() == alone, number
        assert Manual.objects.visible_to(now).filter(pk=manual.pk).exists() == alone, number
    page.delete()


def test_moving_a_campaign_moves_what_belongs_to_it(world: World) -> None:
    asset, manual = builders.asset(), factories.manual(department=world.department, expires_at=hour(90))
    page = builders.campaign(
        begins=hour(0),
        ends=hour(10),
        programme=[throughout(items=[asset_item(asset), page_item(manual, exclusive=True)])],
    )
    viewer = viewer_for(user=world.seller)
    assert assets_visible(viewer=at(viewer, hour(5))).filter(pk=asset.pk).exists()
    builders.publish(page, effective_from=hour(20), expires_at=hour(30))
    for number, seen in ((5, False), (19, False), (20, True), (29, True), (30, False)):
        now = at(viewer, hour(number))
        assert assets_visible(viewer=now).filter(pk=asset.pk).exists() == seen
        assert Manual.objects.visible_to(now).filter(pk=manual.pk).exists() == seen
    builders.publish(page, programme=[])
    assert not Bound.objects.exists()
    manual.refresh_from_db()
    assert (manual.effective_from, manual.expires_at) == (None, hour(90))
    assert assets_visible(viewer=at(viewer, hour(5))).filter(pk=asset.pk).exists()


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_withdrawing_a_campaign_hides_what_belongs_to_it_alone(world: World, how: str) -> None:
    asset, beside = builders.asset("Mine"), builders.asset("Shared")
    manual = factories.manual(department=world.department)
    items = [asset_item(asset), asset_item(beside, exclusive=False), page_item(manual, exclusive=True)]
    page = builders.campaign(programme=[throughout(items=items)])
    getattr(Campaign.objects.get(pk=page.pk), how)()
    viewer = viewer_for(user=world.seller)
    assert set(assets_visible(viewer=viewer).values_list("title", flat=True)) == {"Shared"}
    assert not Manual.objects.visible_to(viewer).filter(pk=manual.pk).exists()
    assert not items_visible(viewer=viewer).exists()


def test_publishing_again_brings_it_back(world: World) -> None:
    asset = builders.asset()
    page = builders.campaign(programme=[throughout(items=[asset_item(asset)])])
    before = Phase.objects.get(campaign=page)
    Campaign.objects.get(pk=page.pk).unpublish()
    builders.publish(page)
    after = Phase.objects.get(campaign=page)
    assert (after.pk, after.withdrawn_at, after.sequence) == (before.pk, None, before.sequence + 2)
    assert assets_visible(viewer=viewer_for(user=world.seller)).filter(pk=asset.pk).exists()


def test_an_author_of_a_bound_publication_keeps_their_own_dates(world: World) -> None:
    manual = factories.manual(department=world.department, live=False, expires_at=hour(8))
    manual.save_revision().publish()
    page = builders.campaign(
        begins=hour(0), ends=hour(10), programme=[throughout(items=[page_item(manual, exclusive=True)])]
    )
    draft = Manual.objects.get(pk=manual.pk).get_latest_revision_as_object()
    assert show_own_dates(draft).campaign_id == page.pk  # type: ignore[union-attr]
    assert (draft.effective_from, draft.expires_at) == (None, hour(8))
    draft.expires_at = hour(6)
    draft.save_revision().publish()
    manual = Manual.objects.get(pk=manual.pk)
    assert (manual.effective_from, manual.expires_at) == (hour(0), hour(6))
    manual.save()
    builders.publish(page, programme=[])
    manual = Manual.objects.get(pk=manual.pk)
    assert (manual.effective_from, manual.expires_at) == (None, hour(6))


def test_a_publication_belongs_to_one_campaign_alone(world: World) -> None:
    manual = factories.manual(department=world.department, title="Kit")
    programme = [throughout(items=[page_item(manual, exclusive=True)])]
    builders.campaign(programme=programme)
    second = builders.draft(title="Second")
    second.programme = [throughout(items=[page_item(manual, exclusive=True)])]
    with pytest.raises(ValidationError, match="“Kit” is seen only with another campaign already"):
        second.full_clean()


def test_a_draft_changes_nothing_before_it_is_published(world: World) -> None:
    asset = builders.asset()
    page = builders.campaign(programme=[throughout(items=[asset_item(asset, exclusive=False)])])
    draft = Campaign.objects.get(pk=page.pk)
    draft.programme, draft.expires_at = [], timezone.now() + 90 * DAY
    draft.save_revision()
    assert Item.objects.filter(phase__campaign=page).count() == 1
    assert Phase.objects.get(campaign=page).ends_at == page.expires_at


def test_a_phase_to_come_shows_its_name_alone_and_a_hidden_one_nothing(world: World) -> None:
    now = timezone.now()
    built = [
        phase("Teaser", now - DAY, now + DAY, items=[asset_item(builders.asset("Now"))]),
        phase("Launch", now + DAY, now + 2 * DAY, items=[asset_item(builders.asset("Later"))]),
        phase("Surprise", now + 2 * DAY, now + 3 * DAY, hidden=True),
    ]
    page = builders.campaign(programme=built, begins=now - DAY)
    viewer = viewer_for(user=world.seller)
    seen = phases_seen(viewer=viewer, campaign=page)
    assert [(one.phase.name, one.when, len(one.items)) for one in seen] == [
        ("Spring", "now", 0),
        ("Teaser", "now", 1),
        ("Launch", "coming", 0),
    ]
    later = phases_seen(viewer=at(viewer, now + 2 * DAY), campaign=page)
    assert [(one.phase.name, one.when, len(one.items)) for one in later][1:] == [
        ("Teaser", "past", 0),
        ("Launch", "past", 0),
        ("Surprise", "now", 0),
    ]


def test_what_is_announced_without_embargo_is_coming_for_its_audience(world: World) -> None:
    soon = timezone.now() + DAY
    open_one = builders.campaign(title="Open", begins=soon, embargo=False, brands=[world.brand])
    builders.campaign(title="Secret", begins=soon, brands=[world.brand])
    builders.draft(title="Draft", begins=soon, embargo=False)
    for user, seen in ((world.seller, {open_one.pk}), (world.stranger, set()), (world.oem, {open_one.pk})):
        assert set(campaigns_coming(viewer=viewer_for(user=user)).values_list("pk", flat=True)) == seen


def test_live_campaigns_have_both_dates(world: World) -> None:
    page = builders.draft()
    page.live, page.expires_at = True, None
    with pytest.raises(ValidationError, match="a beginning and an end"):
        page.full_clean()


def test_a_task_taken_out_and_put_back_is_the_same(world: World) -> None:
    now = timezone.now()
    programme = [throughout(tasks=[builders.task("Window", now + DAY, roles=[world.sales])])]
    page = builders.campaign(programme=programme)
    first = CampaignTask.objects.get()
    builders.publish(page, programme=[])
    gone = CampaignTask.objects.get()
    assert gone.withdrawn_at is not None
    builders.publish(page, programme=programme)
    back = CampaignTask.objects.get()
    assert (back.pk, back.withdrawn_at, back.sequence) == (first.pk, None, first.sequence + 2)
    assert list(back.roles.all()) == [world.sales]


def test_assets_that_two_campaigns_bind_are_seen_in_both(world: World) -> None:
    asset = builders.asset()
    for first in (0, 20):
        builders.campaign(begins=hour(first), ends=hour(first + 5), programme=[throughout(items=[asset_item(asset)])])
    viewer = viewer_for(user=world.seller)
    seen = [
        number for number in range(30) if assets_visible(viewer=at(viewer, hour(number))).filter(pk=asset.pk).exists()
    ]
    assert seen == [*range(5), *range(20, 25)]
    assert Asset.objects.count() == 1


def test_what_another_department_owns_is_not_hidden(world: World) -> None:
    other = Department.objects.exclude(pk=world.department.pk).get()
    foreign, manual = builders.asset("Theirs", department=other), factories.manual(department=other, title="Handbook")
    page = builders.draft()
    page.programme = [throughout(items=[asset_item(foreign), page_item(manual, exclusive=True)])]
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert [one[:12] for one in refused.value.message_dict["programme"]] == ["“Theirs” bel", "“Handbook” b"]
    page.programme = [throughout(items=[asset_item(foreign, exclusive=False), page_item(manual)])]
    page.full_clean()


def test_what_was_deleted_is_left_out(world: World) -> None:
    asset, kept = builders.asset(), builders.asset()
    page = builders.draft(programme=[throughout(items=[asset_item(asset), asset_item(kept)])])
    asset.delete()
    builders.publish(page)
    assert Item.objects.get().asset_id == kept.pk
