"""Feeds: what a person may see now, at an address that is their secret."""

from __future__ import annotations

from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.announcing.feeds import address, views
from content.library.models import Manual
from portal.network.models import Membership, User
from tests import factories
from tests.content.bulletins.builders import bulletin
from tests.training.builders import browser

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = timezone.now


def path_of(user: User, topic: str = "") -> str:
    token = address.token_of(user=user)
    return reverse("feeds:topic", args=[token, topic]) if topic else reverse("feeds:publications", args=[token])


def read(user: User, topic: str = "", page: int = 1) -> Element:
    answer = Client().get(path_of(user, topic), {"page": page} if page > 1 else {})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(answer.content)


def titles(root: Element) -> list[str]:
    return [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")]  # type: ignore[misc]


def links(root: Element) -> dict[str, str]:
    return {one.attrib["rel"]: one.attrib["href"] for one in root.findall(f"{ATOM}link")}


@pytest.fixture
def library(network):
    """What the person may see: a recall and a manual. And everything that they may not."""
    department = factories.DepartmentFactory()
    now = NOW()

    def issued(page, **facts):
        return factories.edition(page, **{"label": "A", "effective_from": now - timedelta(hours=1), **facts})

    def recall(title, **facts):
        facts = {"live": True, "category": "recall", "department": department, "brands": [network.brand], **facts}
        return bulletin(title=title, **facts)

    mine = recall("Brake hose", roles=[network.role])
    issued(mine, label="old", effective_from=now - timedelta(days=3))
    issued(mine, label="B", change_note="New <torque> & hose\x0b")
    issued(mine, label="embargo", effective_from=now + timedelta(days=1))
    issued(factories.manual(title="Workshop", brands=[network.brand]), effective_from=now - timedelta(hours=5))
    issued(recall("draft", live=False))
    issued(recall("later", effective_from=now + timedelta(hours=1)))
    issued(recall("expired", expires_at=now - timedelta(hours=1)))
    issued(recall("other brand", brands=list(network.other_dealer.brands.all())))
    issued(recall("other role", roles=[factories.JobRoleFactory()]))
    issued(recall("other dealer", brands=[], dealers=[network.other_dealer]))
    issued(recall("other region", regions=[network.other_dealer.region]))
    issued(recall("other tier", tiers=[network.other_dealer.tier]))
    issued(recall("withdrawn"), withdrawn_at=now)
    issued(recall("not read yet"), state="extracting")
    return mine


def test_what_one_may_see_stands_there_and_nothing_else(network, library):
    root = read(network.reached[0])
    assert titles(root) == ["Brake hose, edition B", "Workshop, edition A"]
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "New <torque> & hose\ufffd"
    assert entry.find(f"{ATOM}category").attrib == {"term": "recall", "label": "Recall notice"}
    assert entry.find(f"{ATOM}link").attrib["href"].endswith(library.reading_path())
    assert root.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")


def test_by_topic_and_in_the_persons_language(network, library):
    person = network.reached[0]
    assert titles(read(person, "recall")) == ["Brake hose, edition B"]
    assert titles(read(person, "manuals")) == ["Workshop, edition A"]
    assert titles(read(person, "price_notice")) == []
    assert Client().get(path_of(person, "training")).status_code == 404
    User.objects.filter(pk=person.pk).update(language="zh-hans")
    assert Client().get(path_of(person))["Content-Language"] == "zh-hans"


def test_an_embargo_ends_and_a_date_passes_without_anybody_doing_anything(network, library, monkeypatch):
    person = network.reached[0]
    Membership.objects.filter(user=person).update(starts=NOW().date() - timedelta(days=9))
    later = NOW() + timedelta(hours=2)
    Manual.objects.filter(title="Workshop").update(expires_at=later - timedelta(minutes=1))
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert titles(read(person)) == ["later, edition A", "Brake hose, edition B"]


@pytest.mark.parametrize("who", range(7))
def test_others_see_what_is_theirs(network, library, who):
    other = network.others[who]
    if not other.is_active:
        assert Client().get(path_of(other)).status_code == 404
        return
    seen = {
        0: {"other brand", "other dealer"},
        1: {"Workshop"},
        5: {"Brake hose", "Workshop", "other brand", "other role", "other dealer", "other region", "other tier"},
    }.get(who, set())
    assert {title.split(",")[0] for title in titles(read(other))} == seen


def test_who_leaves_or_renews_has_no_feed_at_the_old_address(network, library):
    person = network.reached[0]
    old = path_of(person)
    client = browser(person)
    assert old in client.get(reverse("feeds:mine")).content.decode()
    client.post(reverse("feeds:renew"))
    assert Client().get(old).status_code == 404
    assert titles(read(person))
    new = path_of(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert Client().get(new).status_code == 404


def test_who_works_nowhere_any_more_sees_nothing(network, library):
    person = network.reached[0]
    Membership.objects.filter(user=person).update(ends=NOW().date() - timedelta(days=1))
    assert titles(read(person)) == []


@pytest.mark.parametrize("bad", ["x", "0" * 32 + ".abc", "a" * 500, "%00"])
def test_addresses_that_are_none(network, library, bad):
    assert Client().get(f"/feeds/{bad}/publications.atom").status_code == 404
    for page in ("0", "x", "99", "-1"):
        assert Client().get(path_of(network.reached[0]), {"page": page}).status_code == 404


def test_the_page_of_addresses_is_for_who_is_signed_in(network):
    assert Client().get(reverse("feeds:mine")).status_code == 302
    assert Client().post(reverse("feeds:renew")).status_code == 302
    assert browser(network.reached[0]).get(reverse("feeds:renew")).status_code == 405


def test_ids_never_change(network, library):
    person = network.reached[0]

    def ids():
        return [one.findtext(f"{ATOM}id") for one in read(person).iter(f"{ATOM}entry")]

    before = ids()
    Manual.objects.update(title="Renamed", slug="x")
    assert ids() == before
    assert len(set(before)) == 2
    assert all(one.startswith("urn:uuid:") for one in before)
    both = [read(one).findtext(f"{ATOM}id") for one in network.reached]
    assert len(set(both)) == 2, "a feed is a person's"


def test_who_has_it_already_is_told_so(network, library):
    path = path_of(network.reached[0])
    first = Client().get(path)
    again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Manual.objects.filter(title="Workshop").update(live=False)
    changed = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert "private" in changed["Cache-Control"]


def test_pages_lead_to_each_other_and_hold_everything_once(network, library, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    for number in range(3):
        factories.edition(factories.manual(title=f"M{number}"), label="A", effective_from=NOW() - timedelta(minutes=5))
    person, seen, page = network.reached[0], [], 1
    own = path_of(person)
    while True:
        root = read(person, page=page)
        seen += titles(root)
        found = links(root)
        assert found["first"].endswith(own)
        assert found["last"].endswith(f"{own}?page=3")
        assert ("previous" in found) == (page > 1)
        if "next" not in found:
            break
        page += 1
        assert found["next"].endswith(f"{own}?page={page}")
    assert len(seen) == len(set(seen)) == 5


def test_a_feed_takes_as_many_statements_for_many_as_for_few(network, library):
    path, counts = path_of(network.reached[0]), []
    for _round in range(2):
        with CaptureQueriesContext(connection) as seen:
            Client().get(path)
        counts.append(len(seen))
        for number in range(20):
            factories.edition(factories.manual(title=f"M{number}"), effective_from=NOW() - timedelta(minutes=5))
    assert counts[0] == counts[1] <= 6
