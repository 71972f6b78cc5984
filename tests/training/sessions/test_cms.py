"""Sessions in the CMS: planning, people, lists; and who gets nowhere near."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.network.departments import create_department
from tests import factories
from tests.qr_reader import codes_in_svg
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from tests.training.sessions.builders import (
    DAY,
    book_for,
    edited,
    in_days,
    learner,
    opened,
    planned,
    room,
    trainer,
    venue,
)
from training.sessions import codes
from training.sessions.models import Attendance, Booking, Session, SessionDate

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    made = Client()
    made.force_login(trainer())
    return made


@pytest.fixture
def stranger():
    """An author of another department."""
    made = Client()
    made.force_login(factories.oem_person(username="stranger", groups=[create_department(code="x", name="X").authors]))
    return made


def url(name, *args):
    return reverse(f"training_sessions:{name}", args=args)


def form(**more):
    """What the editor sends for a session of one date."""
    children = {"dates": 1, "trainers": 0, "quotas": 0, "materials": 0}
    data = {
        "title": "Practice",
        "department": builders.department().pk,
        "language": "en",
        "format": "on_site",
        "capacity": 8,
        "minimum": 0,
        "waiting_places": 3,
        "price": "0",
        "expenses": "0",
        "currency": "EUR",
        "dates-0-starts_at": "2027-03-26 09:00",
        "dates-0-ends_at": "2027-03-26 17:00",
        "dates-0-ORDER": "1",
        **more,
    }
    for name, number in children.items():
        data.setdefault(f"{name}-TOTAL_FORMS", number)
        data.setdefault(f"{name}-INITIAL_FORMS", 0)
        data.setdefault(f"{name}-MIN_NUM_FORMS", 0)
        data.setdefault(f"{name}-MAX_NUM_FORMS", 1000)
    return data


def test_times_of_the_form_are_in_the_zone_of_the_venue(client):
    taught = course(module(lesson()))
    answer = client.post(url("add"), form(course=taught.pk, venue=venue().pk))
    session = Session.objects.get()
    assert answer.headers["Location"] == url("participants", session.pk)
    assert session.time_zone == "Europe/Berlin"
    assert session.starts_at == datetime(2027, 3, 26, 8, 0, tzinfo=UTC), "winter time"
    page = client.get(url("edit", session.pk)).content.decode()
    assert "2027-03-26 09:00" in page


def test_an_hour_that_does_not_exist_is_refused(client):
    taught = course(module(lesson()))
    times = {"dates-0-starts_at": "2027-03-28 02:30", "dates-0-ends_at": "2027-03-28 04:00"}
    answer = client.post(url("add"), form(course=taught.pk, venue=venue().pk, **times))
    assert answer.status_code == 200
    assert not Session.objects.exists()


def test_a_double_booking_is_said_in_the_form(client):
    begins, ends = in_days(10)
    planned(room=room(), title="Already here", dates=[(begins, ends)])
    times = {
        "dates-0-starts_at": f"{begins.astimezone(timezone.get_default_timezone()):%Y-%m-%d %H:%M}",
        "dates-0-ends_at": f"{ends.astimezone(timezone.get_default_timezone()):%Y-%m-%d %H:%M}",
        "dates-0-room": room().pk,
        "time_zone": "UTC",
    }
    answer = client.post(url("add"), form(course=course(module(lesson())).pk, venue=venue().pk, **times))
    assert answer.status_code == 200
    assert "is taken by “Already here”" in answer.content.decode()
    assert Session.objects.count() == 1


def test_a_lesson_of_another_course_is_refused(client):
    part = lesson("session", title="Practice", share=80)
    other, taught = course(module(part)), course(module(lesson()))
    answer = client.post(url("add"), form(course=taught.pk, venue=venue().pk, lesson=part["id"]))
    assert "The course has no such lesson." in answer.content.decode()
    client.post(url("add"), form(course=other.pk, venue=venue().pk, lesson=part["id"]))
    assert Session.objects.get().lesson == part["id"]


def test_editing_keeps_the_keys_of_dates(client):
    session = opened()
    date = session.dates.get()
    data = form(
        course=session.course_id,
        venue=venue().pk,
        **{"dates-INITIAL_FORMS": 1, "dates-0-id": date.pk, "dates-0-starts_at": "2027-04-01 09:00"},
        **{"dates-0-ends_at": "2027-04-01 17:00"},
    )
    answer = client.post(url("edit", session.pk), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    kept = SessionDate.objects.get()
    assert (kept.pk, kept.key) == (date.pk, date.key)
    assert kept.starts_at == datetime(2027, 4, 1, 7, 0, tzinfo=UTC), "summer time"


def test_open_close_cancel(client):
    session = planned()
    for verb, state in (("open", "open"), ("close", "closed"), ("open", "open")):
        client.post(url("move", session.pk, verb))
        session.refresh_from_db()
        assert session.state == state
    client.post(url("cancel", session.pk), {"reason": "  "})
    session.refresh_from_db()
    assert session.state == "open", "not without a reason"
    client.post(url("cancel", session.pk), {"reason": "Snow"})
    session.refresh_from_db()
    assert (session.state, session.reason) == ("cancelled", "Snow")
    assert client.post(url("move", session.pk, "nonsense")).status_code == 404


def test_a_copy_begins_on_the_day_asked_for(client):
    session = planned(dates=[in_days(10), in_days(11)], quotas={factories.RegionFactory(): 2})
    day = (session.starts_at + 28 * DAY).date()
    answer = client.post(url("duplicate", session.pk), {"first_day": day.isoformat()})
    copy = Session.objects.exclude(pk=session.pk).get()
    assert answer.headers["Location"] == url("edit", copy.pk)
    assert copy.starts_at.date() == day
    assert (copy.state, copy.dates.count(), copy.quotas.count()) == ("planned", 2, 1)
    assert not set(copy.dates.values_list("key", flat=True)) & set(session.dates.values_list("key", flat=True))
    client.post(url("duplicate", session.pk), {"first_day": "yesterday"})
    assert Session.objects.count() == 2


def test_a_trainer_adds_moves_up_and_cancels(client):
    session = opened(capacity=1)
    one, two = learner(), learner()
    client.post(url("add_person", session.pk), {"person": one.username})
    client.post(url("add_person", session.pk), {"person": two.email.upper()})
    client.post(url("add_person", session.pk), {"person": "nobody"})
    first, second = Booking.objects.order_by("pk")
    assert (first.state, second.state, first.source) == ("booked", "waitlisted", "trainer")
    client.post(url("booking", first.pk, "cancel"))
    second.refresh_from_db()
    assert second.state == "booked"
    page = client.get(url("participants", session.pk)).content.decode()
    assert two.username in page


def began(**facts):
    """A session that began an hour ago, with two people booked."""
    session = opened(capacity=3, **facts)
    people = [book_for(learner(), session) for _ in range(2)]
    begins = timezone.now() - timedelta(hours=1)
    SessionDate.objects.filter(session=session).update(starts_at=begins, ends_at=begins + timedelta(hours=2))
    Session.objects.filter(pk=session.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=2))
    return Session.objects.get(pk=session.pk), people


def test_the_list_marks_who_was_there_and_for_how_long(client):
    session, (one, two) = began()
    date = session.dates.get()
    client.post(url("list", date.pk), {f"here-{one.pk}": "on", f"minutes-{one.pk}": "45", f"minutes-{two.pk}": "120"})
    assert list(Attendance.objects.values_list("booking", "minutes")) == [(one.pk, 45)]
    client.post(url("list", date.pk), {"everybody": ""})
    assert dict(Attendance.objects.values_list("booking", "minutes")) == {one.pk: 45, two.pk: 120}
    assert "45" in client.get(url("list", date.pk)).content.decode()
    assert client.get(url("present", date.pk)).json() == {"present": 2, "booked": 2}


def test_the_code_is_a_picture_and_leads_to_the_phones_page(client):
    session, (one, _two) = began()
    date = session.dates.get()
    assert client.get(url("code", date.pk)).status_code == 200
    before = codes.code_at(date.key, timezone.now())
    picture = client.get(url("code_picture", date.pk))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    (address,) = codes_in_svg(picture.content)
    shown = {before, codes.code_at(date.key, timezone.now())}
    paths = {reverse("sessions:here", args=[date.pk, code.window, code.mac]) for code in shown}
    assert address in {f"http://testserver{path}" for path in paths}
    phone = Client()
    phone.force_login(one.user)
    page = phone.get(urlsplit(address).path)
    assert page.status_code == 200
    assert "I am here" in page.content.decode()


def test_calendar_costs_and_print(client):
    session = opened(title="In the calendar", price="100", expenses="50", trainers=[trainer()])
    book_for(learner(user__last_name="Huber"), session)
    month = f"{session.starts_at:%Y-%m}"
    for view in ("month", "list"):
        page = client.get(url("calendar"), {"month": month, "view": view}).content.decode()
        assert "In the calendar" in page
    assert "In the calendar" not in client.get(url("calendar"), {"month": "2031-01"}).content.decode()
    costs = client.get(url("costs"), {"year": session.starts_at.year}).context
    assert [(row["currency"], row["sum_owed"], row["sum_balance"]) for row in costs["sums"]] == [("EUR", 100, 50)]
    assert "Huber" in client.get(url("print", session.pk)).content.decode()


def test_costs_as_files(client):
    dealer = factories.DealerFactory(name="=House", code="H-1")
    session = opened(title="+Practice", price="100", expenses="50")
    planned(title="Not yet", price="100")
    book_for(learner(dealer), session)
    answer = client.get(url("costs_file"), {"year": session.starts_at.year})
    assert answer.headers["Content-Disposition"].endswith(f'"costs-{session.starts_at.year}.csv"')
    head, *rows = _table(answer)
    assert head[0] == "Session"
    day = session.starts_at.date().isoformat()
    assert ["'+Practice", day, "1", "100.00", "100.00", "50.00", "50.00", "EUR"] in rows
    assert ["Not yet", day, "0", "100.00", "0.00", "0.00", "0.00", "EUR"] in rows
    assert _table(client.get(url("costs_file"), {"year": "2001"})) == [head]
    assert _table(client.get(url("session_costs_file", session.pk)))[1:] == [
        ["'=House (H-1)", "1", "0", "100.00", "100.00", "EUR"]
    ]


def test_files_of_costs_take_the_same_statements_for_many_sessions(client):
    counts = []
    for _ in range(2):
        opened(price="10")
        with CaptureQueriesContext(connection) as found:
            _table(client.get(url("costs_file"), {"year": in_days(10)[0].year}))
        counts.append(len(found))
    assert counts[0] == counts[1]


def _table(answer):
    return list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))


def test_another_department_finds_nothing(stranger):
    session = opened(title="Ours alone")
    booking = book_for(learner(), session)
    date = session.dates.get()
    for name, args in (
        ("participants", [session.pk]),
        ("print", [session.pk]),
        ("list", [date.pk]),
        ("code", [date.pk]),
        ("code_picture", [date.pk]),
        ("present", [date.pk]),
        ("session_costs_file", [session.pk]),
    ):
        assert stranger.get(url(name, *args)).status_code == 404, name
    for name, args in (
        ("move", [session.pk, "close"]),
        ("cancel", [session.pk]),
        ("duplicate", [session.pk]),
        ("booking", [booking.pk, "cancel"]),
        ("add_person", [session.pk]),
        ("list", [date.pk]),
    ):
        assert stranger.post(url(name, *args), {"reason": "x", "first_day": "2030-01-01"}).status_code == 404, name
    assert "Ours alone" not in stranger.get(url("index")).content.decode()
    year = {"year": session.starts_at.year}
    assert "Ours alone" not in stranger.get(url("costs"), year).content.decode()
    assert len(_table(stranger.get(url("costs_file"), year))) == 1, "the titles alone"
    for name in ("edit", "delete"):
        assert stranger.get(url(name, session.pk)).status_code == 404
        assert stranger.post(url(name, session.pk), form(course=session.course_id)).status_code == 404
    session.refresh_from_db()
    assert session.state == "open"
    assert Session.objects.count() == 1


def test_a_trainer_of_another_department_leads_but_does_not_plan():
    guest = factories.oem_person(username="guest", groups=[create_department(code="y", name="Y").authors])
    session, (one, _two) = began()
    held = edited(session)
    held.trainers.add(held.trainers.model(user=guest))
    held.save()
    made = Client()
    made.force_login(guest)
    assert made.get(url("participants", session.pk)).status_code == 200
    date = session.dates.get()
    made.post(url("list", date.pk), {f"here-{one.pk}": "on", f"minutes-{one.pk}": "30"})
    assert Attendance.objects.get().marked_by == guest
    assert made.post(url("booking", one.pk, "cancel")).status_code == 404


def test_dealer_staff_never_get_in():
    session = opened()
    made = Client()
    made.force_login(learner(is_manager=True))
    for name, args in (("index", []), ("participants", [session.pk]), ("calendar", []), ("costs", [])):
        assert made.get(url(name, *args)).status_code == 302, name


def test_the_lists_cost_the_same_with_many(client):
    taught = course(module(lesson()))
    first = opened(taught=taught, capacity=20, trainers=[trainer()])
    book_for(learner(), first)
    addresses = [
        url("index"),
        url("participants", first.pk),
        url("list", first.dates.get().pk),
        url("calendar") + f"?month={first.starts_at:%Y-%m}&whose=all",
        url("costs") + f"?year={first.starts_at.year}",
    ]

    def statements(address):
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    before = [statements(one) for one in addresses]
    for number in range(6):
        begins, _ends = in_days(10)
        day = begins + timedelta(hours=9 + number)
        session = opened(taught=taught, trainers=[trainer()], dates=[(day, day + timedelta(minutes=30))])
        book_for(learner(), session)
        book_for(learner(), first)
    assert [statements(one) for one in addresses] == before
