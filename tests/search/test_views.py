"""The search page, its suggestions and the API: what they answer, to whom, and with how many statements."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import APIToken

from portal.network.models import User
from search import answers
from search.engines.base import SearchEngine, SearchUnavailable
from tests import factories
from tests.content.bulletins import builders
from tests.search.conftest import Publish

pytestmark = pytest.mark.django_db
TEXTS = {
    "torque": "Tighten the cylinder head bolts to a torque of 25 N·m.",
    "brake": "Replace the brake pads. 更换刹车片。",
}


@pytest.fixture
def manual_id(publish: Publish) -> int:
    manual = factories.manual(title="Falcon <workshop> manual", document_number="WM-1", category="workshop")
    publish(manual, pages=list(TEXTS.values()))
    return manual.pk


def test_a_technician_finds_the_page(technician_client: Client, manual_id: int) -> None:
    html = technician_client.get("/search/", {"q": "brake pads"}).content.decode()
    assert "Falcon &lt;workshop&gt; manual" in html
    assert f"/manuals/{manual_id}/p/2?q=brake+pads" in html
    assert "<mark>brake</mark>" in html


def test_results_stand_in_tabs_by_kind(technician_client: Client, publish: Publish, manual_id: int) -> None:
    bulletin = builders.bulletin(title="Brake recall", category="recall", live=True)
    publish(bulletin, pages=["Check the brake pads."])
    every = technician_client.get("/search/", {"q": "brake"}).context
    assert [(tab.label, tab.count, tab.selected) for tab in every["tabs"]] == [
        ("All", 2, True),
        ("Manuals", 1, False),
        ("Bulletins", 1, False),
    ]
    assert every["tabs"][2].url == "?q=brake&tab=bulletins"
    one = technician_client.get("/search/", {"q": "brake", "tab": "bulletins", "type": "workshop"}).context
    assert [hit.id for hit in one["answer"].hits] == [bulletin.pk]
    assert [(tab.count, tab.selected) for tab in one["tabs"]] == [(2, False), (1, False), (1, True)]
    kinds = one["facets"][0]
    assert (kinds.name, [choice.label for choice in kinds.first]) == ("type", ["Recall notice"])
    none = technician_client.get("/search/", {"q": "brake", "tab": "training"})
    assert [tab.label for tab in none.context["tabs"]] == ["All", "Manuals", "Bulletins", "Training"]
    assert "Nothing matches these choices" in none.content.decode()
    found = technician_client.get("/api/v1/search", {"q": "brake", "tab": "bulletins"}).json()
    assert [hit["id"] for hit in found["hits"]] == [bulletin.pk]
    assert technician_client.get("/api/v1/search", {"q": "brake", "tab": "all"}).status_code == 422


def test_one_kind_of_thing_needs_no_tabs(technician_client: Client, manual_id: int) -> None:
    assert technician_client.get("/search/", {"q": "brake"}).context["tabs"] == []


def test_htmx_gets_the_results_alone(technician_client: Client, manual_id: int) -> None:
    part = technician_client.get("/search/", {"q": "刹车片"}, headers={"HX-Request": "true", "HX-Target": "results"})
    assert b"<html" not in part.content
    assert "刹车片" in part.content.decode()


def test_nothing_found_says_what_to_try(technician_client: Client, manual_id: int) -> None:
    nothing = technician_client.get("/search/", {"q": "zzzzqqqq"}).content.decode()
    assert "Nothing was found" in nothing
    narrowed = technician_client.get("/search/", {"q": "brake", "type": "parts"}).content.decode()
    assert "Nothing matches these choices" in narrowed


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": '"unbalanced'},
        {"q": "-"},
        {"q": "\0\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")},
        {"q": "x" * 5000},
        {"page": "-1"},
        {"page": "99999999999999"},
        {"year": "abcd"},
        {"year": "²⁰²⁰"},
        {"type": "<script>"},
        {"brand": ["a"] * 100},
    ],
)
def test_no_address_is_an_error(technician_client: Client, manual_id: int, parameters: dict[str, object]) -> None:
    assert technician_client.get("/search/", parameters).status_code == 200


def test_an_absent_engine_is_said(technician_client: Client, manual_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise SearchUnavailable("away")

    monkeypatch.setattr(answers, "asked", away)
    page = technician_client.get("/search/", {"q": "brake"})
    assert page.status_code == 503
    assert "not available just now" in page.content.decode()
    assert technician_client.get("/search/suggest", {"q": "brake"}).status_code == 200
    assert technician_client.get("/api/v1/search", {"q": "brake"}).status_code == 503


def test_suggestions_are_options(technician_client: Client, manual_id: int) -> None:
    assert 'role="option"' in technician_client.get("/search/suggest", {"q": "falc"}).content.decode()


def test_strangers_must_sign_in(client: Client, manual_id: int) -> None:
    assert client.get("/search/", {"q": "brake"}).status_code == 302
    assert client.get("/search/suggest", {"q": "brake"}).status_code == 302
    assert client.get("/api/v1/search", {"q": "brake"}).status_code == 401


def test_the_api_answers_in_the_documented_shape(technician_client: Client, manual_id: int) -> None:
    body = technician_client.get("/api/v1/search", {"q": "cylinder head torque"}).json()
    assert set(body) == {"total", "took_ms", "facets", "hits"}
    assert body["total"] == 1
    hit = body["hits"][0]
    assert set(hit) == {"kind", "id", "title", "document_number", "edition", "url", "pages"}
    assert (hit["kind"], hit["id"], hit["document_number"]) == ("workshop", manual_id, "WM-1")
    page = hit["pages"][0]
    assert set(page) == {"number", "label", "heading", "snippet", "url"}
    assert page["number"] == 1
    assert "<mark>" in page["snippet"]
    assert body["facets"]["type"] == [{"value": "workshop", "label": "Workshop manual", "count": 1}]
    schema = json.loads(technician_client.get("/api/v1/openapi.json").content)
    assert "/api/v1/search" in schema["paths"]


def test_a_token_stands_for_its_person(client: Client, technician: User, manual_id: int) -> None:
    token, secret = APIToken.create_token(user=technician, name="test")
    ask = {"q": "brake"}
    good = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/search", ask, headers=good).json()["total"] == 1
    assert client.get("/api/v1/search", ask, headers={"Authorization": "Bearer wrong"}).status_code == 401
    token.revoke()
    assert client.get("/api/v1/search", ask, headers=good).status_code == 401


@pytest.mark.parametrize(
    "parameters", [{"page": 0}, {"page_size": 1000}, {"type": "nothing"}, {"year": "x"}, {"q": "x" * 301}]
)
def test_the_api_refuses_what_makes_no_sense(
    technician_client: Client, manual_id: int, parameters: dict[str, object]
) -> None:
    answer = technician_client.get("/api/v1/search", parameters)
    assert answer.status_code == 422
    assert next(iter(parameters)) in answer.content.decode()


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("address", ["/search/", "/api/v1/search"])
def test_statements_are_few_and_do_not_grow(
    publish: Publish,
    index: SearchEngine,
    technician_client: Client,
    django_assert_max_num_queries: Callable[..., object],
    count: int,
    address: str,
) -> None:
    brand = factories.BrandFactory()
    for _ in range(count):
        manual = factories.manual(applicability=[{"brand": brand, "year_from": 2020, "year_to": 2021}])
        publish(manual, pages=["torque of the bolt"] * 3)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        answer = technician_client.get(
            address, {"q": "torque", "page_size": 50} if "api" in address else {"q": "torque"}
        )
    assert answer.status_code == 200
