"""Links for customers: what may be given, and that what ends is gone at that instant, on every address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.library.api import NotVisible
from content.marketing.assets.models import Asset, Licence
from content.marketing.kits import sharing
from content.marketing.kits.models import SalesKit, ShareLink
from content.marketing.kits.sharing import Made, NotShared, ShareRefused, links_visible, open_share
from portal.core.models import Event
from portal.network.api import viewer_for
from portal.network.models import Membership, User
from tests.content.marketing.kits import builders as b
from tests.content.marketing.kits.conftest import World

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11) Firefox/140"}


def key(asset: Asset) -> str:
    return f"asset:{asset.pk}"


def ago() -> datetime:
    """The instant before this one: the portal looks at whole seconds."""
    return timezone.now() - timedelta(seconds=1)


def titles(made: Made, **moment: Any) -> list[str]:
    return [one.title for one in open_share(token=made.token, **moment).offers]


@pytest.fixture
def shown(world: World) -> Asset:
    return b.asset("Front view", brands=[world.north])


@pytest.fixture
def page(world: World, shown: Asset) -> SalesKit:
    return b.kit(b.section(b.assets(shown), b.table(), b.link()), brands=[world.north])


def keys_of(page: SalesKit, user: User) -> dict[str, str]:
    viewer = viewer_for(user=user)
    return {
        one.title: one.key for one in sharing.offers_of(sharing.open_kit(viewer=viewer, kit_id=page.pk), viewer=viewer)
    }


def test_only_what_is_marked_and_may_be_handed_on_is_offered(world: World) -> None:
    private = Licence.objects.create(code="nc", name="Non-commercial", commercial=False)
    page = b.kit(
        b.section(
            b.assets(b.asset("Given"), b.asset("Not ours", licence=private)),
            b.assets(b.asset("Unmarked"), customers=False),
            b.table(),
            b.table(title="Unmarked table", customers=False),
            b.table(b.row("Margin", "1", "2", internal=True), title="Only internal"),
            b.link("Site"),
            b.link("Dealer site", customers=False),
            b.points(),
        ),
        b.section(b.assets(b.asset("Training"))),
        b.section(b.assets(b.asset("Dealers only")), dealers_only=True),
        b.section(b.assets(b.asset("Service only")), roles=[world.service]),
    )
    assert list(keys_of(page, world.sam)) == ["Given", "Range", "Site", "Training"]
    made = b.given(world.sam, page, keys_of(page, world.sam)["Range"])
    (offer,) = open_share(token=made.token).offers
    assert offer.table is not None
    assert [row.feature for row in offer.table.rows] == ["Range"]


def test_what_is_not_offered_cannot_be_given(world: World, page: SalesKit) -> None:
    other = b.asset("Elsewhere")
    for keys in ([], [key(other)], ["asset:0"], ["x" * 500]):
        with pytest.raises(ShareRefused):
            b.given(world.sam, page, *keys)
    with pytest.raises(NotVisible):
        b.given(world.eve, page, "asset:1")
    for days in (0, 91, -1):
        with pytest.raises(ShareRefused):
            b.given(world.sam, page, *keys_of(page, world.sam).values(), days=days)
    for pin in ("1", "123456789", "abcd", "١٢٣٤"):
        with pytest.raises(ShareRefused):
            b.given(world.sam, page, *keys_of(page, world.sam).values(), pin=pin)
    with pytest.raises(ShareRefused):
        sharing.share(
            actor=world.sam,
            viewer=viewer_for(user=world.sam),
            dealer_id=world.other.pk,
            kit_id=page.pk,
            keys=keys_of(page, world.sam).values(),
            language="en",
        )
    assert not ShareLink.objects.exists()


def test_the_secret_is_kept_nowhere(world: World, page: SalesKit, shown: Asset) -> None:
    made = b.given(world.sam, page, key(shown), pin="4711")
    assert len(made.token) == 32
    row = ShareLink.objects.values().get()
    assert made.token not in str(row)
    assert "4711" not in str(row)
    event = Event.objects.get(verb="share.made")
    assert event.data == {"things": 1, "days": 14, "pin": True, "dealer": world.dealer.pk, "kit": page.pk}


ENDS: dict[str, Any] = {
    "the link is taken back": lambda w, k, a, m: sharing.revoke(
        actor=w.sam, viewer=viewer_for(user=w.sam), link_id=m.link.pk
    ),
    "the sender leaves": lambda w, k, a, m: Membership.objects.filter(user=w.sam).update(
        ends=timezone.localdate() - timedelta(days=1)
    ),
    "the sender's account is closed": lambda w, k, a, m: User.objects.filter(pk=w.sam.pk).update(is_active=False),
    "the dealership closes": lambda w, k, a, m: type(w.dealer).objects.filter(pk=w.dealer.pk).update(is_active=False),
    "the dealership sells another brand": lambda w, k, a, m: w.dealer.brands.set([w.south]),
    "the sender has another job": lambda w, k, a, m: b.publish(k, audience_roles=[w.service]),
    "the kit is unpublished": lambda w, k, a, m: k.unpublish(),
    "the kit expires": lambda w, k, a, m: SalesKit.objects.filter(pk=k.pk).update(expires_at=ago()),
    "the kit is for another brand": lambda w, k, a, m: b.publish(k, audience_brands=[w.south]),
    "the kit is deleted": lambda w, k, a, m: k.delete(),
    "the sender is at another dealership": lambda w, k, a, m: Membership.objects.filter(user=w.sam).update(
        dealer=w.other
    ),
    "a new address is made": lambda w, k, a, m: sharing.renew(
        actor=w.sam, viewer=viewer_for(user=w.sam), link_id=m.link.pk
    ),
    "its time is over": lambda w, k, a, m: ShareLink.objects.update(expires_at=ago()),
}


@pytest.mark.parametrize("what", ENDS)
def test_the_link_ends_at_every_address_when(world: World, page: SalesKit, shown: Asset, what: str) -> None:
    made = b.given(world.sam, page, key(shown))
    b.profile(world.dealer)
    addresses = ["", f"{shown.pk}/thumbnail/", f"{shown.pk}/preview/", f"{shown.pk}/file/", "logo/"]
    client = Client(headers=BROWSER)
    etags = {}
    for address in addresses:
        answer = client.get(f"/share/{made.token}/{address}")
        assert answer.status_code == 200, address
        etags[address] = answer.headers.get("ETag", "")
    unknown = client.get(f"/share/{'x' * 32}/")
    ENDS[what](world, page, shown, made)
    with pytest.raises(NotShared):
        open_share(token=made.token)
    for address in addresses:
        for headers in ({}, {"If-None-Match": etags[address]}):
            answer = client.get(f"/share/{made.token}/{address}", headers=headers)
            assert answer.status_code == 404, address
            assert answer.content == unknown.content
    assert client.post(f"/share/{made.token}/all/").status_code == 404
    assert client.post(f"/share/{made.token}/pin/", {"pin": "1"}).status_code == 404


GONE: dict[str, Any] = {
    "expires": lambda w, k, a: Asset.objects.filter(pk=a.pk).update(expires_at=ago()),
    "is withdrawn": lambda w, k, a: Asset.objects.filter(pk=a.pk).update(live=False),
    "loses its rights": lambda w, k, a: Asset.objects.filter(pk=a.pk).update(rights_until=ago()),
    "has rights elsewhere": lambda w, k, a: a.territory.set([w.other.region]) or a.save(),
    "leaves the audience": lambda w, k, a: a.audience_brands.set([w.south]) or a.save(),
    "may not be handed on": lambda w, k, a: Asset.objects.filter(pk=a.pk).update(
        licence=Licence.objects.create(code="nc", name="nc", commercial=False)
    ),
    "is unmarked": lambda w, k, a: b.publish(k, b.section(b.assets(a, customers=False), b.table())),
    "leaves the kit": lambda w, k, a: b.publish(k, b.section(b.table())),
    "is for dealers only": lambda w, k, a: b.publish(
        k, b.section(b.assets(a), dealers_only=True), b.section(b.table())
    ),
    "is for another job": lambda w, k, a: b.publish(k, b.section(b.assets(a), roles=[w.service]), b.section(b.table())),
    "is deleted": lambda w, k, a: a.delete(),
}


@pytest.mark.parametrize("what", GONE)
def test_a_thing_is_gone_from_the_link_when_it(world: World, shown: Asset, what: str) -> None:
    kept = b.asset("Kept")
    table = b.table()
    page = b.kit(b.section(b.assets(shown), b.assets(kept), table))
    made = b.given(world.sam, page, key(shown), key(kept))
    shown_id = shown.pk
    client = Client(headers=BROWSER)
    assert titles(made) == ["Front view", "Kept"]
    GONE[what](world, page, shown)
    if what in ("is unmarked", "leaves the kit", "is for dealers only", "is for another job"):
        assert titles(made) == []
    else:
        assert titles(made) == ["Kept"]
    for address in ("thumbnail/", "preview/", "file/", "film/"):
        assert client.get(f"/share/{made.token}/{shown_id}/{address}").status_code == 404
    text = client.get(f"/share/{made.token}/")
    assert text.status_code == 200
    assert "Front view" not in text.content.decode()


def test_what_was_not_chosen_is_not_there(world: World, page: SalesKit, shown: Asset) -> None:
    other = b.asset("Not chosen")
    page = b.publish(page, b.section(b.assets(shown, other), b.table(), b.link("Site")))
    made = b.given(world.sam, page, key(shown))
    client = Client(headers=BROWSER)
    text = client.get(f"/share/{made.token}/").content.decode()
    assert "Front view" in text
    for word in ("Not chosen", "Range", "Site", "Talking"):
        assert word not in text
    assert client.get(f"/share/{made.token}/{other.pk}/file/").status_code == 404
    assert client.get(f"/share/{made.token}/{2**70}/file/").status_code == 404


def test_an_embargo_within_a_link_lifts_by_itself(world: World, page: SalesKit, shown: Asset) -> None:
    made = b.given(world.sam, page, key(shown), days=90)
    now = timezone.now()
    Asset.objects.filter(pk=shown.pk).update(effective_from=now + timedelta(hours=1))
    assert titles(made, at=now) == []
    assert titles(made, at=now + timedelta(hours=1, seconds=1)) == ["Front view"]


def test_who_sees_and_ends_which_links(world: World, page: SalesKit, shown: Asset) -> None:
    mine, anns = b.given(world.sam, page, key(shown)), b.given(world.ann, page, key(shown))
    seen = {
        name: {one.pk for one in links_visible(viewer=viewer_for(user=getattr(world, name)))}
        for name in ("sam", "ann", "max", "eve", "tom", "oem")
    }
    both = {mine.link.pk, anns.link.pk}
    assert seen == {"sam": {mine.link.pk}, "ann": {anns.link.pk}, "max": both, "oem": both, "eve": set(), "tom": set()}
    for name in ("ann", "eve", "tom"):
        user = getattr(world, name)
        client = Client()
        client.force_login(user)
        assert client.get(f"/marketing/links/{mine.link.key}/").status_code == 404
        assert client.post(f"/marketing/links/{mine.link.key}/revoke/").status_code == 404
        assert client.post(f"/marketing/links/{mine.link.key}/renew/").status_code == 404
        with pytest.raises(NotVisible):
            sharing.revoke(actor=user, viewer=viewer_for(user=user), link_id=mine.link.pk)
    with pytest.raises(NotVisible):
        sharing.renew(actor=world.max, viewer=viewer_for(user=world.max), link_id=mine.link.pk)
    for name, made in (("max", mine), ("oem", anns)):
        client = Client()
        client.force_login(getattr(world, name))
        client.post(f"/marketing/links/{made.link.key}/revoke/")
        with pytest.raises(NotShared):
            open_share(token=made.token)
        made.link.refresh_from_db()
        assert made.link.revoked_by == getattr(world, name)
    with pytest.raises(ShareRefused):
        sharing.renew(actor=world.sam, viewer=viewer_for(user=world.sam), link_id=mine.link.pk)


def test_a_new_address_opens_and_the_old_one_does_not(world: World, page: SalesKit, shown: Asset) -> None:
    made = b.given(world.sam, page, key(shown))
    ShareLink.objects.update(expires_at=ago())
    again = sharing.renew(actor=world.sam, viewer=viewer_for(user=world.sam), link_id=made.link.pk)
    assert titles(again) == ["Front view"]
    with pytest.raises(NotShared):
        open_share(token=made.token)


def test_terms_of_use_are_agreed_to_before_something_is_handed_on(world: World) -> None:
    asset = b.asset("Bound", terms="Only in the showroom.")
    page = b.kit(b.section(b.assets(asset)))
    with pytest.raises(ShareRefused):
        b.given(world.sam, page, key(asset))
    made = b.given(world.sam, page, key(asset), agreed=True)
    assert "Only in the showroom." in Client(headers=BROWSER).get(f"/share/{made.token}/").content.decode()
    b.given(world.sam, page, key(asset))


def test_the_form_makes_a_link_whose_address_is_shown_once(world: World, page: SalesKit, shown: Asset) -> None:
    client = Client()
    client.force_login(world.sam)
    shown_form = client.get(f"/marketing/kits/{page.pk}/share/")
    assert [one.title for one in shown_form.context["offers"]] == ["Front view", "Range", "Our site"]
    typed = {"dealer": world.dealer.pk, "language": "zh-hans", "days": 7, "pin": "", "recipient": "Ms Li"}
    refused = client.post(f"/marketing/kits/{page.pk}/share/", {**typed, "things": [], "days": 91})
    assert refused.status_code == 422
    answer = client.post(f"/marketing/kits/{page.pk}/share/", {**typed, "things": [key(shown)]})
    first = client.get(answer["Location"])
    address = first.context["address"]
    token = address.rstrip("/").rpartition("/")[2]
    assert address in first.content.decode()
    assert "no-store" in first["Cache-Control"]
    assert token not in client.get(answer["Location"]).content.decode()
    customer = Client(headers=BROWSER).get(f"/share/{token}/")
    assert 'lang="zh-hans"' in customer.content.decode()
    assert "Autohaus Nord" in customer.content.decode()
    assert "Sam Okafor" in customer.content.decode()
    assert "Ms Li" not in customer.content.decode()
    for name in ("eve", "oem"):
        stranger = Client()
        stranger.force_login(getattr(world, name))
        assert stranger.get(f"/marketing/kits/{page.pk}/share/").status_code == 404


def test_an_open_link_takes_the_same_statements_however_much_is_in_it(world: World) -> None:
    many = [b.asset(str(n)) for n in range(12)]
    page = b.kit(b.section(b.assets(*many)))
    few_link, many_link = b.given(world.sam, page, key(many[0])), b.given(world.sam, page, *map(key, many))
    client = Client(headers={"User-Agent": "a bot"})

    def statements(made: Made) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/share/{made.token}/").status_code == 200
        return len(captured)

    statements(few_link)
    assert statements(many_link) == statements(few_link)
    for _ in range(5):
        b.given(world.sam, page, key(many[0]))
    seller = Client()
    seller.force_login(world.sam)
    seller.get("/marketing/links/")
    with CaptureQueriesContext(connection) as captured:
        seller.get("/marketing/links/")
    assert len(captured) <= 8
