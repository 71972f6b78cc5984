"""What comes into force is told to whom it reaches, once, at its instant; what is taken back, to whom it was told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.announcing import announcing, finding
from content.announcing.api import announce, register_announced
from content.announcing.models import Announcement
from content.library import api as library
from content.library.models import Edition, EmergencyRelease, Manual, Succession
from content.library.withdrawing import withdraw_publication
from portal.network.models import User
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.content.announcing.conftest import announce_all
from tests.content.bulletins.builders import publish

pytestmark = pytest.mark.django_db
NOW = timezone.now


def told(key_part=":in_force"):
    """Who was told how often, by id."""
    return sorted(Notice.objects.filter(key__contains=key_part).values_list("user", flat=True))


def ids(people):
    return sorted(one.pk for one in people)


def said():
    return {sentence(one) for one in Notice.objects.all()}


def test_who_is_reached_is_told_once(network, recall):
    factories.edition(recall, effective_from=NOW())
    for _again in range(3):
        announce_all()
    assert told() == ids(network.reached)
    assert said() == {"New recall notice: Brake hose"}
    notice = Notice.objects.first()
    assert (notice.topic, notice.url) == ("recall", recall.reading_path())
    assert Announcement.objects.get().state == Announcement.State.DONE


def test_it_is_told_when_it_comes_into_force_and_not_before(network, recall, monkeypatch):
    factories.edition(recall, effective_from=NOW() + timedelta(hours=5))
    announce_all()
    assert not Announcement.objects.exists()
    later = NOW() + timedelta(hours=5, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    announce_all()
    assert told() == ids(network.reached)


@pytest.mark.parametrize(
    "hidden",
    [
        {"live": False},
        {"effective_from": NOW() + timedelta(days=1)},
        {"expires_at": NOW() - timedelta(hours=1)},
    ],
    ids=["draft", "embargo", "expired"],
)
def test_what_cannot_be_seen_is_not_told_until_it_can(network, recall, hidden):
    Manual.objects.filter(pk=recall.pk).update(**hidden)
    factories.edition(recall, effective_from=NOW())
    announce_all()
    assert not Notice.objects.exists()
    Manual.objects.filter(pk=recall.pk).update(live=True, effective_from=None, expires_at=None)
    announce_all()
    assert told() == ids(network.reached)


def test_what_is_no_longer_so_when_its_turn_comes_is_not_told(network, recall):
    edition = factories.edition(recall, effective_from=NOW())
    finding.find()
    library.withdraw(edition_id=edition.pk, actor=None)
    announce_all()
    assert not Notice.objects.exists()
    assert Announcement.objects.get().state == Announcement.State.NEEDLESS


def test_the_audience_is_that_of_the_turn(network, recall):
    factories.edition(recall, effective_from=NOW())
    finding.find()
    recall.audience_brands = network.other_dealer.brands.all()
    recall.save()
    announce_all()
    assert told() == ids(network.others[:1])


def test_a_new_edition_says_what_changed_and_the_old_notice_is_done_with(network, recall):
    factories.edition(recall, label="A", effective_from=NOW() - timedelta(days=2))
    announce_all()
    factories.edition(recall, label="B", change_note="New\n torque. " * 40, effective_from=NOW())
    announce_all()
    unread = Notice.objects.filter(read_at__isnull=True)
    assert ids(one.user for one in unread) == ids(network.reached)
    (text,) = {sentence(one) for one in unread}
    assert text.startswith("New edition B of “Brake hose”: New torque.")
    assert len(text) < 260


def test_withdrawal_is_told_to_who_was_told(network, recall):
    edition = factories.edition(recall, label="A", effective_from=NOW())
    announce_all()
    gone, stays = network.reached
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    factories.MembershipFactory(dealer=network.dealer, roles=[network.role])
    library.withdraw(edition_id=edition.pk, actor=None, reason="The torque\n is wrong.")
    for _again in range(2):
        announce_all()
    assert told(":withdrawn") == [stays.pk], "not who came later, and not who has left"
    unread = Notice.objects.filter(read_at__isnull=True)
    right = "“Brake hose”, edition A, is withdrawn. Do not work by it any more. The torque is wrong."
    assert [sentence(one) for one in unread] == [right]


def test_withdrawn_in_the_middle_of_telling(network, recall, monkeypatch):
    monkeypatch.setattr(announcing, "PIECE", 1)
    edition = factories.edition(recall, effective_from=NOW())
    finding.find()

    def withdraws(_piece):
        if not Edition.objects.filter(withdrawn_at__isnull=False).exists():
            library.withdraw(edition_id=edition.pk, actor=None)
            announce_all()

    announcing.tell(announcement_id=Announcement.objects.get().pk, after_piece=withdraws)
    announce_all()
    first = [min(ids(network.reached))]
    assert told(":in_force") == told(":withdrawn") == first


def test_old_editions_are_no_news(network, recall):
    edition = factories.edition(recall, effective_from=NOW() - timedelta(days=400), ready_at=NOW())
    announce_all()
    old = factories.edition(recall, effective_from=NOW() - timedelta(days=10), ready_at=NOW() - timedelta(days=9))
    Manual.objects.update(last_published_at=NOW() - timedelta(days=9))
    announce_all()
    assert not Announcement.objects.exists()
    assert (edition.pk, old.pk) == tuple(Edition.objects.order_by("pk").values_list("pk", flat=True))
    Manual.objects.update(last_published_at=NOW())
    announce_all()
    assert told() == ids(network.reached), "published today"


def test_looking_takes_as_many_statements_for_many_as_for_none(network, recall):
    counts = []
    for _round in range(2):
        finding.find()
        with CaptureQueriesContext(connection) as seen:
            finding.find()
        counts.append(len(seen))
        for number in range(5):
            other = factories.manual(title=str(number), brands=[network.brand])
            factories.edition(other, effective_from=NOW())
    assert counts[0] == counts[1] == 2


def test_any_thing_with_an_audience_is_announced_by_the_door(network, recall):
    register_announced("test.kit", lambda data: f"New kit: {data['title']}", topic="kits")
    facts = {"kind": "test.kit", "thing": recall, "key": "kit:1:in_force", "url": "/kits/1/", "topic": "kits"}
    announce(**facts, at=NOW() + timedelta(minutes=3), data={"title": "Old"})
    announce_all()
    assert not Notice.objects.exists()
    announce(**facts, data={"title": "Spring"})
    announce_all()
    announce(**facts, data={"title": "Spring, again"})
    announce_all()
    assert told("kit:1") == ids(network.reached)
    assert said() == {"New kit: Spring"}


def test_what_waits_for_its_thing_is_told_at_the_things_instant(network, recall, monkeypatch):
    register_announced("test.kit", lambda data: "New kit", topic="kits")
    Manual.objects.update(effective_from=NOW() + timedelta(hours=2))
    announce(kind="test.kit", thing=recall, key="kit:2", url="", topic="kits")
    announce_all()
    waits = Announcement.objects.get()
    assert waits.state == Announcement.State.WAITING
    assert waits.due_at > NOW() + timedelta(hours=1)
    later = NOW() + timedelta(hours=2, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    announce_all()
    assert told("kit:2") == ids(network.reached)


class Died(BaseException):
    """A worker that is killed: nothing after it runs."""


def test_a_worker_that_dies_between_two_pieces_is_followed_by_another(network, recall, monkeypatch):
    monkeypatch.setattr(announcing, "PIECE", 3)
    people = User.objects.bulk_create(User(username=f"p{n}", password="!") for n in range(8))
    for one in people:
        factories.MembershipFactory(user=one, dealer=network.dealer, roles=[network.role])
    factories.edition(recall, effective_from=NOW())
    finding.find()
    one = Announcement.objects.get()

    def dies(_piece):
        raise Died

    with pytest.raises(Died):
        announcing.tell(announcement_id=one.pk, after_piece=dies)
    assert len(told()) == 3
    announce_all()
    assert len(told()) == 3, "somebody may be at it"
    Announcement.objects.update(beat_at=NOW() - timedelta(hours=1))
    announce_all()
    assert told() == sorted([*ids(people), *ids(network.reached)])
    one.refresh_from_db()
    assert (one.state, one.told) == (Announcement.State.DONE, 10)


def test_a_publication_that_is_taken_down_with_a_reason(network, recall):
    factories.edition(recall, label="A", effective_from=NOW() - timedelta(minutes=1))
    announce_all()
    withdraw_publication(manual_id=recall.pk, actor=factories.UserFactory(is_superuser=True), reason="Wrong vehicle.")
    announce_all()
    assert told("withdrawal:") == ids(network.reached)
    unread = Notice.objects.filter(read_at__isnull=True)
    assert {sentence(one) for one in unread} == {
        "“Brake hose”, edition A, is withdrawn. Do not work by it any more. Wrong vehicle."
    }


def withdrawn_and_released(recall):
    withdraw_publication(manual_id=recall.pk, actor=factories.UserFactory(is_superuser=True), reason="Wrong vehicle.")
    announce_all()
    publish(recall)


def unread():
    return sorted((one.user_id, sentence(one)) for one in Notice.objects.filter(read_at__isnull=True))


def test_what_is_released_again_is_in_force_again_for_each_release(network, recall):
    factories.edition(recall, label="A", effective_from=NOW() - timedelta(days=90), ready_at=NOW())
    Edition.objects.update(effective_from=NOW() - timedelta(hours=1))
    announce_all()
    Edition.objects.update(effective_from=NOW() - timedelta(days=90))
    again = "In force again: “Brake hose”, edition A."
    later = factories.MembershipFactory(dealer=network.dealer, roles=[network.role]).user
    for release in (1, 2):
        withdrawn_and_released(recall)
        for _round in range(3):
            announce_all()
        assert unread() == [(pk, again) for pk in ids([*network.reached, later])], release
        assert told(":again:") == sorted(release * ids([*network.reached, later]))
    publish(recall, title="Brake hoses")
    announce_all()
    assert told(":again:") == sorted(2 * ids([*network.reached, later])), "published, and not withdrawn before"
    assert told("withdrawal:") == sorted([*ids(network.reached), *ids(network.reached), later.pk])


def test_a_release_that_waits_and_is_withdrawn_is_told_to_nobody(network, recall):
    factories.edition(recall, label="A", effective_from=NOW() - timedelta(minutes=1))
    announce_all()
    withdrawn_and_released(recall)
    finding.find()
    withdrawn_and_released(recall)
    announce_all()
    first, second = Announcement.objects.filter(kind="edition.in_force_again").order_by("pk")
    assert (first.state, first.told, second.state) == ("needless", 0, "done")
    assert {text for _user, text in unread()} == {"In force again: “Brake hose”, edition A."}
    assert told("withdrawal:") == ids(network.reached), "the second withdrawal had nobody to tell"


def test_what_nobody_was_told_of_is_new_and_not_again(network, recall):
    factories.edition(recall, effective_from=NOW() - timedelta(minutes=1))
    finding.find()
    withdrawn_and_released(recall)
    announce_all()
    assert said() == {"New recall notice: Brake hose"}
    assert told() == ids(network.reached)


def test_a_withdrawal_that_was_not_told_yet_is_not_told_after_the_next_release(network, recall):
    factories.edition(recall, label="A", effective_from=NOW() - timedelta(minutes=1))
    announce_all()
    withdraw_publication(manual_id=recall.pk, actor=factories.UserFactory(is_superuser=True), reason="Wrong vehicle.")
    publish(recall)
    announce_all()
    announce_all()
    assert told("withdrawal:") == []
    assert unread() == [(pk, "In force again: “Brake hose”, edition A.") for pk in ids(network.reached)]


def test_a_later_edition_settles_what_was_told_again(network, recall):
    factories.edition(recall, label="A", effective_from=NOW() - timedelta(minutes=2))
    announce_all()
    withdrawn_and_released(recall)
    announce_all()
    factories.edition(recall, label="B", effective_from=NOW() - timedelta(minutes=1))
    library.relink(manual_id=recall.pk)
    announce_all()
    assert {text for _user, text in unread()} == {"New edition B of “Brake hose”."}


def test_what_replaces_another_publication_settles_what_was_told_of_that(network, recall):
    factories.edition(recall, effective_from=NOW() - timedelta(hours=1))
    announce_all()
    other = factories.manual(title="Successor", brands=[network.brand], roles=[network.role])
    Succession.objects.create(successor=other, predecessor=recall, effect="replaces")
    factories.edition(other, effective_from=NOW() - timedelta(minutes=1))
    announce_all()
    unread = Notice.objects.filter(read_at__isnull=True)
    assert {sentence(one) for one in unread} == {"New manual: Successor"}
    assert ids(one.user for one in unread) == ids(network.reached)


def test_what_is_released_in_an_emergency_is_urgent(network, recall):
    EmergencyRelease.objects.create(manual=recall, revision_id=1, reason="Fire")
    factories.edition(recall, effective_from=NOW() - timedelta(minutes=1))
    announce_all()
    assert set(Notice.objects.values_list("urgent", flat=True)) == {True}
