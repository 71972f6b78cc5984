"""The list of notices: one's own alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.notices.api import notify, register_kind
from portal.notices.choosing import unsubscribe_token
from portal.notices.models import Notice, TopicPreference
from portal.notices.topics import topics
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
    stated = {topic.code: topic.rhythm for topic in topics()}
    client.post(reverse("notices:preferences"), stated | {"training": "weekly"})
    kept = TopicPreference.objects.filter(user=learner)
    assert list(kept.values_list("topic", "rhythm")) == [("training", "weekly")], "the rest goes on as topics say"
    for bad in ({"training": "hourly"}, {}):
        assert client.post(reverse("notices:preferences"), stated | {"training": "none"} | {"team": "x"} | bad)
    assert kept.get().rhythm == "weekly"
    page = client.get(reverse("notices:preferences")).content.decode()
    assert page.count("checked") == len(topics())
    client.post(reverse("notices:preferences"), stated)
    assert not kept.exists()


def test_the_link_of_a_mail_ends_the_digests_of_one_person_when_it_is_pressed(learner):
    url = reverse("notices:unsubscribe", kwargs={"token": unsubscribe_token(learner)})
    client = Client(enforce_csrf_checks=True)
    assert client.get(url).status_code == 200
    assert not TopicPreference.objects.exists(), "a mail program that looks ahead changes nothing"
    answer = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert learner.username not in answer.content.decode()
    assert TopicPreference.objects.values_list("user", "topic", "rhythm").get() == (learner.pk, "", "none")
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


def of_topics(learner):
    for topic, what in (("training", "learn"), ("training", "test"), ("team", "look")):
        notify(user_id=learner.pk, kind=KIND, key=f"k:{what}", topic=topic, what=what)


def test_the_list_is_looked_through_by_topic_and_by_what_is_unread(learner):
    of_topics(learner)
    client = browser(learner)
    Notice.objects.filter(key="k:learn").update(read_at=Notice.objects.first().created_at)

    def shown(**asked):
        page = client.get(reverse("notices:list"), asked).content.decode()
        return {what for what in ("learn", "test", "look") if f"Said: {what}" in page}

    assert shown() == shown(topic="nothing") == {"learn", "test", "look"}
    assert shown(topic="training") == {"learn", "test"}
    assert shown(topic="training", new="1") == {"test"}
    assert shown(new="1") == {"test", "look"}


def test_all_of_a_topic_is_marked_as_read(learner):
    of_topics(learner)
    client = browser(learner)
    answer = client.post(reverse("notices:read"), {"topic": "training", "new": "1"})
    assert answer.headers["Location"] == reverse("notices:list") + "?topic=training&new=1"
    assert list(Notice.objects.filter(read_at__isnull=True).values_list("key", flat=True)) == ["k:look"]


def test_the_link_of_a_topic_ends_the_mails_about_it_alone(learner):
    token = unsubscribe_token(learner, topic="training")
    Client().post(reverse("notices:unsubscribe", kwargs={"token": token}))
    assert TopicPreference.objects.values_list("topic", "rhythm").get() == ("training", "none")
    everything = reverse("notices:unsubscribe", kwargs={"token": unsubscribe_token(learner)})
    Client().post(everything)
    assert TopicPreference.objects.values_list("topic", "rhythm").get() == ("", "none")
    gone = unsubscribe_token(learner, topic="of-a-room-that-is-gone")
    assert Client().get(reverse("notices:unsubscribe", kwargs={"token": gone})).status_code == 404
