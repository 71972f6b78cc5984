"""Reminders, reports to managers and a manager's asking: each once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from content.acknowledgement import calendar
from content.acknowledgement.models import Duty
from content.acknowledgement.reminding import ask_people, remind
from content.library.models import Edition
from portal.network.models import Dealer, User
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.content.acknowledgement.builders import DAY, asked, made_late, sweep
from tests.content.acknowledgement.test_confirming import confirmed

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(timezone.make_aware)


@given(due_at=INSTANTS, at=INSTANTS)
def test_what_comes_next_has_not_come(due_at: datetime, at: datetime) -> None:
    following = calendar.following(due_at=due_at, after=at)
    come = calendar.stage(due_at=due_at, at=at)
    assert following is None or following > at
    reached = [days for days in calendar.DAYS if come is not None and days <= come]
    assert len(reached) + (0 if following is None else 1) <= len(calendar.DAYS)
    assert (following is None) == (come == calendar.DAYS[-1])
    if following is not None:
        assert calendar.stage(due_at=due_at, at=following) in calendar.DAYS[len(reached) :]


def manager_of(dealer: Dealer, username: str = "manager") -> User:
    user = factories.UserFactory(username=username)
    factories.MembershipFactory(user=user, dealer=dealer, is_manager=True)
    return user


def told(user: User, kind: str) -> list[str]:
    return [sentence(one) for one in Notice.objects.filter(user=user, kind=kind).order_by("pk")]


@pytest.mark.django_db
def test_before_on_and_after_the_day_each_once(technician: User) -> None:
    edition = asked(title="Brakes", days=7)
    begin = timezone.localtime().replace(hour=8, minute=0)
    for day in range(14):
        for _again in range(2):
            remind(now=begin + day * DAY)
    reminded = told(technician, "duty.due")
    assert len(reminded) == 5
    assert [one.split(":")[0] for one in reminded] == ["Still to confirm"] * 2 + [
        "Confirm “Brakes”, edition A, today.",
        *["Overdue"] * 2,
    ]
    confirmed(technician, edition)
    assert not Notice.objects.filter(user=technician, read_at__isnull=True).exists()


@pytest.mark.django_db
def test_days_without_a_worker_give_the_last_alone(technician: User) -> None:
    asked(days=7)
    remind(now=timezone.now() + 30 * DAY)
    assert len(told(technician, "duty.due")) == 1


@pytest.mark.django_db
def test_no_reminder_after_confirming_or_release(technician: User, outsider: User) -> None:
    edition = asked()
    confirmed(technician, edition)
    outsider.memberships.update(ends=timezone.localdate() - DAY)
    sweep()
    remind(now=timezone.now() + 8 * DAY)
    assert not Notice.objects.filter(kind="duty.due").exists()


@pytest.mark.django_db
def test_managers_hear_once_of_who_is_late_at_their_dealer(technician: User, outsider: User) -> None:
    dealer = technician.memberships.get().dealer
    colleague = factories.person(username="colleague", dealer=dealer)
    edition = asked(title="Brakes")
    manager, other = manager_of(dealer), manager_of(outsider.memberships.get().dealer, "other")
    made_late(edition, technician, days=4)
    made_late(edition, colleague, days=2)
    for _again in range(2):
        remind()
    assert told(manager, "duty.late") == ["1 of your people has not confirmed “Brakes”, edition A, in time."]
    assert told(other, "duty.late") == []
    made_late(edition, colleague, days=4)
    remind()
    assert len(told(manager, "duty.late")) == 2


@pytest.mark.django_db
def test_where_nobody_manages_it_waits_until_somebody_does(technician: User) -> None:
    edition = asked()
    made_late(edition, technician, days=10)
    remind()
    assert Duty.objects.get().escalated_at is None
    manager = manager_of(technician.memberships.get().dealer)
    remind()
    assert len(told(manager, "duty.late")) == 1


@pytest.mark.django_db
def test_a_manager_asks_their_people_with_a_pause(technician: User, outsider: User) -> None:
    edition = asked(title="Brakes")
    dealer = technician.memberships.get().dealer
    manager = manager_of(dealer)

    def ask(edition: Edition = edition) -> int:
        return ask_people(manager=manager, edition=edition, dealers=[dealer.pk])

    assert [ask(), ask()] == [1, 0]
    assert told(technician, "duty.asked")[0].startswith("manager asks you to read and confirm “Brakes”")
    assert told(outsider, "duty.asked") == []
    Duty.objects.update(reminded_at=timezone.now() - timedelta(days=2))
    Notice.objects.filter(kind="duty.asked").update(key="yesterday")
    assert ask() == 1
    Duty.objects.update(reminded_at=None)
    confirmed(technician, edition)
    assert ask() == 0
