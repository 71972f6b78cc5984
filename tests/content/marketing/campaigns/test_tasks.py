"""Tasks at dealers: who gets them, photos, handing in, answers, reminders."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from content.library.api import NotVisible
from content.marketing.campaigns import board, giving_out, handing_in, judging, reminding
from content.marketing.campaigns.dealer_tasks import dealer_tasks, open_task
from content.marketing.campaigns.handing_in import TaskRefused
from content.marketing.campaigns.models import Campaign, CampaignTask, DealerTask, HandIn, TaskPhoto
from portal.core.models import Event
from portal.network.api import viewer_for
from portal.network.models import User
from portal.notices.models import Notice
from tests import factories
from tests.content.marketing.campaigns import builders
from tests.content.marketing.campaigns.builders import DAY, photo, task, throughout
from tests.content.marketing.campaigns.conftest import World

pytestmark = pytest.mark.django_db


def with_tasks(world: World, *tasks: builders.Block, **fields: object) -> Campaign:
    """A running campaign for the brand, its tasks given out."""
    page = builders.campaign(programme=[throughout(tasks=list(tasks))], **{"brands": [world.brand], **fields})
    giving_out.give_out(campaign_id=page.pk)
    return page


def one_task(world: World, *, photos: int = 1, due: datetime | None = None, **fields: object) -> DealerTask:
    with_tasks(world, task("Window", due or timezone.now() + 5 * DAY, photos=photos, roles=[world.sales]), **fields)
    return DealerTask.objects.get()


def notices(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_each_dealer_in_the_audience_gets_each_task_once(world: World) -> None:
    due = timezone.now() + DAY
    other_tier = factories.DealerTierFactory()
    page = with_tasks(world, task("One", due), task("Two", due), task("Never", due, tiers=[other_tier]))
    assert set(DealerTask.objects.values_list("task__title", "dealer")) == {
        ("One", world.north.pk),
        ("Two", world.north.pk),
    }
    assert giving_out.give_out(campaign_id=page.pk) == 0
    new = factories.DealerFactory(code="D-NEW", brands=[world.brand])
    factories.person(username="new", dealer=new)
    assert giving_out.give_out_all() == 2
    assert DealerTask.objects.filter(dealer=new).count() == 2


def test_dealers_that_left_the_audience_lose_what_they_have_not_touched(world: World) -> None:
    page = with_tasks(world, task("One", timezone.now() + DAY), task("Two", timezone.now() + DAY))
    touched = DealerTask.objects.filter(task__title="One").get()
    handing_in.add_photo(actor=world.seller, task=touched, data=photo())
    builders.publish(page, audience_brands=[factories.BrandFactory()])
    giving_out.give_out(campaign_id=page.pk)
    assert list(DealerTask.objects.all()) == [touched]
    with pytest.raises(NotVisible):
        open_task(viewer=viewer_for(user=world.seller), task_id=touched.pk)


def test_who_may_do_a_task(world: World) -> None:
    found = one_task(world)
    for user, may in (
        (world.seller, True),
        (world.manager, True),
        (world.technician, False),
        (world.stranger, False),
        (world.oem, False),
    ):
        assert dealer_tasks(viewer=viewer_for(user=user)).filter(pk=found.pk).exists() == may, user


def test_standings_are_not_mixed(world: World) -> None:
    found = one_task(world)
    mixed = factories.person(username="mixed", dealer=world.north, roles=[world.service])
    factories.MembershipFactory(user=mixed, dealer=world.south, roles=[world.sales])
    assert not dealer_tasks(viewer=viewer_for(user=mixed)).filter(pk=found.pk).exists()


def test_a_manager_sees_tasks_of_campaigns_that_are_for_their_people(world: World) -> None:
    found = one_task(world, roles=[world.sales])
    assert open_task(viewer=viewer_for(user=world.manager), task_id=found.pk) == found


def test_a_task_begins_with_its_phase_and_goes_with_the_campaign(world: World) -> None:
    now = timezone.now()
    later = builders.phase("Later", now + DAY, now + 3 * DAY, tasks=[task("Window", now + 2 * DAY)])
    page = builders.campaign(programme=[later], ends=now + 4 * DAY, brands=[world.brand])
    giving_out.give_out(campaign_id=page.pk)
    for days, seen in ((0, False), (0.99, False), (1.01, True), (3.5, True), (4.01, False)):
        viewer = viewer_for(user=world.seller, at=now + timedelta(days=days))
        assert dealer_tasks(viewer=viewer).exists() == seen, days


def test_photos_are_kept_without_what_the_camera_wrote(world: World) -> None:
    found = one_task(world)
    exif = Image.Exif()
    exif[0x010F] = "Snooper 3000"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    kept = handing_in.add_photo(actor=world.seller, task=found, data=photo(exif=exif))
    data = (Path(settings.FILES_DIR) / kept.stored_as).read_bytes()
    assert b"Snooper" not in data
    assert dict(Image.open(BytesIO(data)).getexif()) == {}
    assert (kept.content_type, kept.width, kept.height) == ("image/jpeg", 64, 48)


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_other_pictures_are_taken(world: World, format: str) -> None:
    assert handing_in.add_photo(actor=world.seller, task=one_task(world), data=photo(format=format)).size > 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"\xff\xd8\xff" + b"0" * 100,
        b"\0\0\0\x18ftypheic" + b"\0" * 64,
        b"x" * (20 * 2**20 + 1),
    ],
    ids=["empty", "svg", "pdf", "broken", "broken-heic", "large"],
)
def test_what_is_no_photo_is_refused_and_leaves_nothing(world: World, data: bytes) -> None:
    with pytest.raises(TaskRefused):
        handing_in.add_photo(actor=world.seller, task=one_task(world), data=data)
    assert not TaskPhoto.objects.exists()
    assert not list(Path(settings.FILES_DIR).rglob("campaign-photos/*/*"))


def test_handing_in_sending_back_and_accepting(world: World) -> None:
    found = one_task(world, photos=2)
    handing_in.add_photo(actor=world.seller, task=found, data=photo())
    with pytest.raises(TaskRefused, match="Add 1 more photo first"):
        handing_in.hand_in(actor=world.seller, task=found)
    handing_in.add_photo(actor=world.seller, task=found, data=photo("blue"))
    first = handing_in.hand_in(actor=world.seller, task=found, comment="Done")
    with pytest.raises(TaskRefused, match="waits for an answer"):
        handing_in.hand_in(actor=world.seller, task=found)
    with pytest.raises(TaskRefused, match="Say what"):
        judging.decide(actor=world.author, hand_in_id=first.pk, accept=False)
    judging.decide(actor=world.author, hand_in_id=first.pk, accept=False, reason="Too dark")
    found.refresh_from_db()
    assert found.state == DealerTask.State.SENT_BACK
    assert notices("campaign.sent_back") == ["manager", "seller"]
    for colour in ("green", "white"):
        handing_in.add_photo(actor=world.seller, task=found, data=photo(colour))
    second = handing_in.hand_in(actor=world.seller, task=found)
    judging.decide(actor=world.author, hand_in_id=second.pk, accept=True)
    found.refresh_from_db()
    assert found.state == DealerTask.State.ACCEPTED
    assert notices("campaign.accepted") == ["seller"]
    for again in (True, False):
        with pytest.raises(TaskRefused, match="decided, or taken back"):
            judging.decide(actor=world.author, hand_in_id=second.pk, accept=again, reason="x")
    with pytest.raises(TaskRefused, match="accepted already"):
        handing_in.add_photo(actor=world.seller, task=found, data=photo())
    assert [one.verdict for one in found.hand_ins.order_by("at", "pk")] == ["sent_back", "accepted"]
    assert [one.photos.count() for one in found.hand_ins.all()] == [2, 2]
    verbs = set(Event.objects.filter(subject=f"campaign_task:{found.pk}").values_list("verb", flat=True))
    assert verbs == {"campaign_task.handed_in", "campaign_task.sent_back", "campaign_task.accepted"}


def test_only_the_owning_department_answers(world: World) -> None:
    made = handing_in.hand_in(actor=world.seller, task=one_task(world, photos=0))
    for user in (world.other_author, world.oem, world.manager, world.seller):
        with pytest.raises(NotVisible):
            judging.decide(actor=user, hand_in_id=made.pk, accept=True)
    assert HandIn.objects.get().verdict == ""


def test_taking_back_before_an_answer(world: World) -> None:
    found = one_task(world)
    handing_in.add_photo(actor=world.seller, task=found, data=photo())
    made = handing_in.hand_in(actor=world.seller, task=found)
    handing_in.take_back(actor=world.seller, task=found)
    found.refresh_from_db()
    assert (found.state, found.done_at) == (DealerTask.State.OPEN, None)
    assert handing_in.loose_photos(found).count() == 1
    with pytest.raises(TaskRefused):
        judging.decide(actor=world.author, hand_in_id=made.pk, accept=True)


def test_a_removed_photo_takes_its_file_with_it(world: World, django_capture_on_commit_callbacks: object) -> None:
    found = one_task(world)
    kept = handing_in.add_photo(actor=world.seller, task=found, data=photo())
    path = Path(settings.FILES_DIR) / kept.stored_as
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        handing_in.remove_photo(task=found, key=kept.key)
    assert not path.exists()


def test_the_photos_that_wait_are_limited(world: World) -> None:
    found = one_task(world)
    for _ in range(handing_in.MOST_PHOTOS):
        handing_in.add_photo(actor=world.seller, task=found, data=photo(size=(2, 2)))
    with pytest.raises(TaskRefused, match="At most 10"):
        handing_in.add_photo(actor=world.seller, task=found, data=photo())


def test_people_are_told_once_when_their_tasks_begin(world: World) -> None:
    now = timezone.now()
    page = with_tasks(
        world,
        task("Window", now + 5 * DAY, roles=[world.sales]),
        task("Stand", now + 6 * DAY, roles=[world.sales]),
        task("Nobody's", now + 6 * DAY, roles=[factories.JobRoleFactory()]),
        begins=now + DAY,
    )
    assert reminding.tell_new(now=now) == 0
    assert notices("campaign.tasks") == []
    begun = now + DAY + timedelta(minutes=1)
    assert reminding.tell_new(now=begun) == 3
    assert notices("campaign.tasks") == ["manager", "seller"]
    assert reminding.tell_new(now=begun) == 0
    assert Notice.objects.first().url == f"/marketing/campaigns/tasks/?campaign={page.pk}"


def test_reminders_and_escalation_go_out_once_each(world: World) -> None:
    now = timezone.now()
    due = now + 5 * DAY
    found = one_task(world, due=due, begins=now - 3 * DAY, ends=now + 20 * DAY)

    def run(at: datetime) -> tuple[list[str], list[str]]:
        reminding.remind(now=at)
        return notices("campaign.due"), notices("campaign.late")

    assert run(due - 4 * DAY) == ([], [])
    for _ in range(2):
        assert run(due - 2 * DAY) == (["seller"], [])
    assert run(due - DAY / 2) == (["seller", "seller"], [])
    assert run(due + timedelta(hours=1)) == (["seller", "seller"], [])
    for _ in range(2):
        assert run(due + DAY) == (["seller", "seller"], ["manager"])
    found.refresh_from_db()
    assert found.escalated_at is not None


def test_nobody_is_reminded_of_what_is_done_or_of_a_campaign_that_is_gone(world: World) -> None:
    now = timezone.now()
    done = one_task(world, photos=0, due=now + 2 * DAY, begins=now - 3 * DAY)
    handing_in.hand_in(actor=world.seller, task=done)
    assert reminding.remind(now=now + DAY) == 0
    handing_in.take_back(actor=world.seller, task=done)
    Campaign.objects.get().unpublish()
    assert reminding.remind(now=now + DAY) == 0


def test_a_new_due_day_is_reminded_of_anew(world: World) -> None:
    now = timezone.now()
    found = one_task(world, due=now + 2 * DAY, begins=now - 3 * DAY, ends=now + 30 * DAY)
    reminding.remind(now=now)
    page = Campaign.objects.get()
    programme = page.programme.get_prep_value()
    programme[0]["value"]["tasks"][0]["value"]["due"] = (now + 10 * DAY).isoformat()
    builders.publish(page, programme=programme)
    assert reminding.remind(now=now) == 0
    reminding.remind(now=now + 8 * DAY)
    assert notices("campaign.due") == ["seller", "seller"]
    found.refresh_from_db()
    assert found.reminded_days == 3


def test_sums_of_the_board(world: World) -> None:
    now = timezone.now()
    page = with_tasks(world, task("Late", now + DAY), task("Open", now + 6 * DAY), task("Done", now + DAY))
    handing_in.hand_in(actor=world.seller, task=DealerTask.objects.get(task__title="Done"))
    at = now + 2 * DAY
    total = board.totals(page, at=at)
    assert (total.all, total.waiting, total.late, total.done, total.accepted, total.share) == (3, 2, 1, 1, 0, 33)
    assert board.by_region(page, at=at) == [(world.north.region.name, world.north.region_id, total)]
    assert {one.title: sums.late for one, sums in board.by_task(page, at=at)} == {"Late": 1, "Open": 0, "Done": 0}
    (dealer,) = board.dealers_of(page, at=at, region=world.north.region_id, late_only=True)
    assert (dealer.pk, dealer.late, dealer.waiting, dealer.done) == (world.north.pk, 1, 2, 1)
    assert sum(number for _day, number in board.done_by_day(page)) == 1


def test_reminding_asks_a_fixed_number_of_times(world: World) -> None:
    now = timezone.now()

    def statements(dealers: int) -> int:
        for _ in range(dealers):
            dealer = factories.DealerFactory(brands=[world.brand])
            factories.person(username=f"s{factories.next_number()}", dealer=dealer, roles=[world.sales])
        giving_out.give_out_all()
        with CaptureQueriesContext(connection) as asked:
            reminding.tell_new(now=now)
            reminding.remind(now=now)
        return len(asked)

    with_tasks(world, task("Window", now + 2 * DAY, roles=[world.sales]), begins=now - 3 * DAY)
    statements(1)
    assert statements(1) == statements(8)


def test_deleted_people_leave_their_work(world: World) -> None:
    made = handing_in.hand_in(actor=world.seller, task=one_task(world, photos=0))
    User.objects.get(pk=world.seller.pk).delete()
    made.refresh_from_db()
    assert made.by is None
    assert CampaignTask.objects.count() == 1
