"""A campaign under embargo, ended, withdrawn, or meant for others is nowhere: not on a page, in a list, a count, a
month, a calendar file, nor are the things that belong to it alone. To the second."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content.announcing.models import Announcement
from content.marketing.assets.admin.choosers import within_reach
from content.marketing.assets.models import Asset
from content.marketing.campaigns import feed, giving_out, handing_in, reminding
from content.marketing.campaigns.models import Campaign, DealerTask, TaskPhoto
from content.marketing.campaigns.reading import campaigns_coming, campaigns_ended, campaigns_running, items_visible
from portal.network.api import viewer_for
from portal.network.models import User
from portal.notices.models import Notice
from tests.content.marketing.campaigns import builders
from tests.content.marketing.campaigns.builders import DAY, asset_item, phase, photo, task, throughout
from tests.content.marketing.campaigns.conftest import World, _own_store, client_of, world

__all__ = ["_own_store", "world"]
pytestmark = pytest.mark.django_db
HOME = "/marketing/campaigns/"
SECOND = timedelta(seconds=1)
TITLE = "Operation Heron"


def heron(world: World, *, begins: datetime, ends: datetime, **fields: object) -> tuple[Campaign, Asset]:
    """A campaign for north's brand, with an asset and a task of its own."""
    asset = builders.asset("Heron poster")
    asset.audience_brands = [world.brand]
    asset.save()
    programme = [throughout(items=[asset_item(asset)], tasks=[task("Heron task", ends - SECOND)])]
    page = builders.campaign(
        title=TITLE, begins=begins, ends=ends, programme=programme, brands=[world.brand], hero=asset, **fields
    )
    giving_out.give_out(campaign_id=page.pk, now=begins)
    return page, asset


def shows(client: Client, path: str) -> bool:
    """Whether anything of it is said at this address; an absent page says nothing."""
    answer = client.get(path)
    assert answer.status_code in (200, 302, 404), path
    return "Heron" in answer.content.decode()


def paths(page: Campaign, user: User) -> list[str]:
    month = timezone.localdate(page.effective_from).strftime("%Y-%m")
    return [
        HOME,
        f"{HOME}?show=coming",
        f"{HOME}?show=ended",
        f"{HOME}{page.pk}/",
        f"{HOME}calendar/?month={month}",
        f"{HOME}tasks/",
        f"{HOME}tasks/?campaign={page.pk}",
        f"{HOME}feed/{feed.token_of(user=user)}.ics",
        "/",
        "/marketing/assets/",
        "/notices/",
    ]


def everywhere(page: Campaign, user: User) -> set[str]:
    client = client_of(user)
    return {path for path in paths(page, user) if shows(client, path)}


def test_nothing_is_said_before_its_first_second(world: World) -> None:
    begins = timezone.now().replace(microsecond=0) + DAY
    page, asset = heron(world, begins=begins, ends=begins + DAY)
    for user in (world.seller, world.manager, world.stranger, world.oem, world.other_author):
        assert everywhere(page, user) == set(), user
        client = client_of(user)
        found = DealerTask.objects.get()
        assert client.get(f"{HOME}{page.pk}/").status_code == 404
        assert client.get(f"{HOME}tasks/{found.pk}/").status_code == 404
        assert client.get(f"{HOME}{page.pk}/board/").status_code == 404
        for role in ("", "thumbnail/", "preview/", "download/"):
            assert client.get(f"/marketing/assets/{asset.pk}/{role}").status_code == 404, role
    reminding.tell_new()
    reminding.remind()
    assert not Notice.objects.exists()
    (waiting,) = Announcement.objects.filter(key=f"campaign:{page.pk}:begun")
    assert waiting.due_at == begins


@pytest.mark.parametrize(
    ("offset", "seen"),
    [(-SECOND, False), (timedelta(0), True), (DAY - SECOND, True), (DAY, False), (DAY + SECOND, False)],
)
def test_to_the_second(world: World, offset: timedelta, seen: bool) -> None:
    begins = timezone.now().replace(microsecond=0) + 3 * DAY
    page, _asset = heron(world, begins=begins, ends=begins + DAY)
    viewer = viewer_for(user=world.seller, at=begins + offset)
    assert campaigns_running(viewer=viewer).filter(pk=page.pk).exists() == seen
    assert items_visible(viewer=viewer).exists() == seen
    assert (b"Heron" in feed.calendar_of(user=world.seller, now=begins + offset)) == seen


