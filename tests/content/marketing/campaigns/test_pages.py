"""The pages of campaigns, as people use them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from content.marketing.campaigns import giving_out, handing_in
from content.marketing.campaigns.models import Campaign, DealerTask, HandIn, TaskPhoto
from portal.notices.models import Notice
from tests import factories
from tests.content.marketing.campaigns import builders
from tests.content.marketing.campaigns.builders import DAY, asset_item, block, link_item, page_item, phase, photo, task
from tests.content.marketing.campaigns.conftest import World, client_of

pytestmark = pytest.mark.django_db
HOME = "/marketing/campaigns/"


@pytest.fixture
def running(world: World) -> Campaign:
    """In its second of three phases, with a task that needs a photo."""
    now = timezone.now().replace(microsecond=0)
    manual = factories.manual(department=world.department, title="Bulletin of spring")
    factories.edition(manual, pages=["x"])
    body = [
        block("text", heading="Why", text="<p>Because it is spring.</p>"),
        block("quote", text="The best one yet.", who="Our director"),
        block("dates", heading="Mark the day", dates=[block("item", on="2026-03-20", text="Opening")]),
        block("picture", asset=builders.asset("Seen").pk, alt="A car", caption="In the sun"),
        block("picture", asset=builders.asset("Unseen", live=False).pk, alt="Secret car", caption="Secret caption"),
    ]
    programme = [
        phase("Teaser", now - 2 * DAY, now - DAY, items=[asset_item(builders.asset("Old poster"))]),
        phase(
            "Launch",
            now - DAY,
            now + DAY,
            text="Now it begins.",
            items=[asset_item(builders.asset("New poster")), page_item(manual), link_item()],
            tasks=[
                task("Decorate the window", now + DAY / 2, photos=1, roles=[world.sales], instructions="All of it.")
            ],
        ),
        phase("Finale", now + DAY, now + 2 * DAY, items=[asset_item(builders.asset("Last poster"))]),
    ]
    page = builders.campaign(
        title="Spring & summer",
        begins=now - 2 * DAY,
        ends=now + 2 * DAY,
        programme=programme,
        body=body,
        brands=[world.brand],
    )
    giving_out.give_out(campaign_id=page.pk)
    return page


def text_of(world: World, path: str, user: object = None) -> str:
    answer = client_of(user or world.seller).get(path)  # type: ignore[arg-type]
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_a_dealer_reads_a_campaign(world: World, running: Campaign) -> None:
    assert "Spring &amp; summer" in text_of(world, HOME)
    shown = text_of(world, f"{HOME}{running.pk}/")
    for part in (
        "Because it is spring.",
        "Our director",
        "Opening",
        "In the sun",
        "Teaser",
        "Now it begins.",
        "Finale",
        "New poster",
        "Bulletin of spring",
        "https://example.com/dealers",
        "Decorate the window",
    ):
        assert part in shown, part
    for part in ("Old poster", "Last poster", "Secret", "Tasks at dealers"):
        assert part not in shown, part
    assert "Tasks at dealers" in text_of(world, f"{HOME}{running.pk}/", world.author)


def test_the_shelves_of_dealers_and_of_the_maker(world: World, running: Campaign) -> None:
    now = timezone.now()
    builders.campaign(title="Autumn is coming", begins=now + DAY, embargo=False)
    ended = builders.campaign(title="Winter is over", begins=now - 9 * DAY, ends=now - DAY)
    builders.campaign(title="Long gone", begins=now - 200 * DAY, ends=now - 100 * DAY)
    assert "Autumn is coming" in text_of(world, f"{HOME}?show=coming")
    for show in ("running", "coming", "ended", "nonsense"):
        assert "Winter is over" not in text_of(world, f"{HOME}?show={show}")
    archive = text_of(world, f"{HOME}?show=ended", world.oem)
    assert "Winter is over" in archive
    assert "Long gone" not in archive
    assert "Dealers do not see it any more" in text_of(world, f"{HOME}{ended.pk}/", world.oem)


def test_a_task_is_done_with_a_photo_and_answered_on_the_wall(world: World, running: Campaign) -> None:
    client = client_of(world.seller)
    found = DealerTask.objects.get()
    assert "Decorate the window" in text_of(world, f"{HOME}tasks/")
    files = [SimpleUploadedFile("a.jpg", photo()), SimpleUploadedFile("b.txt", b"no picture")]
    answer = client.post(f"{HOME}tasks/{found.pk}/photos", {"photos": files}, follow=True)
    assert "b.txt: This is no picture" in answer.content.decode()
    kept = TaskPhoto.objects.get()
    sent = client.get(f"{HOME}tasks/{found.pk}/photos/{kept.key}")
    assert (sent["Content-Type"], sent["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in sent["Content-Security-Policy"]
    client.post(f"{HOME}tasks/{found.pk}/hand-in", {"comment": "=HYPERLINK()"})
    assert "Take it back" in text_of(world, f"{HOME}tasks/{found.pk}/")
    assert "Decorate the window" in text_of(world, f"{HOME}tasks/?show=done")
    author = client_of(world.author)
    wall = text_of(world, f"{HOME}{running.pk}/board/photos/", world.author)
    assert f"/board/photos/{kept.key}" in wall
    assert author.get(f"{HOME}{running.pk}/board/photos/{kept.key}").status_code == 200
    (made,) = HandIn.objects.all()
    address = f"{HOME}{running.pk}/board/handed-in/{made.pk}"
    assert "Say what is to be done better" in author.post(address, {"verdict": "back"}, follow=True).content.decode()
    author.post(address, {"verdict": "back", "reason": "Too dark <b>"})
    shown = text_of(world, f"{HOME}tasks/{found.pk}/")
    assert "Too dark &lt;b&gt;" in shown
    assert Notice.objects.filter(kind="campaign.sent_back", user=world.manager).exists()
    assert "Too dark" in text_of(world, f"{HOME}{running.pk}/board/photos/?show=decided", world.author)


def test_the_store_away_keeps_nothing(world: World, running: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.core import storage

    def away(**_kwargs: object) -> None:
        raise storage.StorageUnavailable

    monkeypatch.setattr(storage, "save_bytes", away)
    found = DealerTask.objects.get()
    files = [SimpleUploadedFile("a.jpg", photo())]
    answer = client_of(world.seller).post(f"{HOME}tasks/{found.pk}/photos", {"photos": files}, follow=True)
    assert "The file store does not answer" in answer.content.decode()
    assert not TaskPhoto.objects.exists()


def test_a_photo_whose_file_is_gone_is_said(world: World, running: Campaign) -> None:
    found = DealerTask.objects.get()
    kept = handing_in.add_photo(actor=world.seller, task=found, data=photo())
    (Path(settings.FILES_DIR) / kept.stored_as).unlink()
    assert client_of(world.seller).get(f"{HOME}tasks/{found.pk}/photos/{kept.key}").status_code == 503


def test_the_board_and_its_files(world: World, running: Campaign) -> None:
    found = DealerTask.objects.get()
    handing_in.add_photo(actor=world.seller, task=found, data=photo())
    handing_in.hand_in(actor=world.seller, task=found)
    shown = text_of(world, f"{HOME}{running.pk}/board/?region={world.north.region_id}", world.author)
    for part in ("Decorate the window", "North Motors", "100 %", "done-plot"):
        assert part in shown
    assert "North Motors" not in text_of(world, f"{HOME}{running.pk}/board/?late=1", world.author)
    client = client_of(world.author)
    lines = b"".join(client.get(f"{HOME}{running.pk}/board/tasks.csv")).decode("utf-8-sig").splitlines()  # type: ignore[call-overload]
    assert lines[0].startswith("Region,Dealer code,Dealer,Task,Due")
    assert "North Motors,Decorate the window," in lines[1]
    assert lines[1].endswith(",Handed in," + lines[1].split(",")[-3] + ",no,1")
    answer = client.get(f"{HOME}{running.pk}/board/tasks.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer))).active  # type: ignore[call-overload]
    assert [cell.value for cell in sheet[2]][2:4] == ["North Motors", "Decorate the window"]


def test_cells_of_the_file_are_no_formulas(world: World, running: Campaign) -> None:
    world.north.name = "=cmd|' /C calc'!A0"
    world.north.save()
    answer = client_of(world.author).get(f"{HOME}{running.pk}/board/tasks.csv")
    assert b",'=cmd" in b"".join(answer)  # type: ignore[call-overload]


def test_the_month_shows_what_lies_in_it(world: World, running: Campaign) -> None:
    shown = text_of(world, f"{HOME}calendar/")
    for part in ("Spring &amp; summer", "Teaser", "Launch", "Finale", "Decorate the window"):
        assert part in shown, part
    far = text_of(world, f"{HOME}calendar/?month=2031-01")
    assert "Launch" not in far
    assert "?month=2030-12" in far
    assert "?month=2031-02" in far
    assert "Launch" not in text_of(world, f"{HOME}calendar/", world.stranger)


@pytest.mark.parametrize(("language", "first"), [("en", "Mon"), ("zh-hans", "周一")])
def test_weeks_begin_on_monday(world: World, language: str, first: str) -> None:
    world.seller.language = language
    world.seller.save()
    shown = text_of(world, f"{HOME}calendar/")
    assert re.search(r'month-names"[^>]*><li>([^<]*)', shown)[1] in (first, "一", "星期一")  # type: ignore[index]


def feed(world: World, user: object = None) -> Calendar:
    page = text_of(world, f"{HOME}calendar/", user)
    address = re.search(r'value="http://testserver([^"]+\.ics)"', page)[1]  # type: ignore[index]
    answer = client_of(None).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def events(calendar: Calendar) -> dict[str, tuple[str, int]]:
    """Summary -> (status, sequence)."""
    return {str(one["SUMMARY"]): (str(one["STATUS"]), int(one["SEQUENCE"])) for one in calendar.walk("VEVENT")}


def test_the_calendar_file_follows_changes_under_the_same_uids(world: World, running: Campaign) -> None:
    first = feed(world)
    assert events(first) == {
        "Spring & summer": ("CONFIRMED", 0),
        "Spring & summer: Launch": ("CONFIRMED", 0),
        "Spring & summer: Finale": ("CONFIRMED", 0),
        "Due: Decorate the window (North Motors)": ("CONFIRMED", 0),
    }
    for event in first.walk("VEVENT"):
        assert event.decoded("DTSTART").tzinfo is not None
        assert "Z" in event["DTSTART"].to_ical().decode()
    uids = {str(one["SUMMARY"]): str(one["UID"]) for one in first.walk("VEVENT")}
    assert len(set(uids.values())) == 4
    programme = running.programme.get_prep_value()
    programme[1]["value"]["name"] = "Kick-off"
    del programme[2]
    builders.publish(running, programme=programme)
    later = feed(world)
    assert events(later) == {
        "Spring & summer": ("CONFIRMED", 0),
        "Spring & summer: Kick-off": ("CONFIRMED", 1),
        "Spring & summer: Finale": ("CANCELLED", 1),
        "Due: Decorate the window (North Motors)": ("CONFIRMED", 0),
    }
    new = {str(one["SUMMARY"]): str(one["UID"]) for one in later.walk("VEVENT")}
    assert new["Spring & summer: Kick-off"] == uids["Spring & summer: Launch"]
    Campaign.objects.get(pk=running.pk).unpublish()
    gone = events(feed(world))
    assert {status for status, _sequence in gone.values()} == {"CANCELLED"}
    assert "Spring & summer" in gone


def test_a_renewed_address_makes_the_old_one_unknown(world: World, running: Campaign) -> None:
    client = client_of(world.seller)
    found = re.compile(r'value="http://testserver([^"]+\.ics)"')
    old = found.search(client.get(f"{HOME}calendar/").content.decode())[1]  # type: ignore[index]
    client.post(f"{HOME}calendar/renew")
    new = found.search(client.get(f"{HOME}calendar/").content.decode())[1]  # type: ignore[index]
    nobody = client_of(None)
    assert [nobody.get(one).status_code for one in (old, new)] == [404, 200]
    world.seller.is_active = False
    world.seller.save()
    assert nobody.get(new).status_code == 404
    assert nobody.get(f"{HOME}feed/{'x' * 300}.ics").status_code == 404


def test_statements_do_not_grow(world: World, running: Campaign) -> None:
    addresses = [
        HOME,
        f"{HOME}calendar/",
        f"{HOME}tasks/",
        f"{HOME}{running.pk}/",
        f"{HOME}{running.pk}/board/",
        f"{HOME}{running.pk}/board/photos/",
    ]

    def statements() -> list[int]:
        counts = []
        for place, address in enumerate(addresses):
            client = client_of(world.author if place > 3 else world.seller)
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    def more(number: int) -> None:
        now = timezone.now()
        programme = Campaign.objects.get(pk=running.pk).programme.get_prep_value()
        for _ in range(number):
            programme[1]["value"]["items"].append(asset_item(builders.asset()))
            programme[1]["value"]["tasks"].append(task("More", now + DAY / 2))
            dealer = factories.DealerFactory(brands=[world.brand], region=factories.RegionFactory())
            factories.person(username=f"n{factories.next_number()}", dealer=dealer, roles=[world.sales])
            builders.campaign(brands=[world.brand], hero=builders.asset())
        builders.publish(running, programme=programme)
        giving_out.give_out(campaign_id=running.pk)
        for one in DealerTask.objects.filter(task__title="More", state="open", dealer=world.north)[:number]:
            handing_in.add_photo(actor=world.seller, task=one, data=photo())
            handing_in.hand_in(actor=world.seller, task=one)

    more(1)
    few = statements()
    more(4)
    assert statements() == few


def test_what_ends_is_not_kept_by_browsers(world: World, running: Campaign) -> None:
    assert client_of(world.seller).get(f"{HOME}{running.pk}/")["Cache-Control"] == "private, no-store"


def test_ids_that_no_row_can_have(world: World, running: Campaign) -> None:
    huge = 10**30
    client, author = client_of(world.seller), client_of(world.author)
    for path in (f"{huge}/", f"tasks/{huge}/", f"tasks/?campaign={huge}", f"{huge}/board/"):
        assert client.get(f"{HOME}{path}").status_code == 404, path
    for path in (f"{running.pk}/board/?region={huge}", f"{running.pk}/board/?region=x", f"{huge}/board/photos/"):
        assert author.get(f"{HOME}{path}").status_code == 404, path


def test_the_author_sees_what_happens_when_and_moves_it(world: World, running: Campaign) -> None:
    client = client_of(world.author)
    shown = client.get(f"/cms/campaigns/{running.pk}/plan/").content.decode()
    for part in ("New poster", "Phase “Launch”", "Task “Decorate the window”", "reaches 1 dealer today", "Price list"):
        assert part in shown, part
    client.post(f"/cms/campaigns/{running.pk}/move/", {"days": "7"})
    found = Campaign.objects.get(pk=running.pk)
    draft = found.get_latest_revision_as_object()
    assert found.expires_at == running.expires_at
    assert round((draft.expires_at - running.expires_at) / DAY, 6) == 7
    before, after = running.programme.get_prep_value(), draft.programme.get_prep_value()
    starts = [datetime.fromisoformat(one[1]["value"]["starts"]) for one in (before, after)]
    assert round((starts[1] - starts[0]) / DAY, 6) == 7
    assert [one["id"] for one in before] == [one["id"] for one in after]
    draft.full_clean()
    for wrong in ("", "0", "x", "9999", "-99999"):
        assert (
            "Type by how many days"
            in client.post(f"/cms/campaigns/{running.pk}/move/", {"days": wrong}, follow=True).content.decode()
        )


def test_the_preview_shows_the_draft(world: World, running: Campaign) -> None:
    draft = running.get_latest_revision_as_object()
    draft.title = "Not out yet"
    draft.save_revision(user=world.author)
    answer = client_of(world.author).get(f"/cms/pages/{running.pk}/view_draft/")
    assert "Not out yet" in answer.content.decode()
    assert "This is a preview" in answer.content.decode()


def test_the_editor_opens(world: World, running: Campaign) -> None:
    answer = client_of(world.author).get(f"/cms/pages/{running.pk}/edit/")
    assert answer.status_code == 200
    assert "What happens when" in answer.content.decode()
    assert f"/cms/feedback/?about=campaign%3A{running.pk}&amp;state=all" in answer.content.decode()
    new = client_of(world.author).get(f"/cms/pages/add/marketing_campaigns/campaign/{running.get_parent().pk}/")
    assert new.status_code == 200


def test_summer_time_moves_no_opening() -> None:
    from content.marketing.campaigns.moving import later

    before = timezone.make_aware(datetime(2026, 3, 27, 9, 0))
    assert timezone.localtime(later(before, 5)).hour == 9
    assert later(before, 0) == before
    assert later(before, -3) + timedelta(days=3) == before
