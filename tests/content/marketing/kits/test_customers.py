"""The page of a customer: its headers, its PIN, what is counted, and what it gives."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from content.marketing.assets.models import Asset, Channel
from content.marketing.kits.models import LinkDay, SalesKit, ShareLink
from content.marketing.kits.pins import WAIT, WRONG_AT_MOST, WRONG_BEFORE_WAIT, PinLocked, enter_pin
from content.marketing.kits.views.customers import UNKNOWN_A_MINUTE
from portal.core import storage
from portal.core.models import Event
from tests.content.marketing.kits import builders as b
from tests.content.marketing.kits.conftest import World

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (iPhone) Safari/604"}


@pytest.fixture
def page(world: World) -> SalesKit:
    return b.kit(b.section(b.assets(b.asset("Front view"), b.asset("侧面")), b.table()))


@pytest.fixture
def things(page: SalesKit) -> list[str]:
    return [f"asset:{pk}" for pk in Asset.objects.order_by("pk").values_list("pk", flat=True)]


@pytest.fixture
def customer() -> Client:
    return Client(headers=BROWSER, enforce_csrf_checks=True)


def test_every_answer_is_unlisted_and_tells_nobody(
    world: World, page: SalesKit, things: list[str], customer: Client
) -> None:
    made = b.given(world.sam, page, *things)
    first = things[0].partition(":")[2]
    for address in ("", f"{first}/preview/", f"{first}/file/", f"{first}/nothing/", "unknown"):
        answer = customer.get(f"/share/{made.token}/{address}", follow=True)
        if answer.status_code == 404 and address == "unknown":
            continue
        assert answer["X-Robots-Tag"].startswith("noindex"), address
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert "sessionid" not in answer.cookies


@pytest.mark.parametrize(("language", "other"), [("en", "zh-hans"), ("zh-hans", "en")])
def test_all_of_it_is_in_the_language_that_the_sender_chose(world: World, language: str, other: str) -> None:
    asset = b.asset("Front view", title_zh="前视图")
    made = b.given(world.sam, b.kit(b.section(b.assets(asset))), f"asset:{asset.pk}", language=language)
    names = {"en": "Front view", "zh-hans": "前视图"}
    browser = Client(headers={"User-Agent": "Mozilla/5.0", "Accept-Language": other})
    page = browser.get(f"/share/{made.token}/").content.decode()
    assert f'lang="{language}"' in page
    assert names[language] in page
    assert names[other] not in page


def test_files_are_given_one_by_one_and_all_together(
    world: World, page: SalesKit, things: list[str], customer: Client
) -> None:
    made = b.given(world.sam, page, *things)
    asset = Asset.objects.get(title="Front view")
    taken = customer.get(f"/share/{made.token}/{asset.pk}/file/")
    assert b"".join(taken) == storage.read_bytes(name=asset.stored_as)
    assert taken["Content-Disposition"].startswith("attachment")
    assert "sandbox" in taken["Content-Security-Policy"]
    both = customer.post(f"/share/{made.token}/all/")
    with ZipFile(BytesIO(b"".join(both))) as archive:
        assert archive.namelist() == ["CONTENTS.txt", "Front-view.pdf", "侧面.pdf"]
    assert customer.get(f"/share/{made.token}/all/").status_code == 405
    assert customer.get(f"/share/{made.token}/{asset.pk}/film/").status_code == 404
    row = ShareLink.objects.get()
    assert row.downloads == 2
    assert Event.objects.filter(verb="share.taken", actor=None).count() == 2


def test_a_file_that_is_not_made_yet_is_waited_for(world: World, customer: Client) -> None:
    picture = b.asset("Picture", kind="picture", allow_original=True, data=b"\xff\xd8 no picture")
    page = b.kit(b.section(b.assets(picture, b.asset())))
    made = b.given(world.sam, page, f"asset:{picture.pk}")
    answer = customer.get(f"/share/{made.token}/{picture.pk}/file/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert customer.post(f"/share/{made.token}/all/").status_code == 503
    assert ShareLink.objects.get().downloads == 0


def test_what_is_only_shown_has_no_way_to_take_it(world: World, customer: Client) -> None:
    shown, taken = b.asset("Shown", kind="picture"), b.asset("Taken", kind="picture", allow_original=True)
    page = b.kit(b.section(b.assets(shown, taken)))
    made = b.given(world.sam, page, f"asset:{shown.pk}", f"asset:{taken.pk}")
    text = customer.get(f"/share/{made.token}/").content.decode()
    assert "Shown" in text
    assert f"/{shown.pk}/file/" not in text
    assert f"/{taken.pk}/file/" in text
    assert customer.get(f"/share/{made.token}/{shown.pk}/file/").status_code == 404
    Channel.objects.create(code="web", name="Web", kind="picture", format="jpeg")
    assert f"/{shown.pk}/file/" in customer.get(f"/share/{made.token}/").content.decode()


def test_people_are_counted_and_machines_are_not(
    world: World, page: SalesKit, things: list[str], customer: Client
) -> None:
    made = b.given(world.sam, page, *things)
    address = f"/share/{made.token}/"
    customer.head(address)
    for headers in (
        {"User-Agent": "WhatsApp/2.23"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": ""},
        {**BROWSER, "Sec-Purpose": "prefetch;prerender"},
        {**BROWSER, "Purpose": "prefetch"},
    ):
        assert customer.get(address, headers=headers).status_code == 200
    assert ShareLink.objects.get().opens == 0
    for _ in range(3):
        customer.get(address)
    Client(headers=BROWSER, REMOTE_ADDR="10.1.1.2").get(address)
    row = ShareLink.objects.get()
    assert (row.opens, row.last_opened_at is not None) == (2, True)
    cache.clear()
    customer.get(address)
    day = LinkDay.objects.get()
    assert (day.day, day.opens, day.downloads) == (timezone.localdate(), 3, 0)


def test_a_pin_is_asked_for_at_every_address(world: World, page: SalesKit, things: list[str], customer: Client) -> None:
    made = b.given(world.sam, page, *things, pin="471100")
    first = things[0].partition(":")[2]
    asked = customer.get(f"/share/{made.token}/")
    assert asked.status_code == 200
    assert "Front view" not in asked.content.decode()
    assert "Lodan kit" not in asked.content.decode()
    b.profile(world.dealer)
    for address in ("file/", "preview/", "thumbnail/", "film/"):
        assert customer.get(f"/share/{made.token}/{first}/{address}").status_code == 403
    assert customer.get(f"/share/{made.token}/logo/").status_code == 403
    assert customer.post(f"/share/{made.token}/all/").status_code == 403
    assert ShareLink.objects.get().opens == 0
    assert customer.post(f"/share/{made.token}/pin/", {"pin": "471101"}).status_code == 403
    right = customer.post(f"/share/{made.token}/pin/", {"pin": "471100"})
    assert right.status_code == 302
    assert right.cookies["share"]["httponly"]
    assert right.cookies["share"]["path"] == f"/share/{made.token}/"
    assert "Front view" in customer.get(f"/share/{made.token}/").content.decode()
    assert customer.get(f"/share/{made.token}/{first}/file/").status_code == 200
    other = b.given(world.sam, page, *things, pin="471100")
    stolen = Client(headers={**BROWSER, "Cookie": f"share={right.cookies['share'].value}"})
    assert "Front view" not in stolen.get(f"/share/{other.token}/").content.decode()
    forged = Client(headers={**BROWSER, "Cookie": "share=abc:def"})
    assert "Front view" not in forged.get(f"/share/{made.token}/").content.decode()


def test_guessing_the_pin_ends(world: World, page: SalesKit, things: list[str], customer: Client) -> None:
    made = b.given(world.sam, page, *things, pin="4711", days=90)
    at = timezone.now()
    looked_at = 0
    for _ in range(10):
        for _ in range(WRONG_BEFORE_WAIT + 3):
            try:
                assert not enter_pin(link=made.link, pin="0000", at=at)
                looked_at += 1
            except PinLocked:
                assert looked_at % WRONG_BEFORE_WAIT == 0
        at += WAIT
    assert looked_at == WRONG_AT_MOST
    with pytest.raises(PinLocked):
        enter_pin(link=made.link, pin="4711", at=at + timedelta(days=30))
    for given in ("4711", "0000"):
        assert customer.post(f"/share/{made.token}/pin/", {"pin": given}).status_code == 429
    assert customer.get(f"/share/{made.token}/").status_code == 429


def test_the_right_pin_after_some_wrong_ones_begins_anew(world: World, page: SalesKit, things: list[str]) -> None:
    made = b.given(world.sam, page, *things, pin="4711")
    at = timezone.now()
    for _ in range(WRONG_BEFORE_WAIT - 1):
        assert not enter_pin(link=made.link, pin="", at=at)
    assert enter_pin(link=made.link, pin="4711", at=at)
    assert ShareLink.objects.get().wrong_pins == 0


def test_guessing_addresses_is_slowed_down(world: World, page: SalesKit, things: list[str], customer: Client) -> None:
    made = b.given(world.sam, page, *things)
    wrong = [made.token[:-1] + letter for letter in "abcdefgh"] + [
        "",
        "x",
        "../",
        "%00",
        made.token * 2,
        str(made.link.key),
    ]
    for guess in wrong:
        assert customer.get(f"/share/{guess}/").status_code == 404
    # The minute may turn meanwhile, and with it the count.
    guesses = (customer.get(f"/share/{number:032}/").status_code for number in range(2 * UNKNOWN_A_MINUTE + 2))
    assert 429 in guesses
    assert customer.get(f"/share/{made.token}/").status_code == 429
    assert Client(headers=BROWSER, REMOTE_ADDR="10.9.9.9").get(f"/share/{made.token}/").status_code == 200


def test_a_store_that_does_not_answer_is_said(
    world: World, page: SalesKit, things: list[str], customer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = b.given(world.sam, page, *things)

    def away(**_named: object) -> bytes:
        raise storage.StorageUnavailable("away")

    monkeypatch.setattr(storage, "read_bytes", away)
    answer = customer.get(f"/share/{made.token}/{things[0].partition(':')[2]}/preview/")
    assert answer.status_code == 503


def test_the_dealership_is_named_as_its_profile_says_now(
    world: World, page: SalesKit, things: list[str], customer: Client
) -> None:
    made = b.given(world.sam, page, *things)
    address = f"/share/{made.token}/"
    plain = customer.get(address).content.decode()
    assert "Autohaus Nord" in plain
    assert "/logo/" not in plain
    assert "tel:" not in plain
    assert customer.get(f"{address}logo/").status_code == 404
    b.profile(world.other, name="Somebody else")
    assert customer.get(f"{address}logo/").status_code == 404
    kept = b.profile(world.dealer, name="Nord & Sons", name_zh="北方汽车", phone="＋49 30 / 1234-5")
    text = customer.get(address).content.decode()
    assert "Nord &amp; Sons" in text
    assert "Autohaus Nord" not in text
    assert f'src="{address}logo/"' in text
    assert 'href="tel:+493012345"' in text
    logo = customer.get(f"{address}logo/")
    assert (logo.content, logo["Content-Type"]) == (storage.read_bytes(name=kept.logo.stored_as), "image/webp")
    for header, value in (("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff")):
        assert logo[header] == value
    assert "no-store" in logo["Cache-Control"]
    assert logo["X-Robots-Tag"].startswith("noindex")
    chinese = b.given(world.sam, page, *things, language="zh-hans", pin="4711")
    assert "北方汽车" in customer.get(f"/share/{chinese.token}/").content.decode()
    b.profile(world.dealer, logo=None, phone="+49 30 12345 ext. 7")
    text = customer.get(address).content.decode()
    assert "/logo/" not in text
    assert "tel:" not in text
    assert "ext. 7" in text
    assert customer.get(f"{address}logo/").status_code == 404


def test_each_link_shows_its_own_dealership(world: World, page: SalesKit, things: list[str], customer: Client) -> None:
    ours, theirs = b.given(world.sam, page, *things), b.given(world.eve, page, *things)
    logos = [b.profile(dealer, colour=colour).logo for dealer, colour in ((world.dealer, "red"), (world.other, "blue"))]
    for made, logo in zip((ours, theirs), logos, strict=True):
        sent = customer.get(f"/share/{made.token}/logo/").content
        assert sent == storage.read_bytes(name=logo.stored_as)