def test_nothing_is_left_after_its_last_second_but_for_the_archive(world: World) -> None:
    now = timezone.now()
    page, asset = heron(world, begins=now - 2 * DAY, ends=now - SECOND)
    found = DealerTask.objects.get()
    for user in (world.seller, world.manager, world.stranger):
        assert everywhere(page, user) == set(), user
        assert client_of(user).get(f"{HOME}tasks/{found.pk}/").status_code == 404
    for user in (world.oem, world.other_author):
        assert everywhere(page, user) == {
            f"{HOME}?show=ended",
            f"{HOME}{page.pk}/",
            f"{HOME}calendar/?month={timezone.localdate(page.effective_from):%Y-%m}",
        }
        assert client_of(user).get(f"/marketing/assets/{asset.pk}/").status_code == 404
    assert not campaigns_ended(viewer=viewer_for(user=world.seller)).exists()


def test_others_and_nobody_see_nothing_of_what_runs(world: World) -> None:
    now = timezone.now()
    page, _asset = heron(world, begins=now - DAY, ends=now + DAY)
    assert everywhere(page, world.seller) >= {HOME, f"{HOME}{page.pk}/", f"{HOME}tasks/"}
    assert everywhere(page, world.stranger) == set()
    found = DealerTask.objects.get()
    anonymous = client_of(None)
    for path in (*paths(page, world.stranger)[:7], f"{HOME}tasks/{found.pk}/", f"{HOME}{page.pk}/board/"):
        answer = anonymous.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/account/login/")


def test_a_withdrawn_campaign_is_gone_and_one_withdrawn_under_embargo_was_never_there(world: World) -> None:
    now = timezone.now()
    page, asset = heron(world, begins=now - DAY, ends=now + DAY)
    page.unpublish()
    assert everywhere(page, world.seller) == {f"{HOME}feed/{feed.token_of(user=world.seller)}.ics"}  # as cancelled
    assert everywhere(page, world.stranger) == set()
    assert client_of(world.seller).get(f"/marketing/assets/{asset.pk}/").status_code == 404
    page.delete()
    assert client_of(world.seller).get(f"/marketing/assets/{asset.pk}/").status_code == 404
    asset.delete()
    secret, _asset = heron(world, begins=now + DAY, ends=now + 2 * DAY)
    secret.unpublish()
    for days in (0, 1.5, 3):
        assert b"Heron" not in feed.calendar_of(user=world.seller, now=now + days * DAY)


def test_what_is_announced_says_title_and_dates_alone(world: World) -> None:
    begins = timezone.now() + DAY
    page, _asset = heron(world, begins=begins, ends=begins + DAY, embargo=False)
    month = f"{HOME}calendar/?month={timezone.localdate(begins):%Y-%m}"
    calendar = f"{HOME}feed/{feed.token_of(user=world.seller)}.ics"
    assert everywhere(page, world.seller) == {f"{HOME}?show=coming", month, calendar}
    assert client_of(world.seller).get(f"{HOME}{page.pk}/").status_code == 404
    shown = client_of(world.seller).get(f"{HOME}?show=coming").content.decode()
    assert "Heron poster" not in shown
    assert "/preview/" not in shown
    assert everywhere(page, world.stranger) == set()
    assert not campaigns_coming(viewer=viewer_for(user=world.stranger)).exists()


def test_phases_to_come_of_a_running_campaign_hide_what_is_in_them(world: World) -> None:
    now = timezone.now()
    asset = builders.asset("Heron poster")
    built = [
        phase(
            "Quiet", now + DAY, now + 2 * DAY, items=[asset_item(asset)], tasks=[task("Heron task", now + 1.5 * DAY)]
        ),
        phase("Heron hidden", now + 2 * DAY, now + 3 * DAY, hidden=True),
    ]
    page = builders.campaign(title="Plain", programme=built, brands=[world.brand], ends=now + 4 * DAY)
    giving_out.give_out(campaign_id=page.pk)
    page.title = TITLE  # for `paths` alone
    assert everywhere(page, world.seller) == set()
    assert client_of(world.seller).get(f"/marketing/assets/{asset.pk}/").status_code == 404


