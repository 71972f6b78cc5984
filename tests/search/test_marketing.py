"""What marketing sends in dealer search: found by whom, shown how, and gone when it should be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.signals import published

from content.marketing.assets.api import Asset, asset_changed
from content.marketing.assets.models import Captions, Keyword
from content.marketing.campaigns.api import Campaign
from content.marketing.cobranding.api import PrintTemplate
from content.marketing.kits.api import SalesKit
from portal.core import outbox
from portal.network.models import Department, User
from search.audit import audit, repair
from search.engines.base import SearchEngine
from tests import factories
from tests.content.marketing.campaigns import builders as campaigns
from tests.content.marketing.cobranding import builders as prints
from tests.content.marketing.kits import builders as kits

pytestmark = pytest.mark.django_db
Commit = Callable[..., Any]
HOUR = timedelta(hours=1)
CAPTIONS = """WEBVTT

00:01.000 --> 00:04.000
Welcome to the coast road.

01:05.000 --> 01:09.000
The panoramic roof opens in eight seconds.
"""


@pytest.fixture
def committed(index: SearchEngine, django_capture_on_commit_callbacks: Commit) -> Commit:
    """A block whose changes the (eager) worker has brought to the index when it is left."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def asset(committed: Commit) -> Callable[..., Asset]:
    """An asset as it is when its file was read. The lists are its audience and its territory."""

    def made(title: str = "Coast road", **fields: Any) -> Asset:
        department = Department.objects.first() or factories.DepartmentFactory()
        lists = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
        number = factories.next_number()
        facts = {"kind": "picture", "extension": "jpg", "size": 2_000_000, "width": 1600, "height": 900, **fields}
        row = Asset(title=title, department=department, sha256=f"{number:064}", state="ready", live=True, **facts)
        for name, rows in lists.items():
            setattr(row, name, rows)
        with committed():
            row.save()
            asset_changed.send(Asset, asset_ids=[row.pk])
        return row

    return made


def found(client: Client, q: str, **more: str) -> list[int]:
    return [hit.id for hit in client.get("/search/", {"q": q, **more}).context["answer"].hits]


def test_an_asset_is_found_by_its_words_and_shown_as_what_it_is(
    technician_client: Client, asset: Callable[..., Asset], committed: Commit
) -> None:
    keyword = Keyword.objects.create(name="Sunrise", name_zh="日出")
    one = asset(title_zh="海岸公路", keywords=[keyword], has_preview=True, collection="Spring shoot")
    other = asset("Workshop")
    page = technician_client.get("/search/", {"q": "coast"})
    (hit,) = page.context["answer"].hits
    assert (hit.id, hit.kind_label, hit.url) == (one.pk, "Picture", reverse("assets:asset", args=[one.pk]))
    text = page.content.decode()
    for part in (reverse("assets:thumbnail", args=[one.pk]), "JPG", "1600 × 900", "Spring shoot"):
        assert part in text, part
    assert found(technician_client, "日出") == [one.pk]
    assert found(technician_client, "海岸公路", tab="marketing", type="asset_picture") == [one.pk]
    assert found(technician_client, "coast", tab="manuals") == []
    assert other.pk not in found(technician_client, "coast")
    with committed():
        Asset.objects.filter(pk=one.pk).update(live=False)
        asset_changed.send(Asset, asset_ids=[one.pk])
    assert found(technician_client, "coast") == []


def test_what_is_said_in_a_film_opens_at_its_second(
    technician_client: Client, asset: Callable[..., Asset], committed: Commit
) -> None:
    film = asset("Lodan on the road", kind="film", extension="mp4", seconds=83.0)
    with committed():
        Captions.objects.create(asset=film, language="en", text=CAPTIONS, cues=2)
        asset_changed.send(Asset, asset_ids=[film.pk])
    page = technician_client.get("/search/", {"q": "panoramic roof"})
    (hit,) = page.context["answer"].hits
    assert (hit.kind_label, [(one.label, one.is_cue) for one in hit.pages]) == ("Film", [("1:05", True)])
    assert f'href="{reverse("assets:asset", args=[film.pk])}#t=65"' in page.content.decode()
    assert "1:23" in page.content.decode()


