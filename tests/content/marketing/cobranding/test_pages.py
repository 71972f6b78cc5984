"""The pages for dealers: gallery, form, preview, saving, profile, downloads."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from content.marketing.cobranding.models import DealerProfile, DealerUpload, Filling, Print
from portal.core import outbox
from portal.core.models import Event
from tests.content.marketing.cobranding.builders import filling, picture, template, upload

BASE = "/marketing/prints/"


def test_from_the_gallery_to_the_file(house: SimpleNamespace) -> None:
    found = template(title="Summer flyer", title_zh="夏季传单")
    client = house.seller_client
    assert "Summer flyer" in client.get(BASE).content.decode()
    begun = client.post(f"{BASE}t/{found.pk}/begin", {"dealer": house.dealer.pk})
    made = Filling.objects.get()
    assert begun["Location"] == f"{BASE}f/{made.pk}/"
    values = {"edit": 0, "title": "June flyer", "f-offer": "Brakes\r\nfor less", "f-price": "49", "print": "press"}
    printed = client.post(begun["Location"], values)
    row = Print.objects.get()
    assert printed["Location"] == f"{BASE}made/{row.pk}/"
    assert "Download" in client.get(printed["Location"]).content.decode()
    file = client.get(f"{BASE}made/{row.pk}/file")
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == 'attachment; filename="June-flyer_D-1_print.pdf"'
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    made.refresh_from_db()
    assert made.values == {"offer": "Brakes\nfor less", "price": "49"}
    verbs = ["filling.begun", "filling.changed", "print.made", "print.taken"]
    ours = Event.objects.filter(verb__regex=r"^(filling|print|print_template)\.")
    assert sorted(ours.values_list("verb", flat=True)) == sorted([*verbs, "print_template.published"])


def test_the_gallery_is_narrowed(house: SimpleNamespace) -> None:
    flyer = template(title="Flyer", brands=[house.brand])
    card = template(title="Card", width_mm=148, height_mm=105, language="zh-hans", summary="Post it")
    client = house.seller_client

    def listed(**chosen: str) -> set[int]:
        return {one.pk for one in client.get(BASE, chosen).context["page_obj"]}

    assert listed() == {flyer.pk, card.pk}
    assert listed(q="post") == {card.pk}
    assert listed(size="210x297") == {flyer.pk}
    assert listed(language="zh-hans") == {card.pk}
    assert listed(brand="falcon") == {flyer.pk, card.pk}
    assert listed(brand="gull") == {card.pk}
    assert listed(size="x'", language="'", brand="\x00", q="\x00flyer") == {flyer.pk}
    choices = client.get(BASE).context["choices"]
    assert choices["sizes"] == [("148x105", "A6 landscape"), ("210x297", "A4")]
    assert choices["brands"] == [("falcon", "Falcon")]


def test_statements_do_not_grow(house: SimpleNamespace, django_assert_max_num_queries: object) -> None:
    def count(address: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert house.seller_client.get(address).status_code == 200
        return len(captured)

    found = template()
    filling(found, dealer=house.dealer, user=house.seller)
    few = {address: count(address) for address in (BASE, f"{BASE}mine/")}
    for _copy in range(5):
        filling(template(), dealer=house.dealer, user=house.manager)
        filling(found, dealer=house.dealer, user=house.seller)
    assert {address: count(address) for address in few} == few


def test_the_form_shows_what_stands_there(house: SimpleNamespace) -> None:
    DealerProfile.objects.create(dealer=house.dealer, number=1, name="Riverside & Sons", name_zh="北辰")
    made = filling(template(), dealer=house.dealer, offer="<script>alert(1)</script>")
    page = house.seller_client.get(f"{BASE}f/{made.pk}/")
    said = page.content.decode()
    assert "Riverside &amp; Sons" in said
    assert "<script>alert(1)</script>" not in said
    assert "&lt;script&gt;" in said
    rows = {row.field.name: row.value for row in page.context["rows"]}
    assert rows["dealer"] == "Riverside & Sons"


def test_what_says_what_stands_there_anyway_follows_the_profile(house: SimpleNamespace) -> None:
    profile = DealerProfile.objects.create(dealer=house.dealer, number=1, name="Riverside")
    made = filling(template(), dealer=house.dealer)
    address = f"{BASE}f/{made.pk}/"
    house.seller_client.post(address, {"edit": 0, "f-dealer": profile.name, "f-offer": ""})
    made.refresh_from_db()
    assert made.values == {"offer": ""}
    DealerProfile.objects.create(dealer=house.dealer, number=2, name="Harbour")
    rows = {row.field.name: row.value for row in house.seller_client.get(address).context["rows"]}
    assert (rows["dealer"], rows["offer"]) == ("Harbour", "")


def test_locked_fields_and_strangers_are_not_taken(house: SimpleNamespace) -> None:
    fields = [{"kind": "text", "name": "terms", "label": "Terms", "value": "Only here.", "locked": True}]
    made = filling(template(fields=fields, html='<field name="terms"></field>', css=""), dealer=house.dealer)
    address = f"{BASE}f/{made.pk}/"
    sent = house.seller_client.post(address, {"edit": 0, "f-terms": "Free for all", "f-x": "y", "print": "png"})
    assert sent.status_code == 302
    assert Print.objects.get().values == {}
    made.values = {"terms": "Free for all"}
    made.save()
    rows = house.seller_client.get(address).context["rows"]
    assert [(row.shape, row.value) for row in rows] == [("fixed", "Only here.")]


def test_two_at_once_do_not_lose_a_change(house: SimpleNamespace) -> None:
    made = filling(template(), dealer=house.dealer, user=house.seller)
    address = f"{BASE}f/{made.pk}/"
    assert house.manager_client.post(address, {"edit": 0, "f-offer": "First"}).status_code == 302
    late = house.seller_client.post(address, {"edit": 0, "f-offer": "Second"})
    assert late.status_code == 409
    assert "Second" in late.content.decode()
    made.refresh_from_db()
    assert (made.values["offer"], made.edit) == ("First", 1)


def test_what_cannot_be_printed_is_kept_and_said(house: SimpleNamespace) -> None:
    made = filling(template(), dealer=house.dealer)
    page = house.seller_client.post(f"{BASE}f/{made.pk}/", {"edit": 0, "f-price": "a lot", "print": "screen"})
    assert page.status_code == 422
    errors = {row.field.name: row.error for row in page.context["rows"] if row.error}
    assert errors.keys() == {"price"}
    assert 'aria-invalid="true"' in page.content.decode()
    made.refresh_from_db()
    assert made.values == {"price": "a lot"}
    assert not Print.objects.exists()


def test_the_preview_shows_and_says(house: SimpleNamespace) -> None:
    made = filling(template(), dealer=house.dealer)
    address = f"{BASE}f/{made.pk}/preview"
    told = house.seller_client.post(address, {"page": 1, "f-offer": "Short"}).json()
    assert (told["errors"], told["problem"], told["page"]) == ({}, "", 1)
    assert told["src"].startswith("data:image/webp;base64,")
    told = house.seller_client.post(address, {"page": 77, "f-offer": "x " * 300, "f-price": "1.2.3.4"}).json()
    assert told["errors"].keys() == {"offer", "price"}
    assert told["src"]
    made.refresh_from_db()
    assert made.values == {}


def test_doubles_renewals_and_removal(house: SimpleNamespace) -> None:
    found = template()
    made = filling(found, dealer=house.dealer, offer="Mine")
    client = house.seller_client
    doubled = Filling.objects.get(pk=int(client.post(f"{BASE}f/{made.pk}/double")["Location"].split("/")[-2]))
    assert (doubled.values, doubled.created_by) == ({"offer": "Mine"}, house.seller)
    client.post(f"{BASE}f/{made.pk}/renew")
    assert Filling.objects.count() == 2  # it is the newest already
    row = Print.objects.create(filling=made, dealer=house.dealer, version=made.version, title="x", kind="png")
    assert client.post(f"{BASE}f/{made.pk}/remove").status_code == 302
    row.refresh_from_db()
    assert row.filling is None
    assert client.get(f"{BASE}made/{row.pk}/").status_code == 200


class TestPictures:
    fields = [{"kind": "picture", "name": "car", "label": "Car", "width_mm": 20, "height_mm": 10, "assets": False}]

    @pytest.fixture
    def made(self, house: SimpleNamespace) -> Filling:
        return filling(
            template(fields=self.fields, html='<field name="car"></field>', css="", width_mm=60, height_mm=60),
            dealer=house.dealer,
        )

    def test_one_is_brought_chosen_and_printed(self, house: SimpleNamespace, made: Filling) -> None:
        client = house.seller_client
        told = client.post(f"{BASE}f/{made.pk}/picture", {"file": upload(picture(400, 300))}).json()
        assert told["size"] == "400 × 300"
        assert client.get(told["address"])["Content-Type"] == "image/png"
        again = client.post(f"{BASE}f/{made.pk}/picture", {"file": upload(picture(400, 300))}).json()
        assert again["value"] == told["value"]
        sent = client.post(f"{BASE}f/{made.pk}/", {"edit": 0, "f-car": told["value"], "print": "jpeg"})
        assert sent.status_code == 302
        (row,) = client.get(f"{BASE}f/{made.pk}/").context["rows"]
        assert [choice.chosen for choice in row.pictures] == [True]

    @pytest.mark.parametrize(
        "data", [b"", b"no picture", b"%PDF-1.4", b"<svg><broken", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50]
    )
    def test_what_is_no_picture(self, house: SimpleNamespace, made: Filling, data: bytes) -> None:
        told = house.seller_client.post(f"{BASE}f/{made.pk}/picture", {"file": upload(data)})
        assert told.status_code == 422
        assert told.json()["problem"]
        assert not DealerUpload.objects.exists()

    def test_a_picture_bomb(self, house: SimpleNamespace, made: Filling) -> None:
        bomb = picture(8000, 6000)
        told = house.seller_client.post(f"{BASE}f/{made.pk}/picture", {"file": upload(bomb)})
        assert told.status_code == 422

    @pytest.mark.parametrize("typed", ["upload:0", "upload:x", "asset:9", "upload:" + "9" * 40, "7", "upload:-1"])
    def test_strange_choices(self, house: SimpleNamespace, made: Filling, typed: str) -> None:
        sent = house.seller_client.post(f"{BASE}f/{made.pk}/preview", {"f-car": typed, "page": 1})
        assert sent.status_code == 200


class TestProfile:
    def test_its_manager_keeps_it_in_versions(self, house: SimpleNamespace) -> None:
        address = f"{BASE}dealers/{house.dealer.pk}/"
        said = {"name": "Riverside", "name_zh": "北辰", "hours": "Mon\r\nFri", "web": "https://riverside.example"}
        logo = upload(picture(600, 200), "logo.png")
        assert house.manager_client.post(address, {**said, "built_on": 0, "new_logo": logo}).status_code == 302
        first = DealerProfile.objects.get()
        assert (first.number, first.hours, first.made_by, first.logo.kind) == (1, "Mon\nFri", house.manager, "logo")
        house.manager_client.post(address, {**said, "built_on": 1})
        assert DealerProfile.objects.count() == 1  # nothing changed
        house.manager_client.post(address, {**said, "name": "Harbour", "built_on": 1, "without_logo": "on"})
        second = DealerProfile.objects.get(number=2)
        assert (second.name, second.logo) == ("Harbour", None)
        with pytest.raises(TypeError):
            second.save()

    def test_the_older_page_does_not_win(self, house: SimpleNamespace) -> None:
        address = f"{BASE}dealers/{house.dealer.pk}/"
        house.manager_client.post(address, {"name": "One", "built_on": 0})
        late = house.manager_client.post(address, {"name": "Two", "built_on": 0})
        assert "meantime" in late.content.decode()
        assert DealerProfile.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"name": ""}, "name"),
            ({"web": "http://plain.example"}, "web"),
            ({"email": "nobody"}, "email"),
            ({"name": "x" * 161}, "name"),
        ],
    )
    def test_what_is_wrong_is_said(self, house: SimpleNamespace, said: dict[str, str], field: str) -> None:
        address = f"{BASE}dealers/{house.dealer.pk}/"
        page = house.manager_client.post(address, {"name": "Riverside", "built_on": 0, **said})
        assert page.context["form"].errors.keys() == {field}
        assert not DealerProfile.objects.exists()

    def test_a_bad_logo_changes_nothing(self, house: SimpleNamespace) -> None:
        address = f"{BASE}dealers/{house.dealer.pk}/"
        logo = upload(b"<svg", "logo.svg")
        page = house.manager_client.post(address, {"name": "New", "built_on": 0, "new_logo": logo})
        assert page.context["form"].errors.keys() == {"new_logo"}
        assert not DealerProfile.objects.exists()


def test_a_long_print_says_when_it_is_ready(house: SimpleNamespace) -> None:
    html = "".join(f'<section class="p">Page {number}</section>' for number in range(1, 6))
    css = ".p { break-after: page } .p:last-child { break-after: auto }"
    made = filling(template(html=html, css=css, fields=[], pages=5), dealer=house.dealer)
    client: Client = house.seller_client
    address = client.post(f"{BASE}f/{made.pk}/", {"edit": 0, "print": "screen"})["Location"]
    assert "hx-get" in client.get(address).content.decode()
    assert client.get(f"{address}file").status_code == 409
    outbox.work_off(seconds=20)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-get" not in part
    assert "Download" in part
