"""A manager's pages for several people at once: their own people, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.core.models import Event
from tests import factories
from tests.training.builders import browser
from tests.training.enrolment.rules import taught
from training.courses.models import Course, Registration
from training.courses.registering import register

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
State = Registration.State
PAGES = ("assign", "requests", "open")


@pytest.fixture
def crew(dealer):
    return [factories.MembershipFactory(dealer=dealer).user for _n in range(3)]


@pytest.fixture
def stranger():
    return factories.MembershipFactory(user__username="stranger").user


def asked(user, one):
    return register(actor=user, user=user, course=one, source="self", state=State.REQUESTED)


@pytest.mark.parametrize("page", PAGES)
def test_only_who_manages_a_dealer_today(page, crew, manager, dealer):
    url = reverse(f"enrolment:{page}")
    assert browser(manager).get(url).status_code == 200
    former = factories.MembershipFactory(dealer=dealer, is_manager=True, ends=TODAY - timedelta(days=1)).user
    for user in (crew[0], former, factories.oem_person()):
        assert browser(user).get(url).status_code == 404
        assert browser(user).post(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_a_course_for_several(manager, crew):
    one = taught("Brakes", enrolment=Course.Enrolment.ASSIGNED)
    due = TODAY + timedelta(days=30)
    answer = browser(manager).post(
        reverse("enrolment:assign"),
        {"person": [crew[0].pk, crew[1].pk], "course": one.pk, "due_on": due.isoformat()},
        follow=True,
    )
    assert "Newly enrolled: 2. Enrolled already: 0." in answer.content.decode()
    rows = Registration.objects.all()
    assert {(row.user, row.due_on, row.source, row.created_by) for row in rows} == {
        (crew[0], due, "manager", manager),
        (crew[1], due, "manager", manager),
    }


def test_one_who_is_not_theirs_among_them_and_nothing_is_done(manager, crew, stranger):
    one = taught()
    waits, others = asked(crew[0], one), asked(stranger, one)
    running, theirs = (register(actor=None, user=u, course=taught(), source="self") for u in (crew[1], stranger))
    client = browser(manager)
    sent = [
        ("assign", {"person": [crew[2].pk, stranger.pk], "course": one.pk}),
        ("requests", {"registration": [waits.pk, others.pk], "answer": "approve"}),
        ("open", {"registration": [running.pk, theirs.pk], "reason": "On leave"}),
    ]
    for page, data in sent:
        assert client.post(reverse(f"enrolment:{page}"), data).status_code == 404
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == [
        State.REQUESTED,
        State.REQUESTED,
        State.ENROLLED,
        State.ENROLLED,
    ]
    assert not Event.objects.filter(verb__in=["registration.approved", "registration.withdrawn"]).exists()


@pytest.mark.parametrize("page", PAGES)
def test_no_name_of_another_dealer(page, manager, crew, stranger):
    one = taught("Theirs alone")
    asked(stranger, one)
    register(actor=None, user=stranger, course=taught("Running there"), source="self")
    words = browser(manager).get(reverse(f"enrolment:{page}"), {"q": "stranger"}).content.decode()
    assert "stranger</label>" not in words
    assert "Running there" not in browser(manager).get(reverse("enrolment:open")).content.decode()


def test_many_requests_are_answered_together(manager, crew):
    one = taught("Brakes")
    rows = [asked(user, one) for user in crew]
    client, url = browser(manager), reverse("enrolment:requests")
    ids = [row.pk for row in rows]
    assert "Say why" in client.post(url, {"registration": ids[:1], "answer": "decline"}, follow=True).content.decode()
    answer = client.post(url, {"registration": ids[:2], "answer": "approve"}, follow=True)
    assert "Approved: 2." in answer.content.decode()
    answer = client.post(url, {"registration": ids, "answer": "decline", "reason": "Next year"}, follow=True)
    assert "Declined: 1." in answer.content.decode()
    assert "has been decided" in answer.content.decode()
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == [
        State.ENROLLED,
        State.ENROLLED,
        State.DECLINED,
    ]


def test_withdrawing_says_why(manager, crew):
    rows = [register(actor=None, user=user, course=taught(), source="trainer") for user in crew]
    client, url = browser(manager), reverse("enrolment:open")
    assert "Say why" in client.post(url, {"registration": [rows[0].pk], "reason": " "}, follow=True).content.decode()
    client.post(url, {"registration": [rows[0].pk, rows[1].pk], "reason": "Parental leave"})
    assert list(Registration.objects.order_by("pk").values_list("state", "reason")) == [
        (State.WITHDRAWN, "Parental leave"),
        (State.WITHDRAWN, "Parental leave"),
        (State.ENROLLED, ""),
    ]


def test_the_late_ones_of_a_course(manager, crew):
    one, two = taught("Brakes"), taught("Engines")
    past = TODAY - timedelta(days=3)
    for user, taken, due in ((crew[0], one, past), (crew[1], one, None), (crew[2], two, past)):
        register(actor=None, user=user, course=taken, source="trainer", due_on=due)
    page = browser(manager).get(reverse("enrolment:open"), {"late": "1", "course": one.pk}).content.decode()
    assert [user.username in page for user in crew] == [True, False, False]


@pytest.mark.parametrize(
    "data",
    [
        {"person": ["x"], "course": "1"},
        {"person": ["9" * 30], "course": "1"},
        {"person": [str(n) for n in range(1, 203)], "course": "1"},
    ],
)
def test_ids_that_are_none(manager, data):
    assert browser(manager).post(reverse("enrolment:assign"), data).status_code == 404


@pytest.mark.parametrize("data", [{}, {"person": "P"}, {"person": "P", "course": "C", "due_on": "2026-99-99"}])
def test_what_is_left_out_is_asked_for(manager, crew, data):
    known = {"P": crew[0].pk, "C": taught().pk}
    sent = {name: known.get(value, value) for name, value in data.items()}
    answer = browser(manager).post(reverse("enrolment:assign"), sent, follow=True)
    assert "Choose people and a course" in answer.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_pages_take_as_many_statements_for_many_rows_as_for_few(page, manager, dealer):
    counts = []
    for _round in range(2):
        for _n in range(6):
            user = factories.MembershipFactory(dealer=dealer).user
            asked(user, taught())
        client = browser(manager)
        client.get(reverse(f"enrolment:{page}"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(f"enrolment:{page}"))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16