def hide(how: str, technician: User, outsider: User) -> dict[str, Any]:
    """Facts of an asset that the technician may not find. Rights count as much as the audience."""
    now = timezone.now()
    mine, theirs = technician.memberships.get().dealer, outsider.memberships.get().dealer
    return {
        "brand": {"audience_brands": [theirs.brands.get()]},
        "territory": {"territory": [theirs.region]},
        "nowhere": {"audience_regions": [mine.region], "territory": [theirs.region]},
        "embargo": {"effective_from": now + HOUR},
        "rights ended": {"rights_until": now - HOUR},
    }[how]


@pytest.mark.parametrize("how", ["brand", "territory", "nowhere", "embargo", "rights ended"])
def test_what_is_hidden_is_in_no_hit_no_count_and_no_suggestion(
    technician_client: Client, technician: User, outsider: User, asset: Callable[..., Asset], how: str
) -> None:
    theirs = technician.memberships.get().dealer
    seen = asset("Coast road", territory=[theirs.region])
    asset("Coast of secrets", **hide(how, technician, outsider))
    context = technician_client.get("/search/", {"q": "coast"}).context
    assert [hit.id for hit in context["answer"].hits] == [seen.pk]
    assert (context["answer"].total, context["answer"].tabs["marketing"]) == (1, 1)
    assert "secrets" not in technician_client.get("/search/suggest", {"q": "coas"}).content.decode().lower()


def test_the_database_decides_while_the_index_is_old(technician_client: Client, asset: Callable[..., Asset]) -> None:
    one = asset()
    Asset.objects.filter(pk=one.pk).update(rights_until=timezone.now() - HOUR)
    assert found(technician_client, "coast") == []


def test_statements_do_not_grow(
    technician_client: Client, asset: Callable[..., Asset], django_assert_max_num_queries: Commit
) -> None:
    for number in range(5):
        asset(f"Coast road {number}")
    technician_client.get("/search/", {"q": "coast"})
    with django_assert_max_num_queries(12):
        assert len(found(technician_client, "coast")) == 5


def test_what_went_astray_is_found_and_mended(index: SearchEngine, asset: Callable[..., Asset]) -> None:
    one, two = asset(), asset("Sea road")
    assert audit(engine=index).is_clean
    index.delete(ids=[f"asset:{one.pk}"])
    Asset.objects.filter(pk=two.pk).update(title="Mountain road")
    index.refresh()
    wrong = audit(engine=index)
    assert (wrong.missing, wrong.stale) == ((f"asset:{one.pk}",), (f"asset:{two.pk}",))
    repair(engine=index, found=wrong)
    outbox.work_off(seconds=20)
    assert audit(engine=index).is_clean


@pytest.fixture
def kit(committed: Commit, settings: Settings, tmp_path: Path) -> Callable[..., SalesKit]:
    """A kit that was published; the worker has brought it to the index."""
    settings.S3_BUCKET, settings.FILES_DIR = "", str(tmp_path / "files")
    factories.section()

    def made(*sections: kits.Raw, **fields: Any) -> SalesKit:
        with committed():
            return kits.kit(*sections, **fields)

    return made


def test_a_kit_is_found_by_what_everybody_sees_in_it(
    technician_client: Client, technician: User, kit: Callable[..., SalesKit], committed: Commit
) -> None:
    secret = factories.JobRoleFactory()
    cover = kits.asset("Front view")
    page = kit(
        kits.section(kits.points("It charges in twenty minutes."), kits.table()),
        kits.section(kits.points("Our margin is glorious."), roles=[secret]),
        cover=cover,
        title="Lodan arguments",
    )
    answer = technician_client.get("/search/", {"q": "charges minutes"})
    (hit,) = answer.context["answer"].hits
    assert (hit.id, hit.kind_label, hit.document_number) == (page.pk, "Sales kit", page.document_number)
    assert reverse("assets:thumbnail", args=[cover.pk]) in answer.content.decode()
    assert found(technician_client, "glorious") == []
    Asset.objects.filter(pk=cover.pk).update(rights_until=timezone.now() - HOUR)
    shown = technician_client.get("/search/", {"q": "arguments", "type": "sales_kit"}).content.decode()
    assert "Lodan arguments" in shown
    assert reverse("assets:thumbnail", args=[cover.pk]) not in shown
    with committed():
        page.unpublish()
    assert found(technician_client, "charges minutes") == []


