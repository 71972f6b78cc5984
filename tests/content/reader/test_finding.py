"""Search inside a manual: by the engine of the layer above, by the database without one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.safestring import mark_safe

from content.reader import finding
from content.reader.api import FinderUnavailable, set_finder
from content.reader.finding import snippet
from tests.content.reader.builders import readable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_finder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The layer above registered its finder at start-up; here each test says who finds."""
    monkeypatch.setattr(finding, "_finders", [])


PAGES = [
    "Torque the cylinder head bolts",
    "The cylinder. Replace 06A-115-561-B",
    "更换刹车片 的步骤",
    "TORQUES of wheels & <b>bolts</b>",
]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("torque", [1, 4]),
        ("TORQUES", [1, 4]),
        ("cylinder head", [1]),
        ("刹车片", [3]),
        ("06a115561b", [2]),
        ("the", [1, 2]),
        ("nowhere", []),
        ("%", []),
        ("", []),
        ("\x00", []),
    ],
)
def test_the_database_finds(technician_client: Client, query: str, numbers: list[int]) -> None:
    edition = readable(pages=PAGES)
    edition.pages.filter(number=2).update(identifiers=[["part_number", "06A-115-561-B", "06A115561B"]])
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/find"
    response = technician_client.get(address, {"q": query}, headers={"Accept": "application/json"})
    assert [hit["number"] for hit in response.json()["hits"]] == numbers
    assert response.json()["total"] == len(numbers)


def test_hits_lead_to_the_page_with_its_marks(technician_client: Client) -> None:
    edition = readable(pages=PAGES, labels=["i", "ii", "1", "2"])
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/find"
    html = technician_client.get(address, {"q": "刹车片"}, headers={"HX-Request": "true"}).content.decode()
    assert f'href="/manuals/{edition.manual_id}/p/3?q=%E5%88%B9%E8%BD%A6%E7%89%87"' in html
    assert "更换<mark>刹车片</mark> 的步骤" in html
    assert "<html" not in html
    assert "<html" in technician_client.get(address, {"q": "刹车片"}).content.decode()


def test_snippets_are_escaped(technician_client: Client) -> None:
    edition = readable(pages=PAGES)
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/find"
    html = technician_client.get(address, {"q": "wheels"}, headers={"HX-Request": "true"}).content.decode()
    assert "<mark>wheels</mark> &amp; &lt;b&gt;bolts" in html


def test_the_engine_is_asked_with_the_viewer(technician_client: Client) -> None:
    edition = readable(pages=PAGES)
    asked: list[dict[str, object]] = []

    def finder(**question: object) -> list[tuple[int, str, str, str]]:
        asked.append(question)
        return [(3, "", "Brakes", mark_safe("<mark>a</mark>")), (1, "i", "Engine", "<script>")]

    set_finder(finder)
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/find"
    html = technician_client.get(address, {"q": "a b"}, headers={"HX-Request": "true"}).content.decode()
    assert asked[0]["edition_id"] == edition.pk
    assert asked[0]["q"] == "a b"
    assert asked[0]["viewer"].user_id is not None  # type: ignore[attr-defined]
    assert html.index("/p/3?") < html.index("/p/1?")
    assert "<mark>a</mark>" in html
    assert "<script>" not in html
    assert "p. 3" in html


def test_without_the_engine_the_database_answers(technician_client: Client) -> None:
    edition = readable(pages=PAGES)

    def away(**question: object) -> list[tuple[int, str, str, str]]:
        raise FinderUnavailable

    set_finder(away)
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/find"
    response = technician_client.get(address, {"q": "torque"}, headers={"Accept": "application/json"})
    assert [hit["number"] for hit in response.json()["hits"]] == [1, 4]


def test_an_edition_that_the_index_does_not_know_yet_is_searched_all_the_same(technician_client: Client) -> None:
    edition = readable(pages=PAGES)
    set_finder(lambda **question: [])
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/find"
    response = technician_client.get(address, {"q": "torque"}, headers={"Accept": "application/json"})
    assert [hit["number"] for hit in response.json()["hits"]] == [1, 4]


def test_a_snippet_shows_where_most_of_the_query_is() -> None:
    text = "speed " + "filler " * 60 + "the spindle speed is set here " + "filler " * 60
    shown = snippet(text=text, query="spindle speed")
    assert "<mark>spindle</mark> <mark>speed</mark> is set" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_leader_dots_are_shortened() -> None:
    assert snippet(text="Spindle . . . . . . . . . . 63", query="spindle") == "<mark>Spindle</mark> … 63"
