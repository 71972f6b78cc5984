"""The pages of sessions: what a person and a manager see, and what they do not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from tests.training.sessions.builders import (
    DAY,
    book_for,
    edited,
    in_days,
    learner,
    opened,
    planned,
    trainer,
    venue,
)
from training.courses.files import receive_file
from training.courses.registering import register
from training.sessions.models import Booking, CalendarFeed, Session, SessionMaterial
from training.sessions.planning import save_session

pytestmark = pytest.mark.django_db


def shown(client, name, *args, **query):
    answer = client.get(reverse(f"sessions:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def hidden_course(**facts):
    taught = course(module(lesson()), **facts)
    taught.audience_dealers.set([factories.DealerFactory()])
    taught.save()
    return taught


def test_from_the_list_to_a_seat_and_back():
    session, person = opened(title="Practice day"), learner()
    client = browser(person)
    assert "Practice day" in shown(client, "list")
    assert "Book a seat" in shown(client, "session", session.pk)
    page = client.post(reverse("sessions:book", args=[session.pk]), follow=True).content.decode()
    assert "You are booked. The invitation comes by mail." in page
    assert "Into my calendar" in page
    assert "Practice day" in shown(client, "mine")
    booking = Booking.objects.get()
    page = client.post(reverse("sessions:cancel", args=[booking.pk]), {"next": "//evil.example/"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("sessions:mine")
    assert "The booking is cancelled." in page.content.decode()


def test_sessions_of_a_course_that_one_may_not_see_are_as_none():
    session, person = opened(taught=hidden_course(), title="Not for you"), learner()
    client = browser(person)
    assert "Not for you" not in shown(client, "list")
    assert client.get(reverse("sessions:session", args=[session.pk])).status_code == 404
    assert client.post(reverse("sessions:book", args=[session.pk])).status_code == 404
    assert client.get(reverse("sessions:file", args=[session.pk])).status_code == 404
    assert client.get(reverse("sessions:session", args=[2**70])).status_code == 404
    assert not Booking.objects.exists()


def test_what_is_only_planned_is_not_shown_and_the_filters_tell_nothing_of_it():
    planned(title="Secret plan", taught=course(module(lesson()), title="Secret course"), venue=venue("Secret venue"))
    page = shown(browser(learner()), "list")
    for word in ("Secret plan", "Secret course", "Secret venue"):
        assert word not in page


def test_who_is_booked_sees_it_whatever_becomes_of_the_course():
    taught = course(module(lesson()))
    session, person = opened(taught=taught), learner()
    book_for(person, session)
    taught.audience_dealers.set([factories.DealerFactory()])
    taught.save()
    assert session.title in shown(browser(person), "session", session.pk)


def test_the_filters():
    north = factories.RegionFactory(code="n")
    here = opened(title="Near", venue=venue("North centre", region=north), language="de", dates=[in_days(10)])
    opened(title="Distant", venue=None, format="online", link="https://meet.example/1", dates=[in_days(75)])
    client = browser(learner())

    def titles(**query):
        page = shown(client, "list", **query)
        return {title for title in ("Near", "Distant") if f">{title}</a>" in page}

    assert titles() == {"Near", "Distant"}
    assert titles(region=north.pk) == {"Near"}
    assert titles(venue=here.venue_id) == {"Near"}
    assert titles(course=here.course_id) == {"Near"}
    assert titles(language="de") == {"Near"}
    assert titles(month=f"{here.starts_at:%Y-%m}") == {"Near"}
    assert titles(month="2026-13", course="x", region=str(2**80)) == {"Near", "Distant"}, "nonsense filters nothing"
    for _ in range(2):
        book_for(learner(), here)
    assert titles(seats="1") == {"Distant"}


def test_the_filter_says_what_was_chosen_and_nothing_else():
    """The base template has a `language` of its own: that of the page."""
    client = browser(learner())
    assert '<option value="en" selected>' not in shown(client, "list")
    assert '<option value="de" selected>' in shown(client, "list", language="de")


def test_the_list_costs_the_same_with_many_sessions():
    client, taught = browser(learner()), course(module(lesson()))
    opened(taught=taught)

    def statements():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            shown(client, "list")
        return len(caught)

    statements()
    one = statements()
    for number in range(8):
        book_for(learner(), opened(taught=taught, dates=[in_days(12 + number)]))
    assert statements() == one


def test_a_manager_sees_their_own_people_and_nobody_elses():
    dealer = factories.DealerFactory()
    person = learner(dealer, user__first_name="Anna", user__last_name="Ours")
    manager = learner(dealer, is_manager=True)
    stranger = learner(user__first_name="Boris", user__last_name="Theirs")
    session = opened(approval=False, capacity=9)
    book_for(person, session)
    strange = book_for(stranger, session)
    client = browser(manager)
    for page in (shown(client, "team"), shown(client, "session", session.pk)):
        assert "Anna Ours" in page
        assert "Boris" not in page
    assert client.post(reverse("sessions:cancel", args=[strange.pk])).status_code == 404
    assert client.post(reverse("sessions:decide", args=[strange.pk]), {"answer": "approve"}).status_code == 404
    assert client.post(reverse("sessions:book", args=[session.pk]), {"person": stranger.pk}).status_code == 404
    assert browser(person).get(reverse("sessions:team")).status_code == 404
    assert "Boris" not in shown(browser(person), "session", session.pk)
    strange.refresh_from_db()
    assert strange.state == Booking.State.BOOKED


def test_a_manager_of_yesterday_sees_nobody():
    dealer = factories.DealerFactory()
    person = learner(dealer)
    membership = factories.MembershipFactory(dealer=dealer, is_manager=True)
    membership.ends = membership.starts + timedelta(days=1)
    membership.save()
    book_for(person, opened())
    assert browser(membership.user).get(reverse("sessions:team")).status_code == 404


def test_a_manager_books_and_answers_on_the_pages():
    dealer = factories.DealerFactory()
    one, two, manager = learner(dealer), learner(dealer), learner(dealer, is_manager=True)
    session = opened(approval=True)
    client = browser(manager)
    client.post(reverse("sessions:book", args=[session.pk]), {"person": one.pk})
    asked = book_for(two, session)
    assert "Waiting for your answer" in shown(client, "team")
    client.post(reverse("sessions:decide", args=[asked.pk]), {"answer": "approve"})
    assert set(Booking.objects.values_list("user", "state")) == {(one.pk, "booked"), (two.pk, "booked")}


def test_the_address_online_and_the_materials_are_for_who_is_booked():
    session = opened(venue=None, format="online", link="https://meet.example/secret", capacity=1)
    kept = receive_file(
        upload=SimpleUploadedFile("sheet.pdf", b"%PDF-1.7 a sheet"),
        kind="document",
        title="",
        department=builders.department(),
    )
    held = edited(session)
    held.materials = [SessionMaterial(title="Sheet", file=kept)]
    save_session(session=held, actor=trainer())
    url = reverse("sessions:material", args=[session.pk, SessionMaterial.objects.get().pk])
    booked, waiting = learner(), learner()
    book_for(booked, session)
    book_for(waiting, session)
    for nobody in (waiting, learner()):
        assert "meet.example" not in shown(browser(nobody), "session", session.pk)
        assert browser(nobody).get(url).status_code == 404
    assert "meet.example" in shown(browser(booked), "session", session.pk)
    assert b"".join(browser(booked).get(url).streaming_content) == b"%PDF-1.7 a sheet"


def test_nobody_is_let_in_without_signing_in():
    session, client = opened(), Client()
    for name, args in (("list", []), ("mine", []), ("session", [session.pk]), ("team", []), ("file", [session.pk])):
        assert client.get(reverse(f"sessions:{name}", args=args)).status_code == 302


def test_the_calendar_address_is_a_secret_that_can_be_renewed():
    person, stranger = learner(), learner()
    book_for(person, opened(title="Mine alone"))
    client = browser(person)
    address = client.get(reverse("sessions:mine")).context["feed_url"]
    path = address[address.index("/training/") :]
    assert "Mine alone" in Client().get(path).content.decode()
    token = path.rsplit("/", 1)[1].removesuffix(".ics")
    key, mac = token.split(".")
    other = CalendarFeed.objects.create(user=stranger).key.hex
    forged = f"{key}.{'b' if mac[0] == 'a' else 'a'}{mac[1:]}"
    for bad in (f"{other}.{mac}", forged, key, "x", "x" * 500):
        assert Client().get(reverse("sessions:feed", args=[bad])).status_code == 404
    client.post(reverse("sessions:renew"))
    assert Client().get(path).status_code == 404
    person.is_active = False
    person.save()
    fresh = browser(person)
    assert fresh.get(reverse("sessions:mine")).status_code == 302


def test_who_has_left_has_no_calendar():
    person = learner()
    address = browser(person).get(reverse("sessions:mine")).context["feed_url"]
    person.is_active = False
    person.save()
    assert Client().get(address[address.index("/training/") :]).status_code == 404


def test_a_lesson_shows_the_sessions_that_can_be_booked():
    part = lesson("session", title="Practice", share=80, note="Bring your gloves")
    taught = course(module(part))
    session, person = opened(taught=taught, lesson=part["id"], title="In May"), learner()
    opened(taught=taught, title="Another lesson's", dates=[in_days(40)])
    registration = register(actor=person, user=person, course=taught, source="self")
    url = reverse("courses:lesson", kwargs={"key": registration.key, "lesson_id": part["id"]})
    client = browser(person)
    page = client.get(url).content.decode()
    assert "In May" in page
    assert "Bring your gloves" in page
    assert "Another lesson" not in page
    book_for(person, session)
    assert "Your session" in client.get(url).content.decode()


def test_a_session_is_shown_in_its_own_zone():
    begins, _ends = in_days(10)
    session = opened(time_zone="Asia/Shanghai", dates=[(begins, begins + timedelta(hours=2))])
    page = shown(browser(learner()), "session", session.pk)
    assert "16:00–18:00" in page, "8 o'clock UTC"
    assert "Asia/Shanghai" in page


def test_a_cancelled_session_says_so_to_who_was_booked():
    session, person = opened(), learner()
    book_for(person, session)
    Session.objects.filter(pk=session.pk).update(state="cancelled", reason="Snow")
    assert "This session is cancelled: Snow" in shown(browser(person), "session", session.pk)
    assert browser(learner()).get(reverse("sessions:session", args=[session.pk])).status_code == 404


def test_late_is_said_before_it_is_done():
    session = opened()
    held = edited(session)
    held.cancel_until = session.starts_at - 30 * DAY
    save_session(session=held, actor=trainer())
    person = learner()
    book_for(person, session)
    assert "It is late to cancel" in shown(browser(person), "session", session.pk)
