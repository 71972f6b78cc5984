"""What a viewer sees of a kit: exactly what is theirs, and nothing says what is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.library.api import NotVisible
from content.marketing.kits.models import KitAsset
from content.marketing.kits.reading import OpenKit, kits_visible, open_kit
from content.marketing.kits.searching import searchable_text
from content.marketing.kits.slides import slides_of
from portal.network.api import viewer_for
from tests import factories
from tests.content.marketing.kits import builders as b
from tests.content.marketing.kits.conftest import World

pytestmark = pytest.mark.django_db


def headings(opened: OpenKit) -> list[str]:
    return [section.heading for section in opened.sections]


def titles(opened: OpenKit) -> list[str]:
    return [asset.title for asset in opened.shown_assets()]


def browser(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_each_section_is_seen_by_whom_it_is_for(world: World) -> None:
    page = b.kit(
        b.section(b.points(), heading="All"),
        b.section(b.points("margin"), heading="Sales", roles=[world.sales]),
        b.section(b.points(), heading="South", brands=[world.south]),
    )
    seen = {
        name: headings(open_kit(viewer=viewer_for(user=getattr(world, name)), kit_id=page.pk))
        for name in ("sam", "tom", "eve", "oem")
    }
    assert seen == {
        "sam": ["All", "Sales"],
        "tom": ["All"],
        "eve": ["All", "Sales", "South"],
        "oem": ["All", "Sales", "South"],
    }
    text = browser(world.tom).get(f"/marketing/kits/{page.pk}/").content.decode()
    assert "margin" not in text
    assert "Sales</" not in text


def test_what_is_not_for_the_viewer_is_left_out_of_every_place(world: World) -> None:
    now = timezone.now()
    shown = b.asset("Shown")
    hidden = [
        b.asset("Other brand", brands=[world.south]),
        b.asset("Embargoed", effective_from=now + timedelta(hours=1)),
        b.asset("Expired", expires_at=now - timedelta(hours=1)),
        b.asset("No rights", rights_until=now - timedelta(hours=1)),
        b.asset("Draft", live=False),
    ]
    theirs = factories.manual(title="South manual", brands=[world.south])
    factories.edition(theirs, pages=["x"])
    none_in_force = factories.manual(title="No edition")
    ours = factories.manual(title="North manual", brands=[world.north])
    factories.edition(ours, pages=["x"])
    page = b.kit(
        b.section(b.assets(shown, *hidden), b.publications(theirs, none_in_force, ours)),
        b.section(b.assets(*hidden), heading="All hidden"),
        cover=hidden[0],
    )
    opened = open_kit(viewer=viewer_for(user=world.sam), kit_id=page.pk)
    assert titles(opened) == ["Shown"]
    assert [one.title for one in opened.shown_publications()] == ["North manual"]
    assert headings(opened) == ["Why it"]
    assert opened.cover is None
    client = browser(world.sam)
    for address in ("", "present/", "take/", "share/"):
        text = client.get(f"/marketing/kits/{page.pk}/{address}").content.decode()
        for asset in hidden:
            assert asset.title not in text, address
            assert f"/assets/{asset.pk}/" not in text, address
        assert "South manual" not in text
        assert "All hidden" not in text


def test_an_embargo_lifts_and_a_window_closes_by_itself(world: World) -> None:
    now = timezone.now()
    page = b.kit(b.section(b.points()), effective_from=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))
    for hours, is_seen in ((0, False), (1.5, True), (2.5, False)):
        viewer = viewer_for(user=world.sam, at=now + timedelta(hours=hours))
        assert kits_visible(viewer=viewer).exists() is is_seen
        if not is_seen:
            with pytest.raises(NotVisible):
                open_kit(viewer=viewer, kit_id=page.pk)


@pytest.mark.parametrize("address", ["", "present/", "take/", "share/"])
def test_who_may_not_see_the_kit_finds_nothing_at_its_addresses(world: World, address: str) -> None:
    page = b.kit(b.section(b.assets(b.asset())), brands=[world.north], title="Northern secret")
    draft = b.kit(b.section(b.points()), live=False)
    assert browser(world.sam).get(f"/marketing/kits/{page.pk}/{address}").status_code == 200
    eve = browser(world.eve)
    for kit_id in (page.pk, draft.pk, 10**9, 2**63):
        assert eve.get(f"/marketing/kits/{kit_id}/{address}").status_code == 404
    assert Client().get(f"/marketing/kits/{page.pk}/{address}").status_code == 302
    for listing in ("/marketing/", "/marketing/kits/", "/marketing/kits/?q=secret"):
        assert "Northern secret" not in eve.get(listing).content.decode()
        assert "Northern secret" in browser(world.sam).get(listing).content.decode()


def test_sections_of_a_model(world: World) -> None:
    one, two = (factories.VehicleModelFactory(brand=world.north) for _ in range(2))
    page = b.kit(
        b.section(b.points(), heading="Both"),
        b.section(b.points(), heading="One", models=[one]),
        b.section(b.points(), heading="Two", models=[two]),
        vehicle_models=[one, two],
    )
    client = browser(world.sam)
    shown = client.get(f"/marketing/kits/{page.pk}/?model={one.pk}").context["opened"]
    assert headings(shown) == ["Both", "One"]
    for nonsense in ("x", "-1", "9" * 30, "²"):
        assert len(client.get(f"/marketing/kits/{page.pk}/?model={nonsense}").context["opened"].sections) == 3


def test_the_showroom_shows_nothing_internal(world: World) -> None:
    picture, secret = b.asset("Picture", kind="picture"), b.asset("Training picture", kind="picture")
    sheet = b.asset("Price list")
    sheet.has_preview = False
    sheet.save()
    page = b.kit(
        b.section(b.assets(picture, sheet), b.points("Say our margin"), b.table(), b.link("Dealer site")),
        b.section(b.assets(secret), heading="Only dealers", dealers_only=True),
    )
    opened = open_kit(viewer=viewer_for(user=world.sam), kit_id=page.pk)
    slides = slides_of(opened)
    assert [(one.kind, one.title) for one in slides] == [
        ("cover", "Lodan kit"),
        ("picture", "Picture"),
        ("table", "Range"),
    ]
    text = browser(world.sam).get(f"/marketing/kits/{page.pk}/present/").content.decode()
    assert "420 km" in text
    for internal in ("Margin", "12 %", "Say our margin", "Dealer site", "Training picture", "Only dealers", "<header"):
        assert internal not in text, internal


def test_searchable_text_holds_what_everybody_sees_of_it(world: World) -> None:
    page = b.kit(
        b.section(b.points("Charges &amp; drives", "Too <dear>?"), b.table(), heading="Open"),
        b.section(b.points("hidden words"), heading="Closed", roles=[world.sales]),
    )
    text = searchable_text(page)
    for word in ("All of it.", "Open", "Charges & drives", "Too <dear>?", "Range 420 km 390 km"):
        assert word in text
    assert "hidden words" not in text
    assert "Closed" not in text


def test_marks_for_customers_follow_what_was_published(world: World) -> None:
    one, two, three = b.asset("1"), b.asset("2"), b.asset("3")
    page = b.kit(
        b.section(b.assets(one), b.assets(two, customers=False)), b.section(b.assets(three), dealers_only=True)
    )
    marks = dict(KitAsset.objects.filter(kit=page).values_list("asset__title", "for_customers"))
    assert marks == {"1": True, "2": False, "3": False}
    b.publish(page, b.section(b.assets(two), roles=[world.sales]), b.section(b.assets(three)))
    marks = dict(KitAsset.objects.filter(kit=page).values_list("asset__title", "for_customers"))
    assert marks == {"2": False, "3": True}


def test_statements_do_not_grow_with_what_is_in_it(world: World) -> None:
    few = b.kit(b.section(b.assets(b.asset())), b.section(b.points()), cover=b.asset())
    manuals = [factories.manual() for _ in range(4)]
    for manual in manuals:
        factories.edition(manual, pages=["x"])
    many = b.kit(
        *[b.section(b.assets(*[b.asset() for _ in range(5)]), b.publications(*manuals), b.table()) for _ in range(6)]
    )
    client = browser(world.sam)
    client.get("/marketing/")

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for page in ("", "present/", "share/"):
        # One statement more: the kit with publications asks for them.
        assert statements(f"/marketing/kits/{many.pk}/{page}") <= statements(f"/marketing/kits/{few.pk}/{page}") + 1
    before = {address: statements(address) for address in ("/marketing/", "/marketing/kits/")}
    for _ in range(5):
        b.kit(b.section(b.points()), cover=b.asset())
    for address, number in before.items():
        assert statements(address) <= number


def test_lists_are_narrowed_by_brand_model_and_words(world: World) -> None:
    model = factories.VehicleModelFactory(brand=world.north, code="LODAN")
    other = factories.VehicleModelFactory(brand=world.south, code="RIVA")
    b.kit(title="About Lodan", vehicle_models=[model])
    b.kit(title="About Riva", vehicle_models=[other])
    b.kit(title="About all")
    client = browser(world.oem)

    def found(**narrowed: str) -> set[str]:
        page = client.get("/marketing/kits/", narrowed).context["page_obj"]
        return {one.title for one in page.object_list}

    assert found() == {"About Lodan", "About Riva", "About all"}
    assert found(brand="north") == {"About Lodan", "About all"}
    assert found(model="RIVA") == {"About Riva", "About all"}
    assert found(q="lodan") == {"About Lodan"}
    assert found(q="\x00", page="99", brand="'") == {"About all"}
