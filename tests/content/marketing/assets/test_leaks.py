"""No path of the room lets out what a person may not have: exact visible sets, forbidden ids, every address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.marketing.assets import renditions
from content.marketing.assets.binding import bind
from content.marketing.assets.giving import offers_of
from content.marketing.assets.models import Asset, Captions, Channel
from content.marketing.assets.pipeline import make_rendition
from content.marketing.assets.reading import assets_visible
from portal.core import storage
from portal.core.models import Event
from portal.network.api import Viewer, viewer_for
from portal.network.models import Department, User
from tests import factories
from tests.content.marketing.assets import files
from tests.content.marketing.assets.conftest import TakeIn

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PATHS = ("asset", "offers", "thumbnail", "preview", "film", "download")


@pytest.fixture
def film(take_in: TakeIn) -> Asset:
    """A film that was read, without the time that reading one takes."""
    asset = take_in(files.film(), "drive.mp4", allow_original=True, work=False)
    for role in ("preview", "thumbnail"):
        storage.save_bytes(name=asset.derived(role), data=files.picture("WEBP"), content_type="image/webp")
    storage.save_bytes(name=asset.derived("film"), data=files.film(), content_type="video/mp4")
    asset.state, asset.has_preview, asset.film_sha256, asset.film_size = "ready", True, asset.sha256, asset.size
    asset.save()
    Captions.objects.create(asset=asset, language="en", text="WEBVTT\n", cues=0)
    return asset


def hidden(asset: Asset, how: str, outsider: User) -> None:
    """Make the asset one that the technician may not see."""
    now = timezone.now()
    other = outsider.memberships.get().dealer
    match how:
        case "draft":
            asset.live = False
        case "embargo":
            asset.effective_from = now + HOUR
        case "expired":
            asset.expires_at = now - HOUR
        case "rights to come":
            asset.rights_from = now + HOUR
        case "rights ended":
            asset.rights_until = now - HOUR
        case "not ready":
            asset.state = Asset.State.RECEIVED
        case "brand":
            asset.audience_brands = list(other.brands.all())
        case "dealer":
            asset.audience_dealers = [other]
        case "role":
            asset.audience_roles = list(outsider.memberships.get().roles.all())
        case "territory":
            asset.territory = [other.region]
        case "campaign":
            bind(asset_ids=[asset.pk], by="campaign:1", effective_from=now + HOUR, expires_at=None)
    asset.save()


WAYS = (
    "draft",
    "embargo",
    "expired",
    "rights to come",
    "rights ended",
    "not ready",
    "brand",
    "dealer",
    "role",
    "territory",
    "campaign",
)


@pytest.mark.parametrize("how", WAYS)
def test_what_is_hidden_is_absent_at_every_address(
    film: Asset, technician_client: Client, outsider: User, how: str
) -> None:
    for name in PATHS:
        assert technician_client.get(reverse(f"assets:{name}", args=[film.pk])).status_code in (200, 202), name
    hidden(film, how, outsider)
    for name in PATHS:
        assert technician_client.get(reverse(f"assets:{name}", args=[film.pk])).status_code == 404, name
    assert technician_client.get(reverse("assets:captions", args=[film.pk, "en"])).status_code == 404
    assert technician_client.post(reverse("assets:ask", args=[film.pk, "original"])).status_code == 404
    assert technician_client.post(reverse("assets:agree", args=[film.pk]), {"agreed": "yes"}).status_code == 404
    page = technician_client.get(reverse("assets:assets"))
    assert film.title not in page.content.decode()
    assert page.context["page_obj"].paginator.count == 0
    assert page.context["choices"].kinds == []


def test_anonymous_people_and_strangers_see_nothing(film: Asset, client: Client) -> None:
    for name in PATHS:
        assert client.get(reverse(f"assets:{name}", args=[film.pk])).status_code == 302
    client.force_login(factories.UserFactory(username="stranger"))
    for name in PATHS:
        assert client.get(reverse(f"assets:{name}", args=[film.pk])).status_code == 404


@pytest.mark.parametrize("pk", [0, 999_999, 2**63, 2**70])
def test_ids_that_there_are_not_are_absent(technician_client: Client, pk: int) -> None:
    for name in PATHS:
        assert technician_client.get(reverse(f"assets:{name}", args=[pk])).status_code == 404


def test_the_visible_set_is_exact(take_in: TakeIn, outsider: User, technician: User) -> None:
    mine = take_in(files.jpeg(seed=1))
    for number, how in enumerate(WAYS, start=2):
        hidden(take_in(files.jpeg(seed=number)), how, outsider)
    assert list(assets_visible(viewer=viewer_for(user=technician))) == [mine]
    # Audience and territory do not bind the maker's people; drafts and dates do.
    staff = Viewer(user_id=1, at=timezone.now(), everything=True)
    assert assets_visible(viewer=staff).count() == 1 + 4


def test_rights_that_end_take_the_file_out_of_the_browser_in_time(film: Asset, technician_client: Client) -> None:
    film.rights_until = timezone.now() + timedelta(seconds=90)
    film.save()
    answer = technician_client.get(reverse("assets:thumbnail", args=[film.pk]))
    seconds = int(answer["Cache-Control"].split("max-age=")[1].split(",")[0])
    assert 0 < seconds <= 90


def test_a_territory_holds_for_the_standing_that_meets_the_audience(take_in: TakeIn) -> None:
    """Who sells brand A in the north and brand B in the south has no right to brand A's film for the south."""
    user = factories.UserFactory(username="two-dealers")
    brands = factories.BrandFactory.create_batch(2)
    dealers = [factories.DealerFactory(brands=[brand]) for brand in brands]
    for dealer in dealers:
        factories.MembershipFactory(user=user, dealer=dealer)
    asset = take_in(files.jpeg())
    asset.audience_brands, asset.territory = [brands[0]], [dealers[1].region]
    asset.save()
    assert asset not in assets_visible(viewer=viewer_for(user=user))
    asset.territory = [dealers[0].region]
    asset.save()
    assert asset in assets_visible(viewer=viewer_for(user=user))