def test_photos_are_seen_by_their_dealer_and_the_owning_department_alone(world: World) -> None:
    now = timezone.now()
    page, _asset = heron(world, begins=now - DAY, ends=now + DAY)
    found = DealerTask.objects.get()
    loose = handing_in.add_photo(actor=world.seller, task=found, data=photo())
    own = f"{HOME}tasks/{found.pk}/photos/{loose.key}"
    wall = f"{HOME}{page.pk}/board/photos/{loose.key}"

    def seen(path: str) -> list[str]:
        people = {
            "seller": world.seller,
            "technician": world.technician,
            "manager": world.manager,
            "stranger": world.stranger,
            "author": world.author,
            "other": world.other_author,
            "oem": world.oem,
        }
        found = [name for name, user in people.items() if client_of(user).get(path).status_code == 200]
        assert client_of(None).get(path).status_code == 302
        return found

    assert seen(own) == ["seller", "technician", "manager"]
    assert seen(wall) == []  # not handed in yet
    handing_in.hand_in(actor=world.seller, task=found)
    assert seen(wall) == ["author"]
    assert seen(own) == ["seller", "technician", "manager"]
    other = DealerTask.objects.create(task=found.task, dealer=world.south)
    foreign = TaskPhoto.objects.create(
        dealer_task=other, content_type="image/png", size=1, width=1, height=1, sha256="0" * 64
    )
    assert seen(f"{HOME}tasks/{found.pk}/photos/{foreign.key}") == []


@pytest.mark.parametrize("path", ["board/", "board/photos/", "board/tasks.csv", "board/tasks.xlsx"])
def test_the_board_is_the_owning_departments(world: World, path: str) -> None:
    now = timezone.now()
    page, _asset = heron(world, begins=now - DAY, ends=now + DAY)
    for user in (world.seller, world.manager, world.stranger, world.other_author, world.oem):
        assert client_of(user).get(f"{HOME}{page.pk}/{path}").status_code == 404
    assert client_of(world.author).get(f"{HOME}{page.pk}/{path}").status_code == 200


def test_writing_is_refused_to_who_may_not(world: World) -> None:
    now = timezone.now()
    page, _asset = heron(world, begins=now - DAY, ends=now + DAY)
    found = DealerTask.objects.get()
    made = handing_in.hand_in(actor=world.seller, task=found)
    for user in (world.stranger, world.oem, world.author):
        client = client_of(user)
        for path in (f"tasks/{found.pk}/photos", f"tasks/{found.pk}/hand-in"):
            assert client.post(f"{HOME}{path}", {"take_back": "1"}).status_code == 404
    for user in (world.seller, world.manager, world.stranger, world.oem, world.other_author):
        address = f"{HOME}{page.pk}/board/handed-in/{made.pk}"
        assert client_of(user).post(address, {"verdict": "accept"}).status_code == 404
    mine = builders.campaign(title="Other")
    assert client_of(world.author).post(f"{HOME}{mine.pk}/board/handed-in/{made.pk}").status_code == 404
    found.refresh_from_db()
    assert found.state == DealerTask.State.DONE


@pytest.mark.parametrize("path", ["plan/", "move/"])
def test_the_desk_is_for_who_may_edit(world: World, path: str) -> None:
    begins = timezone.now() + DAY
    page, _asset = heron(world, begins=begins, ends=begins + DAY)

    def answer(user: User | None) -> int:
        client = client_of(user)
        address = f"/cms/campaigns/{page.pk}/{path}"
        found = client.post(address, {"days": "1"}) if path == "move/" else client.get(address)
        assert "Heron" not in found.content.decode() or user == world.author
        return found.status_code

    assert answer(world.author) in (200, 302)
    for user in (world.other_author, world.oem):
        assert answer(user) == 404
    for user in (world.seller, None):
        assert answer(user) in (302, 403, 404)


def test_what_is_under_embargo_is_no_choice_for_other_departments(world: World) -> None:
    begins = timezone.now() + DAY
    _page, asset = heron(world, begins=begins, ends=begins + DAY)
    for user, seen in ((world.author, True), (world.other_author, False), (world.oem, False)):
        assert within_reach(user).filter(pk=asset.pk).exists() == seen
