"""The department's side: a report's states, who may change them, and the edition that fixes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.feedback import fixing, handling
from content.feedback.models import Remark, Report
from content.feedback.saying import FeedbackRefused
from content.library import api as library
from content.library.api import NotVisible
from portal.core.models import Event
from portal.network.models import User
from portal.notices.models import Notice
from tests import factories
from tests.content.feedback import builders

State = Report.State


@pytest.fixture
def made(technician: User) -> Report:
    return builders.say(technician, builders.owned())


@pytest.fixture
def ann(made: Report) -> User:
    return builders.author(made.department)


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db
def test_a_report_is_given_answered_and_closed_with_a_reason(made: Report, ann: User, technician: User) -> None:
    ben = builders.author(made.department, "ben")
    assert handling.assign(actor=ann, report_id=made.pk, to=ben).state == State.IN_WORK
    assert "feedback.assigned" in told(ben)
    answered = handling.answer(actor=ben, report_id=made.pk, text="We look into it.")
    assert (answered.state, answered.assigned_to) == (State.ANSWERED, ben)
    closed = handling.leave(actor=ann, report_id=made.pk, reason="25 is right for steel.")
    assert closed.state == State.NO_CHANGE
    assert told(technician) == ["feedback.answered", "feedback.closed"]
    assert list(made.remarks.filter(from_department=True).values_list("text", flat=True)) == [
        "We look into it.",
        "25 is right for steel.",
    ]
    assert not Notice.objects.filter(kind="feedback.received", read_at__isnull=True).exists()
    verbs = Event.objects.filter(subject=f"feedback:{made.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["feedback.reported", "feedback.assigned", "feedback.answered", "feedback.closed"]


@pytest.mark.django_db
def test_nobody_else_handles_it(made: Report, technician: User) -> None:
    stranger = builders.author(builders.department("parts"), "stranger")
    edition = builders.later(made.manual)
    for actor in (stranger, technician, factories.oem_person()):
        for step in (
            lambda actor: handling.assign(actor=actor, report_id=made.pk, to=None),
            lambda actor: handling.answer(actor=actor, report_id=made.pk, text="x"),
            lambda actor: handling.leave(actor=actor, report_id=made.pk, reason="x"),
            lambda actor: handling.fix(actor=actor, report_id=made.pk, edition=edition),
            lambda actor: handling.reopen(actor=actor, report_id=made.pk),
        ):
            with pytest.raises(NotVisible):
                step(actor)
        assert handling.leave_many(actor=actor, report_ids=[made.pk], reason="x") == 0
    made.refresh_from_db()
    assert made.state == State.NEW


@pytest.mark.django_db
def test_a_report_is_given_to_who_writes_for_the_department(made: Report, ann: User) -> None:
    stranger = builders.author(builders.department("parts"), "stranger")
    with pytest.raises(FeedbackRefused):
        handling.assign(actor=ann, report_id=made.pk, to=stranger)


@pytest.mark.django_db
def test_many_are_closed_or_none(made: Report, ann: User, technician: User) -> None:
    other = builders.say(technician, made.edition, place=2)
    with pytest.raises(FeedbackRefused):
        handling.leave_many(actor=ann, report_ids=[made.pk, other.pk], reason=" ")
    assert Report.objects.filter(state=State.NEW).count() == 2
    assert not Remark.objects.filter(from_department=True).exists()
    assert handling.leave_many(actor=ann, report_ids=[made.pk, other.pk], reason="As meant.") == 2
    assert handling.leave_many(actor=ann, report_ids=[made.pk, other.pk], reason="As meant.") == 0


@pytest.mark.django_db
def test_the_reporter_is_told_when_the_edition_is_in_force(made: Report, ann: User, technician: User) -> None:
    coming = builders.later(made.manual, effective_from=timezone.now() + timedelta(days=3))
    fixed = handling.fix(actor=ann, report_id=made.pk, edition=coming)
    assert fixed.state == State.FIXED
    assert fixing.follow_editions() == 0
    assert told(technician) == []
    type(coming).objects.filter(pk=coming.pk).update(effective_from=timezone.now() - timedelta(minutes=1))
    assert fixing.follow_editions() == 1
    assert fixing.follow_editions() == 0
    assert told(technician) == ["feedback.fixed"]
    notice = Notice.objects.get(user=technician)
    assert (notice.url, notice.data["edition"]) == (f"/feedback/{made.pk}/", coming.label)


@pytest.mark.django_db
def test_a_fix_that_is_withdrawn_opens_the_report_again(made: Report, ann: User, technician: User) -> None:
    fixing_edition = builders.later(made.manual)
    handling.fix(actor=ann, report_id=made.pk, edition=fixing_edition)
    fixing.follow_editions()
    library.withdraw(edition_id=fixing_edition.pk, actor=ann)
    assert fixing.follow_editions() == 1
    made.refresh_from_db()
    assert (made.state, made.fixed_in, made.fix_told_at) == (State.IN_WORK, None, None)
    handling.fix(actor=ann, report_id=made.pk, edition=builders.later(made.manual))
    fixing.follow_editions()
    assert told(technician).count("feedback.fixed") == 2


@pytest.mark.django_db
def test_what_is_said_anew_waits_and_the_reopened_one_is_answered(made: Report, ann: User, technician: User) -> None:
    handling.leave(actor=ann, report_id=made.pk, reason="No.")
    builders.say(technician, made.edition)
    assert handling.reopen(actor=ann, report_id=made.pk).state == State.ANSWERED


@pytest.mark.django_db
def test_only_another_sound_edition_of_the_publication_fixes_it(made: Report, ann: User) -> None:
    other = builders.later(factories.manual(department=made.department))
    withdrawn = builders.later(made.manual, withdrawn_at=timezone.now())
    failed = builders.later(made.manual, state="failed")
    for edition in (other, withdrawn, failed, made.edition):
        with pytest.raises(FeedbackRefused):
            handling.fix(actor=ann, report_id=made.pk, edition=edition)
    made.refresh_from_db()
    assert made.state == State.NEW


@pytest.mark.django_db
def test_reports_go_with_the_publication(made: Report) -> None:
    parts = builders.department("parts")
    type(made.manual).objects.filter(pk=made.manual_id).update(department=parts)
    library.publication_changed.send(sender=object, manual_id=made.manual_id)
    made.refresh_from_db()
    assert made.department == parts


@pytest.mark.django_db
def test_following_costs_the_same_for_many(made: Report, ann: User, technician: User, outsider: User) -> None:
    counts = []
    for turn in range(2):
        edition = builders.owned()
        people = [technician] if turn == 0 else [technician, outsider]
        ids = [builders.say(one, edition, place=place).pk for one in people for place in (1, 2)][: 1 + 9 * turn]
        handling.fix_many(actor=ann, report_ids=ids, edition=builders.later(edition.manual))
        with CaptureQueriesContext(connection) as queries:
            assert fixing.follow_editions() == len(ids)
        counts.append(len(queries))
    assert counts[0] == counts[1]


class States(TestCase):
    """Whatever is done in whatever order: a closed report is left by reopening alone, a fixed one names its edition,
    nobody else's does."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(["assign", "answer", "leave", "fix", "reopen", "follow"]), max_size=8))
    def test_any_order(self, steps: list[str]) -> None:
        reader = factories.person(username=f"reader-{factories.next_number()}", dealer=factories.DealerFactory())
        edition = builders.owned(f"service-{factories.next_number()}")
        ann = builders.author(edition.manual.department, f"ann-{factories.next_number()}")
        made = builders.say(reader, edition)
        later = builders.later(edition.manual)
        take = {
            "assign": lambda: handling.assign(actor=ann, report_id=made.pk, to=ann),
            "answer": lambda: handling.answer(actor=ann, report_id=made.pk, text="x"),
            "leave": lambda: handling.leave(actor=ann, report_id=made.pk, reason="x"),
            "fix": lambda: handling.fix(actor=ann, report_id=made.pk, edition=later),
            "reopen": lambda: handling.reopen(actor=ann, report_id=made.pk),
            "follow": fixing.follow_editions,
        }
        for step in steps:
            before = made.state
            refused = False
            try:
                take[step]()
            except FeedbackRefused:
                refused = True
            made.refresh_from_db()
            if before in Report.CLOSED:
                assert refused == (step not in ("reopen", "follow"))
                assert made.state == (State.IN_WORK if step == "reopen" else before)
            else:
                assert refused == (step == "reopen")
            assert (made.state == State.FIXED) == (made.fixed_in_id is not None)