class TestGivingOut:
    def test_nothing_that_is_given_out_says_where_it_was_taken(
        self, take_in: TakeIn, channels: dict[str, Channel], technician_client: Client
    ) -> None:
        asset = take_in(files.jpeg(gps=True), allow_original=True)
        assert b"Fictional" in storage.read_bytes(name=asset.stored_as), "the original is untouched"
        for channel in ("original", "web", "email", "square", "print"):
            data = taken(technician_client, asset, channel)
            for trace in (b"Fictional", b"GPS"):
                assert trace not in data, channel

    def test_the_original_is_for_who_may_have_it(
        self, take_in: TakeIn, channels: dict[str, Channel], technician_client: Client, oem_user: User
    ) -> None:
        asset = take_in(files.jpeg())
        address = reverse("assets:download", args=[asset.pk])
        assert technician_client.get(address, {"channel": "original"}).status_code == 403
        assert technician_client.post(reverse("assets:ask", args=[asset.pk, "original"])).status_code == 302
        assert not asset.renditions.exists(), "who may not have it does not have it made either"
        assert technician_client.get(address, {"channel": "nonsense"}).status_code == 403
        staff = Client()
        staff.force_login(oem_user)
        assert staff.get(address, {"channel": "original"}).status_code == 202

    def test_offers_say_how_large_the_picture_will_be(
        self, take_in: TakeIn, channels: dict[str, Channel], viewer: Viewer
    ) -> None:
        asset = take_in(files.jpeg(width=1000, height=500))
        said = {offer.code: (offer.width, offer.height) for offer in offers_of(asset, viewer=viewer)}
        assert said == {"web": (1000, 500), "email": (800, 400), "square": (200, 200), "print": (1000, 500)}
        for code in ("email", "square"):
            made = renditions.ask(asset, channels[code])
            make_rendition(rendition_id=made.pk)
            made.refresh_from_db()
            assert (made.width, made.height) == said[code]

    def test_nor_a_print_file_what_is_in_its_pictures(
        self, take_in: TakeIn, technician_client: Client, channels: dict[str, Channel]
    ) -> None:
        asset = take_in(files.print_file(picture=files.jpeg(gps=True)), "brochure.pdf", allow_original=True)
        for channel in ("pdf", "original"):
            data = taken(technician_client, asset, channel)
            assert data.startswith(b"%PDF-")
            for trace in (b"Fictional", b"Exif", b"49,30.0N"):
                assert trace not in data
        assert b"Fictional" in storage.read_bytes(name=asset.stored_as), "the original stays as it is"
        plain = take_in(files.print_file(picture=files.picture("JPEG")).replace(b":GPS", b":XYZ"), "plain.pdf")
        assert taken(technician_client, plain, "pdf") == storage.read_bytes(name=plain.stored_as)
        assert not plain.renditions.exists()

    def test_terms_come_before_the_file(
        self, take_in: TakeIn, technician_client: Client, channels: dict[str, Channel]
    ) -> None:
        asset = take_in(files.jpeg(), terms="Only with the logo.")
        address = reverse("assets:download", args=[asset.pk])
        assert technician_client.get(address, {"channel": "web"}).status_code == 302
        technician_client.post(reverse("assets:agree", args=[asset.pk]), {})
        assert technician_client.get(address, {"channel": "web"}).status_code == 302
        technician_client.post(reverse("assets:agree", args=[asset.pk]), {"agreed": "yes"})
        assert technician_client.get(address, {"channel": "web"}).status_code == 202
        Asset.objects.filter(pk=asset.pk).update(terms="Only with the new logo.")
        assert technician_client.get(address, {"channel": "web"}).status_code == 302, "other terms are agreed to anew"

    def test_what_was_uploaded_never_runs(self, take_in: TakeIn, technician_client: Client) -> None:
        hostile = '<script>alert(1)</script><a href="javascript:x">y</a><rect onload="x" width="5" height="5"/>'
        asset = take_in(files.svg(hostile), "logo.svg", allow_original=True)
        answer = technician_client.get(reverse("assets:preview", args=[asset.pk]))
        assert answer["Content-Type"] == "image/webp"
        data = taken(technician_client, asset, "original")
        assert b"script" not in data
        assert b"onload" not in data
        sent = technician_client.get(reverse("assets:download", args=[asset.pk]), {"channel": "original"})
        assert sent["Content-Disposition"].startswith("attachment")
        assert sent["Content-Security-Policy"].startswith("sandbox")
        assert sent["X-Content-Type-Options"] == "nosniff"

    def test_a_download_is_recorded_once(self, take_in: TakeIn, technician_client: Client, technician: User) -> None:
        asset = take_in(files.docx(), "prices.docx")
        for _ in range(2):
            assert technician_client.get(reverse("assets:download", args=[asset.pk])).status_code == 200
        event = Event.objects.get(verb="asset.downloaded")
        assert (event.subject, event.actor_id) == (f"asset:{asset.pk}", technician.pk)

    def test_a_film_is_sent_by_range(self, film: Asset, technician_client: Client) -> None:
        answer = technician_client.get(reverse("assets:film", args=[film.pk]), headers={"range": "bytes=4-7"})
        assert (answer.status_code, b"".join(answer)) == (206, b"ftyp")


def taken(client: Client, asset: Asset, channel: str) -> bytes:
    """The bytes of a channel: asked for, made by the worker, taken."""
    address = reverse("assets:download", args=[asset.pk])
    answer = client.get(address, {"channel": channel})
    if answer.status_code == 202:
        for row in asset.renditions.filter(state="waiting"):
            make_rendition(rendition_id=row.pk)
        answer = client.get(address, {"channel": channel})
    assert answer.status_code == 200, (channel, answer.status_code)
    return b"".join(answer)  # type: ignore[arg-type]


def test_lists_ask_as_often_for_many_as_for_one(
    take_in: TakeIn, technician_client: Client, django_assert_num_queries: Callable[..., Any], department: Department
) -> None:
    take_in(files.jpeg(seed=1))
    with CaptureQueriesContext(connection) as one:
        technician_client.get(reverse("assets:assets"))
    for seed in range(2, 9):
        take_in(files.jpeg(seed=seed))
    with django_assert_num_queries(len(one)):
        technician_client.get(reverse("assets:assets"))