def test_captions_of_assets_are_found_in_no_kit(technician_client: Client, kit: Callable[..., SalesKit]) -> None:
    """Who may not have the asset does not read of it."""
    hidden = kits.asset(brands=[factories.BrandFactory()])
    kit(kits.section(kits.assets(hidden, caption="Prototype in winter"), kits.link("Our site")))
    assert found(technician_client, "prototype winter") == []


def test_a_kit_for_others_is_not_found(technician_client: Client, outsider: User, kit: Callable[..., SalesKit]) -> None:
    theirs = outsider.memberships.get().dealer.brands.get()
    kit(kits.section(kits.points("It charges.")), brands=[theirs], title="Kit of secrets")
    kit(kits.section(kits.points("It charges.")), effective_from=timezone.now() + HOUR, title="Kit of secrets")
    context = technician_client.get("/search/", {"q": "charges"}).context
    assert (context["answer"].total, context["answer"].tabs["marketing"]) == (0, 0)
    assert "secrets" not in technician_client.get("/search/suggest", {"q": "kit of"}).content.decode()


def test_a_print_template_is_found_while_it_may_be_filled_in(
    technician_client: Client, outsider: User, committed: Commit, settings: Settings, tmp_path: Path
) -> None:
    settings.S3_BUCKET, settings.FILES_DIR = "", str(tmp_path / "files")
    theirs = outsider.memberships.get().dealer.brands.get()
    with committed():
        mine = prints.template(title="Summer flyer", title_zh="夏季传单", width_mm=105, height_mm=148)
        published.send(PrintTemplate, instance=mine)
        other = prints.template(title="Summer of secrets", brands=[theirs])
        published.send(PrintTemplate, instance=other)
    page = technician_client.get("/search/", {"q": "夏季传单"})
    (hit,) = page.context["answer"].hits
    assert (hit.id, hit.kind_label, hit.marketing.facts) == (mine.pk, "Print template", ("A6",))
    assert found(technician_client, "summer") == [mine.pk]
    PrintTemplate.objects.filter(pk=mine.pk).update(expires_at=timezone.now() - HOUR)
    assert found(technician_client, "summer") == []


def test_a_campaign_is_found_while_it_runs_and_not_a_second_earlier(
    technician_client: Client, outsider: User, committed: Commit
) -> None:
    theirs = outsider.memberships.get().dealer.brands.get()
    story = [campaigns.block("text", heading="Winter check", text="<p>Eight steps &amp; a smile.</p>")]
    asset = Asset.objects.create(
        title="Secret prototype",
        department=factories.section().department,
        sha256="0" * 64,
        size=1,
        kind="picture",
        state="ready",
        live=False,
    )
    picture = campaigns.block("picture", asset=asset.pk, alt="A secret prototype", caption="")
    with committed():
        running = campaigns.campaign(title="Winter", body=[*story, picture])
        coming = campaigns.campaign(title="Winter of secrets", body=story, begins=timezone.now() + HOUR)
        campaigns.campaign(title="Winter of others", body=story, brands=[theirs])
    page = technician_client.get("/search/", {"q": "eight steps"})
    (hit,) = page.context["answer"].hits
    assert (hit.id, hit.kind_label) == (running.pk, "Campaign")
    assert page.context["answer"].tabs["marketing"] == 1
    assert found(technician_client, "prototype") == []
    with committed():
        campaigns.publish(coming, effective_from=timezone.now() - HOUR)
    assert sorted(found(technician_client, "eight steps")) == sorted([running.pk, coming.pk])
    Campaign.objects.filter(pk=running.pk).update(expires_at=timezone.now() - HOUR)
    assert found(technician_client, "eight steps") == [coming.pk]
