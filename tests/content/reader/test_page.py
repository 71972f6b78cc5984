"""A page of a manual as it is served: image first, words, marks, ways onward; constant in cost."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.library.models import EditionPage
from content.reader.models import ReadingPosition
from tests import factories
from tests.content.reader.builders import many_pages, readable

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 12


def words_in(html: str) -> list[list[object]]:
    match = re.search(r'<script id="reader-words" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert match
    words: list[list[object]] = json.loads(match[1])
    return words


def test_the_image_comes_in_the_page_with_its_size(technician_client: Client) -> None:
    edition = readable(pages=["one", "two", "three"])
    html = technician_client.get(f"/manuals/{edition.manual_id}/p/2").content.decode()
    image = f"/manuals/{edition.manual_id}/e/{edition.pk}/p/2/image"
    tag = re.search(r'<img class="reader-image"[^>]*>', html, re.DOTALL)
    assert tag
    assert f'src="{image}?w=900"' in tag[0]
    assert f"{image}?w=1350 1350w" in tag[0]
    assert 'width="900" height="1274"' in tag[0]
    assert 'fetchpriority="high"' in tag[0]
    assert f'href="/manuals/{edition.manual_id}/p/1"' in html
    assert f'href="/manuals/{edition.manual_id}/p/3"' in html


def test_words_lie_over_it_and_hits_are_marked_without_script(technician_client: Client) -> None:
    edition = readable(pages=["Torque the bolt to 25 Nm, torques apply"])
    html = technician_client.get(f"/manuals/{edition.manual_id}/p/1?q=torque").content.decode()
    assert "".join(str(word[4]) for word in words_in(html)) == "Torque the bolt to 25 Nm, torques apply"
    assert html.count('class="reader-mark"') == 2


def test_chinese_is_marked(technician_client: Client) -> None:
    edition = readable(pages=["更换刹车片 步骤"])
    html = technician_client.get(f"/manuals/{edition.manual_id}/p/1", {"q": "刹车片"}).content.decode()
    assert html.count('class="reader-mark"') == 1


def test_text_that_looks_like_markup_stays_text(technician_client: Client) -> None:
    evil = "</script><script>alert(1)</script>"
    edition = readable(pages=[evil], manual=factories.manual(title=evil))
    html = technician_client.get(f"/manuals/{edition.manual_id}/p/1", {"q": evil, "nopage": evil}).content.decode()
    assert "<script>alert" not in html


def test_a_page_late_in_a_long_manual_costs_what_the_first_costs(technician_client: Client) -> None:
    edition = many_pages(3000)
    sizes, counts = [], []
    # The first page of a day counts as one that was seen (`content.insight`).
    technician_client.get(f"/manuals/{edition.manual_id}/p/2")
    for number in (1, 2700):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            response = technician_client.get(f"/manuals/{edition.manual_id}/p/{number}?q=torque")
        assert response.status_code == 200
        sizes.append(len(response.content))
        counts.append(len(statements))
    assert counts[0] == counts[1] <= MOST_STATEMENTS
    assert abs(sizes[0] - sizes[1]) < 2000


def test_a_superseded_page_costs_no_more(technician_client: Client) -> None:
    manual = factories.manual()
    old = readable(pages=["old"], manual=manual, effective_from=timezone.now() - timedelta(days=9))
    readable(pages=["new"], manual=manual)
    with CaptureQueriesContext(connection) as statements:
        technician_client.get(f"/manuals/{manual.pk}/e/{old.pk}/p/1?q=old")
    assert len(statements) <= MOST_STATEMENTS


def test_htmx_gets_the_part_that_changes(technician_client: Client) -> None:
    edition = readable(pages=["one"])
    address = f"/manuals/{edition.manual_id}/p/1"
    part = technician_client.get(address, headers={"HX-Request": "true"})
    assert b"reader-stage" in part.content
    assert b"<html" not in part.content
    assert "HX-Request" in part["Vary"]
    whole = technician_client.get(address, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert b"<html" in whole.content


def test_a_superseded_edition_says_so_and_leads_on(technician_client: Client) -> None:
    manual = factories.manual()
    old = readable(
        pages=["a", "b", "c"],
        manual=manual,
        label="First",
        effective_from=timezone.now() - timedelta(days=9),
        outline=[[1, "Brakes", 2]],
    )
    readable(pages=["x", "y", "z", "w"], manual=manual, label="Second", outline=[[1, "Safety", 1], [1, "Brakes", 3]])
    html = technician_client.get(f"/manuals/{manual.pk}/e/{old.pk}/p/2").content.decode()
    assert "Second" in html
    assert f"/manuals/{manual.pk}/e/{old.pk}/p/2/in-force" in html
    onward = technician_client.get(f"/manuals/{manual.pk}/e/{old.pk}/p/2/in-force?q=a+b")
    assert onward["Location"] == f"/manuals/{manual.pk}/p/3?q=a+b"
    in_force = technician_client.get(f"/manuals/{manual.pk}/p/3").content.decode()
    assert "reader-banner" not in in_force


@pytest.mark.parametrize(
    ("typed", "number"),
    [("iv", 1), ("3-12", 2), ("p. 3-12", 2), ("第3-12页", 2), ("2", 3), ("#2", 2), ("４", 4), ("IV", 1)],
)
def test_a_page_is_found_by_its_label_before_its_number(technician_client: Client, typed: str, number: int) -> None:
    edition = readable(pages=["a", "b", "c", "d"], labels=["iv", "3-12", "2", ""])
    response = technician_client.get(f"/manuals/{edition.manual_id}/e/{edition.pk}/go", {"to": typed, "q": "x"})
    assert response["Location"] == f"/manuals/{edition.manual_id}/p/{number}?q=x"


@pytest.mark.parametrize("typed", ["", "9", "zz", "#0", "-1", "9" * 60, "\x00"])
def test_no_such_page_stays_where_one_was(technician_client: Client, typed: str) -> None:
    edition = readable(pages=["a", "b"])
    response = technician_client.get(f"/manuals/{edition.manual_id}/e/{edition.pk}/go", {"to": typed, "from": "2"})
    assert response["Location"].startswith(f"/manuals/{edition.manual_id}/p/2?nopage=")


def test_the_outline_and_labels_come_once(technician_client: Client) -> None:
    edition = readable(pages=["a", "b"], labels=["i", "1"], outline=[[1, "Brakes", 2]])
    address = f"/manuals/{edition.manual_id}/e/{edition.pk}/contents"
    response = technician_client.get(address)
    assert response.json() == {"outline": [[1, "Brakes", 2]], "labels": ["i", "1"]}
    again = technician_client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_where_one_reads_is_remembered_in_one_row(technician_client: Client) -> None:
    edition = readable(pages=["a", "b"], labels=["i", "ii"])
    for number in (1, 2):
        technician_client.get(f"/manuals/{edition.manual_id}/p/{number}")
    row = ReadingPosition.objects.get()
    assert (row.number, row.label, row.edition_id) == (2, "ii", edition.pk)


def test_a_head_request_is_no_reading(technician_client: Client) -> None:
    edition = readable(pages=["a"])
    technician_client.head(f"/manuals/{edition.manual_id}/p/1")
    assert not ReadingPosition.objects.exists()


def test_a_page_without_size_or_boxes_is_still_a_page(technician_client: Client) -> None:
    edition = readable(pages=["a"])
    EditionPage.objects.update(width=0, height=0, words=b"damaged")
    assert technician_client.get(f"/manuals/{edition.manual_id}/p/1?q=a").status_code == 200
