"""The list of notices: one's own alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.notices import mailing
from portal.notices.api import notify, register_kind
from portal.notices.models import Notice, NoticePreference
from tests import factories
from tests.training.builders import browser

pytestmark = pytest.mark.django_db
KIND = "test.shown"


@pytest.fixture(autouse=True)
def kind():
    register_kind(KIND, lambda data: f"Said: {data['what']}")


def tell(user, what, url="/training/courses/"):
    notify(user_id=user.pk, kind=KIND, key=f"k:{what}", url=url, what=what)
    return Notice.objects.get(user=user, key=f"k:{what}")


def test_one_sees_ones_own_unread_first(learner):
    old, new = tell(learner, "old"), tell(learner, "new")
    other = tell(factories.UserFactory(), "of another")
    client = browser(learner)
    client.get(reverse("notices:follow", args=[new.pk]))
    page = client.get(reverse("notices:list")).content.decode()
    assert page.index("Said: old") < page.index("Said: new")
    assert "of another" not in page
    assert client.get(reverse("notices:follow", args=[other.pk])).status_code == 404
    client.post(reverse("notices:read"), {"notice": other.pk})
    client.post(reverse("notices:read"))
    assert list(Notice.objects.filter(read_at__isnull=True)) == [other]
    old.refresh_from_db()
    assert old.read_at


@pytest.mark.parametrize("address", ["list", "preferences"])
def test_nobody_without_signing_in(address):
    assert Client().get(reverse(f"notices:{address}")).status_code == 302


def test_the_number_of_unread_stands_in_the_head(learner):
    for number in range(3):
        tell(learner, str(number))
    page = browser(learner).get(reverse("courses:mine")).content.decode()
    assert '<span class="site-count">3' in page


@pytest.mark.parametrize("bad", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", ""])
def test_a_notice_leads_nowhere_else(learner, bad):
    notice = tell(learner, "x", url=bad)
    answer = browser(learner).get(reverse("notices:follow", args=[notice.pk]))
    assert answer.headers["Location"] == reverse("notices:list")


@pytest.mark.parametrize("bad", ["abc", "9" * 30, "-1"])
def test_ids_that_are_none(learner, bad):
    assert browser(learner).post(reverse("notices:read"), {"notice": bad}).status_code == 404
    assert browser(learner).get(f"/notices/{bad}/").status_code == 404


def test_how_often_is_ones_own_choice(learner):
    client = browser(learner)
    client.post(reverse("notices:preferences"), {"digest": "weekly"})
    assert NoticePreference.objects.get(user=learner).digest == "weekly"
    client.post(reverse("notices:preferences"), {"digest": "hourly"})
    assert NoticePreference.objects.get(user=learner).digest == "weekly"


def test_the_link_of_a_mail_ends_the_digests_of_one_person_when_it_is_pressed(learner):
    url = reverse("notices:unsubscribe", kwargs={"token": mailing.unsubscribe_token(learner)})
    client = Client(enforce_csrf_checks=True)
    assert client.get(url).status_code == 200
    assert not NoticePreference.objects.exists(), "a mail program that looks ahead changes nothing"
    answer = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert learner.username not in answer.content.decode()
    assert NoticePreference.objects.get().user == learner
    assert NoticePreference.objects.get().digest == "none"
    for forged in ("x", url.rstrip("/").rsplit("/", 1)[-1][:-3] + "abc"):
        assert client.post(reverse("notices:unsubscribe", kwargs={"token": forged})).status_code == 404


def test_the_list_takes_as_many_statements_for_many_as_for_few(learner):
    counts = []
    for begin in (0, 100):
        for number in range(begin, begin + 20):
            tell(learner, str(number))
        client = browser(learner)
        client.get(reverse("notices:list"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("notices:list"))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8
