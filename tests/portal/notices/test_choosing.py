"""How people are mailed about topics: one rule, for a person and for notices in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.models import OutboxEntry
from portal.notices import choosing, owing
from portal.notices.api import Told, notify_alike, notify_many, register_kind
from portal.notices.models import Mailing, Notice, Rhythm, TopicPreference
from portal.notices.topics import check_topics, topics
from tests import factories
from tests.portal.notices.test_mailing import NINE, day_of_mail, work_off

pytestmark = pytest.mark.django_db
KIND = "test.chosen"


@pytest.fixture(autouse=True)
def kind(settings):
    settings.NOTICES_DIGEST_HOUR = 7
    register_kind(KIND, lambda data: f"Said: {data['what']}")


def tell(user, what, topic, *, urgent=False):
    notify_many([Told(user_id=user.pk, kind=KIND, key=f"k:{what}", data={"what": what}, topic=topic, urgent=urgent)])


CHOICES = st.dictionaries(
    st.sampled_from(["", "training", "team", "other", "gone"]), st.sampled_from(Rhythm.values), max_size=4
)


@given(chosen=CHOICES, topic=st.sampled_from(["training", "team", "other", "gone"]), urgent=st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_rule_is_one(db, chosen, topic, urgent):
    user = factories.UserFactory()
    TopicPreference.objects.bulk_create(
        TopicPreference(user=user, topic=topic, rhythm=rhythm) for topic, rhythm in chosen.items()
    )
    notice = Notice.objects.create(user=user, kind=KIND, topic=topic, key="k", urgent=urgent, data={"what": "x"})
    stated = choosing.rhythms_of(user=user).get(topic, chosen.get(topic, chosen.get("", Rhythm.DAILY)))
    row = choosing.with_rhythm(Notice.objects.filter(pk=notice.pk)).get()
    assert row.rhythm == stated  # type: ignore[attr-defined]
    now = urgent or stated == Rhythm.AT_ONCE
    assert choosing.at_once(Notice.objects.filter(pk=notice.pk)).exists() == now
    assert (choosing.mailed_at_once([(user.pk, topic, urgent)]) == {user.pk}) == now


def test_what_one_wants_at_once_goes_at_once_and_the_rest_waits_for_the_day():
    one = factories.UserFactory()
    choosing.prefer(user=one, rhythms={"training": Rhythm.AT_ONCE, "team": Rhythm.NONE})
    for what, topic in (("a", "training"), ("b", "team"), ("c", "other")):
        tell(one, what, topic)
    work_off()
    (now,) = mail.outbox
    assert "Said: a" in now.body
    assert "/notices/unsubscribe/" in now.extra_headers["List-Unsubscribe"], "nobody said that it is urgent"
    day_of_mail()
    assert [("Said: b" in one.body, "Said: c" in one.body) for one in mail.outbox[1:]] == [(False, True)]


def test_a_day_and_a_week_are_one_mail_when_they_meet():
    one = factories.UserFactory()
    choosing.prefer(user=one, rhythms={"team": Rhythm.WEEKLY})
    brought = []
    for days in range(9):
        tell(one, f"day {days}", "training")
        tell(one, f"week {days}", "team")
        day_of_mail(NINE + timedelta(days=days))
        brought.append((mail.outbox[-1].body.count("Said: day"), mail.outbox[-1].body.count("Said: week")))
    assert len(mail.outbox) == 9
    assert brought == [(1, 1), *[(1, 0)] * 6, (1, 7), (1, 0)]


def test_a_digest_is_grouped_by_topic_and_each_group_can_be_ended():
    one = factories.UserFactory(language="zh-hans")
    for what, topic in (("b", "team"), ("a", "training"), ("c", "team")):
        tell(one, what, topic)
    tell(one, "d", "of a room that is gone")
    day_of_mail()
    (sent,) = mail.outbox
    order = [sent.body.index(f"Said: {what}") for what in "abcd"]
    assert order == sorted(order), "training, my team, everything else"
    assert sent.body.count("/notices/unsubscribe/") == 4, "one for each topic, one for all"


def test_who_stops_mails_about_a_topic_gets_the_rest_of_what_was_gathered():
    one = factories.UserFactory()
    tell(one, "a", "training")
    tell(one, "b", "team")
    owing.owe_digests(day=NINE.date(), now=NINE)
    choosing.stop_mails(user_id=one.pk, topic="training")
    work_off()
    (sent,) = mail.outbox
    assert "Said: b" in sent.body
    assert "Said: a" not in sent.body


def test_what_is_old_is_no_news_when_somebody_wants_mails_again():
    one = factories.UserFactory()
    choosing.stop_mails(user_id=one.pk)
    tell(one, "old", "training")
    Notice.objects.update(created_at=NINE - timedelta(days=40))
    tell(one, "new", "training")
    choosing.prefer(user=one, rhythms={"training": Rhythm.DAILY})
    day_of_mail()
    (sent,) = mail.outbox
    assert "Said: new" in sent.body
    assert "Said: old" not in sent.body


def test_unknown_topics_are_refused_and_found_at_start():
    with pytest.raises(KeyError):
        choosing.prefer(user=factories.UserFactory(), rhythms={"nothing": Rhythm.DAILY})
    assert not TopicPreference.objects.exists()
    assert check_topics() == []
    register_kind("test.lost", str, topic="nobody-registered-this")
    assert [one.id for one in check_topics()] == ["notices.E001"]
    register_kind("test.lost", str)


def test_telling_a_thousand_asks_no_more_than_telling_ten(django_assert_max_num_queries):
    people = [factories.UserFactory() for _n in range(20)]
    rows = [Told(user_id=one.pk, kind=KIND, key=f"k:{n}", data={"what": n}) for one in people for n in range(50)]
    with django_assert_max_num_queries(16):  # SQLite takes a thousand values at a time
        notify_many(rows)
    assert Notice.objects.count() == 1000
    assert not Mailing.objects.exists()
    assert {topic.code for topic in topics()} >= {"training", "team", "other"}
    assert Notice.objects.filter(created_at__lte=timezone.now()).count() == 1000


@pytest.mark.parametrize("urgent", [True, False])
def test_who_is_told_alike_is_told_once_and_mailed_as_they_chose(urgent):
    early, keen, calm = (factories.UserFactory() for _ in range(3))
    choosing.prefer(user=keen, rhythms={"training": Rhythm.AT_ONCE})
    tell(early, "a", "training")
    same = {"kind": KIND, "key": "k:a", "data": {"what": "a"}, "topic": "training", "urgent": urgent}
    notify_alike([one.pk for one in (early, keen, calm)], **same)
    notify_alike([], **same)
    assert list(
        Notice.objects.order_by("user").values_list("user", "kind", "key", "data__what", "topic", "urgent")
    ) == [
        (early.pk, KIND, "k:a", "a", "training", False),
        (keen.pk, KIND, "k:a", "a", "training", urgent),
        (calm.pk, KIND, "k:a", "a", "training", urgent),
    ]
    owed = set(OutboxEntry.objects.filter(kind=owing.URGENT).values_list("key", flat=True))
    assert owed == ({str(one.pk) for one in (early, keen, calm)} if urgent else {str(keen.pk)})
