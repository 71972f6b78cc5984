"""The reader's side: reports, what is added to them, limits, and that something helped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from content.feedback import handling, saying
from content.feedback.models import Helped, Remark, Report
from content.feedback.regions import Region
from content.feedback.saying import FeedbackRefused, Said
from content.feedback.subjects import open_subject
from content.library.api import NotVisible
from portal.core.models import Event
from portal.network.api import viewer_for
from portal.network.models import User
from portal.notices.models import Notice
from tests import factories
from tests.content.feedback import builders

pytestmark = pytest.mark.django_db


def test_a_report_says_what_was_read_where_and_by_whom(technician: User) -> None:
    edition = builders.owned()
    ann = builders.author(edition.manual.department)
    said = Said(
        kind="wrong", text=" It is 35.\x00 ", region=Region(0, 900, 65535, 2100), vehicle="Van", vin="LVLL1234567890123"
    )
    made, is_new = saying.report(
        viewer=viewer_for(user=technician), actor=technician, subject=builders.subject(technician, edition), said=said
    )
    assert is_new
    assert (made.title, made.place, made.place_label, made.edition, made.manual_id) == (
        "Falcon workshop manual",
        1,
        "3-1",
        edition,
        edition.manual_id,
    )
    assert (made.dealer, made.department) == (technician.memberships.get().dealer, edition.manual.department)
    assert (made.vehicle, made.vin_tail) == ("Van", "67890123")
    remark = made.remarks.get()
    assert (remark.text, remark.region, remark.quote) == ("It is 35.", [0, 900, 65535, 2100], builders.TEXT)
    assert Notice.objects.get(user=ann).kind == "feedback.received"
    assert Event.objects.get(verb="feedback.reported").subject == f"feedback:{made.pk}"


def test_what_the_same_person_says_of_the_same_place_is_added(technician: User, outsider: User) -> None:
    edition = builders.owned()
    ann = builders.author(edition.manual.department)
    first = builders.say(technician, edition)
    again = builders.say(technician, edition, text="And the bolt is an M8.")
    assert again == first
    assert [one.text for one in first.remarks.all()] == ["It is 35 Nm.", "And the bolt is an M8."]
    others = [
        builders.say(technician, edition, kind="missing"),
        builders.say(technician, edition, place=2),
        builders.say(outsider, edition),
    ]
    assert len({first, *others}) == 4
    assert Notice.objects.filter(user=ann).count() == 4
    handling.leave(actor=ann, report_id=first.pk, reason="It is 25.")
    assert builders.say(technician, edition) != first


def test_two_waiting_reports_of_one_kind_cannot_be_kept(technician: User) -> None:
    made = builders.say(technician, builders.owned())
    fields = {"about": made.about, "about_id": made.about_id, "place": 1, "kind": "wrong", "title": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(**fields, reporter=technician, department=made.department)


@pytest.mark.parametrize(("kind", "text"), [("", "x"), ("praise", "x"), ("wrong", " \x00 "), ("wrong", "x" * 4001)])
def test_what_says_nothing_or_too_much_is_refused(technician: User, kind: str, text: str) -> None:
    with pytest.raises(FeedbackRefused):
        builders.say(technician, builders.owned(), kind=kind, text=text)
    assert not Report.objects.exists()


def test_a_person_says_so_much_an_hour(technician: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saying, "MOST_AN_HOUR", 2)
    edition = builders.owned()
    first = builders.say(technician, edition)
    builders.say(technician, edition)
    with pytest.raises(FeedbackRefused):
        builders.say(technician, edition, place=2)
    with pytest.raises(FeedbackRefused):
        saying.add(actor=technician, report_id=first.pk, text="More")
    Remark.objects.update(at=timezone.now() - timedelta(minutes=61))
    builders.say(technician, edition, place=2)


def test_only_the_reporter_adds_and_an_answered_report_is_in_work_again(technician: User, outsider: User) -> None:
    edition = builders.owned()
    ann = builders.author(edition.manual.department)
    made = builders.say(technician, edition)
    with pytest.raises(NotVisible):
        saying.add(actor=outsider, report_id=made.pk, text="Me too")
    handling.answer(actor=ann, report_id=made.pk, text="Which bolt?")
    assert saying.add(actor=technician, report_id=made.pk, text="The long one").state == Report.State.IN_WORK
    assert Notice.objects.filter(user=ann, kind="feedback.added").count() == 1
    handling.leave(actor=ann, report_id=made.pk, reason="That one has 25.")
    with pytest.raises(FeedbackRefused):
        saying.add(actor=technician, report_id=made.pk, text="No!")


def test_an_answered_report_gives_way_to_one_that_waits(technician: User) -> None:
    edition = builders.owned()
    ann = builders.author(edition.manual.department)
    answered = builders.say(technician, edition)
    handling.answer(actor=ann, report_id=answered.pk, text="Thanks")
    builders.say(technician, edition)
    with pytest.raises(FeedbackRefused):
        saying.add(actor=technician, report_id=answered.pk, text="More")
    answered.refresh_from_db()
    assert answered.state == Report.State.ANSWERED


def test_help_counts_once_and_is_taken_back(technician: User, outsider: User) -> None:
    edition = builders.owned()
    for user, yes in ((technician, True), (technician, True), (outsider, True), (outsider, False), (outsider, False)):
        saying.helped(viewer=viewer_for(user=user), actor=user, subject=builders.subject(user, edition), yes=yes)
    assert [row.user for row in Helped.objects.all()] == [technician]


def test_only_what_is_seen_is_reported_on(technician: User) -> None:
    edition = builders.owned(brands=[factories.BrandFactory(code="other")])
    for about, number, place in (
        ("edition", edition.pk, 1),
        ("nothing", 1, 0),
        ("edition", 2**70, 0),
        ("edition", 0, 0),
    ):
        with pytest.raises(NotVisible):
            saying_subject(technician, about, number, place)
    seen = builders.owned()
    with pytest.raises(NotVisible):
        saying_subject(technician, "edition", seen.pk, 3)


def saying_subject(user: User, about: str, number: int, place: int) -> None:

    open_subject(viewer=viewer_for(user=user), kind=about, id=number, place=place)
