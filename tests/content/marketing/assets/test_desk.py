"""Assets in the CMS: what authors see and change, many at once, uploads, captions; and that others' are absent."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.ingest.office import program
from content.marketing.assets.models import Asset, Captions, Keyword, Licence
from portal.core import storage
from portal.core.models import Event
from portal.network.departments import create_department
from portal.network.models import Department, User
from tests import factories
from tests.content.marketing.assets import files
from tests.content.marketing.assets.conftest import TakeIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def department(db: None) -> Department:
    factories.home_page()
    return create_department(code="marketing", name="Marketing")


@pytest.fixture
def author(department: Department) -> User:
    user = factories.UserFactory(username="author")
    user.groups.add(department.authors)
    return user


@pytest.fixture
def desk(author: User) -> Client:
    client = Client()
    client.force_login(author)
    return client


@pytest.fixture
def others(take_in: TakeIn, department: Department) -> Asset:
    """An asset of another department, not released."""
    return take_in(
        files.jpeg(seed=9), "theirs.jpg", live=False, department=create_department(code="sales", name="Sales")
    )


def row(department: Department, number: int, **facts: Any) -> Asset:
    """An asset without a file, for lists."""
    values = {"live": True, "state": "ready", "kind": "picture", "size": 1, "sha256": f"{number:064}"}
    return Asset.objects.create(department=department, title=f"Row {number}", **{**values, **facts})


def test_the_list_shows_one_s_own_and_filters(desk: Client, department: Department, others: Asset) -> None:
    now = timezone.now()
    made = {
        "draft": row(department, 1, live=False),
        "ending": row(department, 2, rights_until=now + timedelta(days=9)),
        "ended": row(department, 3, rights_until=now - timedelta(days=9)),
        "failed": row(department, 4, state="failed", reason="damaged", live=False),
        "twin": row(department, 5),
    }
    row(department, 6, sha256=made["twin"].sha256)

    def shown(**filters: str) -> set[str]:
        answer = desk.get(reverse("assets_desk:index"), filters)
        return {asset.title for asset in answer.context["page_obj"]}

    assert shown() == {f"Row {n}" for n in range(1, 7)}
    assert shown(state="draft") == {"Row 1"}
    assert shown(state="failed") == {"Row 4"}
    assert shown(shown="ending") == {"Row 2"}
    assert shown(shown="ended") == {"Row 3"}
    assert shown(shown="duplicates") == {"Row 5", "Row 6"}
    assert shown(q="row 3") == {"Row 3"}
    assert shown(q="theirs") == set()
    assert shown(kind="film") == set()


def test_the_list_asks_as_often_for_many_as_for_one(
    desk: Client, department: Department, django_assert_num_queries: Callable[..., Any]
) -> None:
    row(department, 1)
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse("assets_desk:index"))
    for number in range(2, 40):
        row(department, number)
    with django_assert_num_queries(len(one)):
        desk.get(reverse("assets_desk:index"))


def test_what_others_own_is_absent(desk: Client, others: Asset, take_in: TakeIn) -> None:
    for name in ("edit", "delete"):
        assert desk.get(reverse(f"assets_desk:{name}", args=[others.pk])).status_code == 404
    for name in ("edit", "captions", "retry", "delete"):
        assert desk.post(reverse(f"assets_desk:{name}", args=[others.pk])).status_code == 404
    assert desk.get(reverse("assets_desk:edit", args=[2**63])).status_code == 404
    picture = reverse("assets_desk:picture", args=[others.pk, "thumbnail"])
    assert desk.get(picture).status_code == 404, "a draft of others"
    assert desk.get(reverse("assets_desk:upload_states"), {"id": others.pk}).json() == {"states": {}}
    chosen = reverse("asset_chooser:chosen", args=[others.pk])
    assert desk.get(chosen).status_code == 404
    assert others.title not in desk.get(reverse("asset_chooser:choose")).content.decode()
    desk.post(reverse("assets_desk:change"), {"asset": [others.pk], "change": "yes", "release": "yes"})
    others.refresh_from_db()
    assert not others.live
    Asset.objects.filter(pk=others.pk).update(live=True)
    assert desk.get(picture).status_code == 200, "what is released is come across"
    assert desk.get(chosen).status_code == 200


def test_dealers_have_no_way_in(technician_client: Client, take_in: TakeIn) -> None:
    asset = take_in(files.jpeg())
    for name in ("edit", "delete"):
        assert technician_client.get(reverse(f"assets_desk:{name}", args=[asset.pk])).status_code == 302
    for name in ("index", "upload", "upload_states"):
        assert technician_client.get(reverse(f"assets_desk:{name}")).status_code == 302
    assert technician_client.get(reverse("assets_desk:picture", args=[asset.pk, "preview"])).status_code == 302


def test_an_asset_is_edited_and_released(desk: Client, take_in: TakeIn, department: Department) -> None:
    asset = take_in(files.jpeg(gps=True), live=False)
    region = factories.RegionFactory()
    page = desk.get(reverse("assets_desk:edit", args=[asset.pk]))
    assert "49.5, 8.6" in page.content.decode()
    sent = {
        "title": "Falcon at dawn",
        "department": department.pk,
        "people": "none",
        "focal_x": "0.2",
        "focal_y": "0.5",
        "live": "on",
        "territory": [region.pk],
        "audience_regions": [region.pk],
    }
    assert desk.post(reverse("assets_desk:edit", args=[asset.pk]), sent).status_code == 302
    asset = Asset.objects.get(pk=asset.pk)
    assert (asset.title, asset.live, asset.focal_x) == ("Falcon at dawn", True, 0.2)
    assert list(asset.territory.all()) == [region]
    assert asset.released_at is not None
    verbs = set(Event.objects.filter(subject=f"asset:{asset.pk}").values_list("verb", flat=True))
    assert {"asset.received", "asset.changed", "asset.released"} <= verbs
    answer = desk.post(reverse("assets_desk:edit", args=[asset.pk]), {**sent, "people": "missing"})
    assert (answer.status_code, "people" in answer.context["form"].errors) == (422, True)
    stolen = {**sent, "department": create_department(code="else", name="Else").pk}
    assert desk.post(reverse("assets_desk:edit", args=[asset.pk]), stolen).status_code == 422


class TestMany:
    def test_a_selection_is_changed_at_once_and_says_what_it_left(
        self, desk: Client, department: Department, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        rows = [row(department, number, live=False) for number in range(1, 31)]
        Asset.objects.filter(pk=rows[0].pk).update(people="missing")
        keyword, brand = Keyword.objects.create(code="launch", name="Launch"), factories.BrandFactory()
        sent = {
            "asset": [one.pk for one in rows],
            "change": "yes",
            "release": "yes",
            "keywords": [keyword.pk],
            "set_audience": "on",
            "audience_brands": [brand.pk],
            "effective_from": "2026-03-01 08:00",
        }
        with django_assert_max_num_queries(40):
            answer = desk.post(reverse("assets_desk:change"), sent)
        assert answer.status_code == 302
        released = Asset.objects.filter(live=True, keywords=keyword, audience_brands=brand, released_at__isnull=False)
        assert released.count() == 29
        held = Asset.objects.get(pk=rows[0].pk)
        assert (held.live, held.keywords.count()) == (False, 0)
        desk.post(reverse("assets_desk:change"), {**sent, "audience_brands": [], "release": ""})
        assert Asset.objects.filter(audience_brands__isnull=False).count() == 0

    def test_all_of_a_list_may_be_chosen(self, desk: Client, department: Department) -> None:
        for number in range(1, 61):
            row(department, number, live=False, collection="Launch" if number > 5 else "Other")
        page = desk.post(reverse("assets_desk:change"), {"all": "yes", "collection": "Launch"})
        assert len(page.context["ids"]) == 55

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"set_rights": "on", "rights_from": "2026-03-02 00:00", "rights_until": "2026-03-01 00:00"},
            {"release": "nonsense"},
        ],
    )
    def test_what_makes_no_sense_changes_nothing(
        self, desk: Client, department: Department, sent: dict[str, str]
    ) -> None:
        one = row(department, 1, live=False)
        answer = desk.post(reverse("assets_desk:change"), {"asset": [one.pk], "change": "yes", **sent})
        assert answer.status_code == 422

    def test_a_licence_that_asks_for_a_credit_holds(self, desk: Client, department: Department) -> None:
        one = row(department, 1)
        licence = Licence.objects.create(code="by", name="By", needs_attribution=True)
        sent = {"asset": [one.pk], "change": "yes", "set_rights": "on", "licence": licence.pk}
        desk.post(reverse("assets_desk:change"), sent)
        assert Asset.objects.get(pk=one.pk).licence is None
        desk.post(reverse("assets_desk:change"), {**sent, "credit": "Ann"})
        assert Asset.objects.get(pk=one.pk).licence == licence


def sent_up(client: Client, data: bytes, name: str) -> str:
    """An upload that has arrived in full; its id."""
    begun = client.post(
        reverse("delivery:uploads"), json.dumps({"name": name, "size": len(data)}), content_type="application/json"
    ).json()
    client.put(f"{begun['url']}/parts/1", data, content_type="application/octet-stream")
    client.post(f"{begun['url']}/complete", "{}", content_type="application/json")
    upload_id: str = begun["id"]
    return upload_id


class TestUploading:
    def test_a_folder_becomes_assets(self, desk: Client, department: Department) -> None:
        keyword = Keyword.objects.create(code="exterior", name="Exterior", name_zh="外观")
        data = files.jpeg(seed=4)
        body = {
            "department": department.pk,
            "upload_id": sent_up(desk, data, "雪.jpg"),
            "path": "Launch 2026/外观/雪.jpg",
        }
        answer = desk.post(reverse("assets_desk:upload_row"), body)
        assert answer.status_code == 201
        asset = Asset.objects.get()
        assert (asset.title, asset.collection, asset.live) == ("雪", "Launch 2026 / 外观", False)
        assert list(asset.keywords.all()) == [keyword]
        again = desk.post(reverse("assets_desk:upload_row"), body)
        assert (again.status_code, again.json()["asset"]) == (200, asset.pk)
        twin = {**body, "upload_id": sent_up(desk, data, "copy.jpg")}
        assert [one["title"] for one in desk.post(reverse("assets_desk:upload_row"), twin).json()["same"]] == ["雪"]
        states = desk.get(reverse("assets_desk:upload_states"), {"id": asset.pk}).json()["states"]
        assert states[str(asset.pk)]["state"] == "received"

    def test_what_is_refused_says_why(self, desk: Client, department: Department) -> None:
        body = {"department": department.pk, "upload_id": sent_up(desk, b"MZ" + b"\0" * 99, "a.jpg"), "path": "a.jpg"}
        answer = desk.post(reverse("assets_desk:upload_row"), body)
        assert (answer.status_code, "program" in answer.json()["error"]) == (422, True)
        assert not Asset.objects.exists()

    def test_another_department_or_upload_is_refused(self, desk: Client, department: Department) -> None:
        foreign = create_department(code="sales", name="Sales")
        upload = sent_up(desk, files.jpeg(), "a.jpg")
        for body in (
            {"department": foreign.pk, "upload_id": upload},
            {"department": department.pk, "upload_id": "6f0e1f3c-5f0c-4d8e-9a49-6f2b8d0a7c11"},
        ):
            assert desk.post(reverse("assets_desk:upload_row"), body).status_code == 422
        assert not Asset.objects.exists()

    def test_a_store_that_is_away_keeps_nothing(
        self, desk: Client, department: Department, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = {"department": department.pk, "upload_id": sent_up(desk, files.jpeg(), "a.jpg"), "path": "a.jpg"}

        def away(**_facts: object) -> None:
            raise storage.StorageUnavailable

        with monkeypatch.context() as patch:
            patch.setattr(storage, "save", away)
            assert desk.post(reverse("assets_desk:upload_row"), body).status_code == 503
        assert not Asset.objects.exists()
        assert desk.post(reverse("assets_desk:upload_row"), body).status_code == 201


def test_captions_are_taken_in_and_out(desk: Client, take_in: TakeIn) -> None:
    asset = take_in(files.film(), "drive.mp4", work=False)
    address = reverse("assets_desk:captions", args=[asset.pk])
    good = io.BytesIO(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<b>Hello</b> & <script>x</script>\n")
    good.name = "en.vtt"
    desk.post(address, {"language": "en", "file": good})
    row = Captions.objects.get()
    assert row.text == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello &amp; x\n"
    bad = io.BytesIO(b"not captions")
    bad.name = "de.vtt"
    desk.post(address, {"language": "de", "file": bad})
    assert Captions.objects.count() == 1
    desk.post(address, {"remove": "en"})
    assert not Captions.objects.exists()


def test_a_deleted_asset_leaves_no_file_that_nobody_else_has(
    desk: Client, take_in: TakeIn, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    first, twin = take_in(files.jpeg()), take_in(files.jpeg(), "twin.jpg")
    for asset, left in ((first, True), (twin, False)):
        assert desk.get(reverse("assets_desk:delete", args=[asset.pk])).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(reverse("assets_desk:delete", args=[asset.pk]))
        assert storage.exists(name=asset.stored_as) is left
        assert storage.exists(name=asset.derived("thumbnail")) is left
    assert not Asset.objects.exists()


def test_a_failed_asset_is_read_again(desk: Client, take_in: TakeIn) -> None:
    asset = take_in(b"%PDF-1.7 nothing", "broken.pdf", live=False)
    desk.post(reverse("assets_desk:retry", args=[asset.pk]))
    asset.refresh_from_db()
    assert asset.state in ("received", "failed")
    assert asset.work.get().attempts in (0, 1)


def test_the_tables_are_for_administrators(desk: Client) -> None:
    admin = Client()
    admin.force_login(factories.UserFactory(username="root", is_superuser=True))
    for name in ("keyword", "licence", "channel"):
        address = reverse(f"{name}:index")
        assert admin.get(address).status_code == 200
        assert desk.get(address).status_code == 302


def test_the_author_reads_what_is_not_removed_and_why_there_is_no_preview(
    desk: Client, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "PROGRAM", "no-such-program")
    word = take_in(files.docx(), "prices.docx")
    page = desk.get(reverse("assets_desk:edit", args=[word.pk])).content.decode()
    assert "This server cannot print Office files." in page
    assert reverse("assets_desk:retry", args=[word.pk]) in page
    assert "taken" not in page
    package = take_in(files.archive({"a.jpg": files.jpeg(gps=True)}), "print.zip")
    page = desk.get(reverse("assets_desk:edit", args=[package.pk])).content.decode()
    assert "1 picture in this file says where it was taken." in page
    assert "There is no preview" not in page
