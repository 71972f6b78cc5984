"""Nobody finds what is not theirs: hits, totals, facets, suggestions, did-you-mean, API, search inside a manual."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content.library import api as library
from content.library.models import Edition, Manual
from portal.network.api import viewer_for
from portal.network.models import Brand, Membership, User
from search import answers
from search.engines.base import SearchEngine
from tests import factories
from tests.search.conftest import Publish, index, publish

__all__ = ["index", "publish"]
pytestmark = pytest.mark.django_db

TEXT = "The zephyrus gearbox takes 64 N·m. P0420. 变速箱油"
SECRET_TITLE = "Zephyrus launch manual"


@pytest.fixture
def open_manual(publish: Publish, technician: User) -> Manual:
    """What the technician may see."""
    manual = factories.manual(title="Falcon manual", brands=[Brand.objects.get(code="north")])
    publish(manual, pages=["The falcon gearbox takes 25 N·m."])
    return manual


def hide(how: str, publish: Publish, commit: Callable[..., object]) -> None:
    """A manual full of what must not be found by the technician, hidden for the given reason."""
    now = timezone.now()
    fields: dict[str, object] = {"title": SECRET_TITLE, "document_number": "ZEPHYR-1"}
    other = factories.BrandFactory(code="other")
    rows = [{"brand": other, "model": factories.VehicleModelFactory(brand=other, code="ZX9")}]
    reasons: dict[str, dict[str, object]] = {
        "brand": {"brands": [other]},
        "region": {"regions": [factories.RegionFactory()]},
        "tier": {"tiers": [factories.DealerTierFactory()]},
        "role": {"roles": [factories.JobRoleFactory()]},
        "dealer": {"dealers": [factories.DealerFactory()]},
        "not yet visible": {"effective_from": now + timedelta(hours=1)},
        "expired": {"expires_at": now - timedelta(seconds=2)},
    }
    manual = factories.manual(**(fields | reasons.get(how, {})), category="safety", applicability=rows)
    effective = now + timedelta(hours=1) if how == "edition not in force yet" else now - timedelta(days=1)
    edition = publish(manual, pages=[TEXT], effective_from=effective)
    with commit(execute=True):  # type: ignore[attr-defined]
        if how == "unpublished":
            Manual.objects.get(pk=manual.pk).unpublish()
        if how == "withdrawn":
            library.withdraw(edition_id=edition.pk, actor=None)


REASONS = (
    "brand", "region", "tier", "role", "dealer", "not yet visible", "expired", "edition not in force yet",
    "unpublished", "withdrawn",
)  # fmt: skip
WAYS = ("zephyrus", "gearbox", "P0420", "变速箱油", "ZEPHYR-1", "title:zephyrus", '"zephyrus gearbox"', "")


@pytest.mark.parametrize("how", REASONS)
def test_what_is_hidden_is_found_in_no_way(
    how: str,
    publish: Publish,
    index: SearchEngine,
    open_manual: Manual,
    technician_client: Client,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    hide(how, publish, django_capture_on_commit_callbacks)
    index.refresh()
    for words in WAYS:
        body = technician_client.get("/api/v1/search", {"q": words, "superseded": "true"}).json()
        assert [hit["id"] for hit in body["hits"]] == ([open_manual.pk] if words in ("gearbox", "") else [])
        assert body["total"] == len(body["hits"])
        assert "safety" not in [value["value"] for value in body["facets"]["type"]]
        assert "ZX9" not in [value["value"] for value in body["facets"]["model"]]
        page = technician_client.get("/search/", {"q": words}).content.decode()
        assert SECRET_TITLE not in page
        assert "ZEPHYR-1" not in page.replace(words, "")
    for typed in ("zeph", "P04", "变速"):
        assert "zephyrus" not in technician_client.get("/search/suggest", {"q": typed}).content.decode().lower()
    corrected = technician_client.get("/search/", {"q": "zephyrs"}).content.decode()
    assert "zephyrus" not in corrected.lower()


def test_who_left_the_dealership_finds_nothing(
    publish: Publish, open_manual: Manual, technician: User, technician_client: Client
) -> None:
    assert technician_client.get("/api/v1/search", {"q": "gearbox"}).json()["total"] == 1
    Membership.objects.filter(user=technician).update(ends=timezone.localdate() - timedelta(days=1))
    body = technician_client.get("/api/v1/search", {"q": "gearbox"}).json()
    assert (body["total"], body["hits"]) == (0, [])
    assert all(not values for values in body["facets"].values())


def test_the_database_has_the_last_word(
    publish: Publish, index: SearchEngine, open_manual: Manual, technician: User, technician_client: Client
) -> None:
    """The index is behind (nothing was delivered): what the database no longer admits does not leave the server."""
    Manual.objects.filter(pk=open_manual.pk).update(live=False)
    viewer = viewer_for(user=technician)
    answer = answers.find(viewer=viewer, query=answers.Query(text="gearbox"))
    assert (answer.total, answer.hits) == (0, ())
    assert "Falcon" not in technician_client.get("/search/", {"q": "gearbox"}).content.decode()


def test_search_inside_a_foreign_manual_finds_nothing(publish: Publish, technician: User) -> None:
    manual = factories.manual(brands=[factories.BrandFactory()])
    edition: Edition = publish(manual, pages=[TEXT])
    assert answers.find_within(viewer=viewer_for(user=technician), edition_id=edition.pk, q="zephyrus") == []


def test_oem_staff_find_all_that_is_in_force(publish: Publish, oem_user: User) -> None:
    manual = factories.manual(brands=[factories.BrandFactory()])
    publish(manual, pages=[TEXT])
    answer = answers.find(viewer=viewer_for(user=oem_user), query=answers.Query(text="zephyrus"))
    assert [hit.id for hit in answer.hits] == [manual.pk]
