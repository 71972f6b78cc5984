"""The home page: what it shows to whom, and at what price."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.library.models import Edition
from portal.core.models import OutboxEntry
from portal.network.models import Brand, Membership, User
from tests import factories
from tests.training.courses_builder import course, lesson, module
from training.courses.models import Registration
from training.courses.registering import register

pytestmark = pytest.mark.django_db


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _manual(title: str, brand: Brand, **fields: object) -> None:
    model = factories.VehicleModelFactory(brand=brand)
    page = factories.manual(title=title, brands=[brand], applicability=[{"brand": brand, "model": model}], **fields)
    factories.edition(page, pages=["one"])


def test_it_asks_for_a_sign_in() -> None:
    response = Client().get("/")
    assert response.status_code == 302
    assert response.url.startswith("/account/login/")


def test_a_dealer_sees_only_their_own_manuals_brands_and_models(technician: User, outsider: User) -> None:
    _manual("North workshop", Brand.objects.get(code="north"), category="wiring")
    _manual("South secret", Brand.objects.get(code="south"), category="body")
    html = _signed_in(technician).get("/").content.decode()
    assert "North workshop" in html
    assert "South" not in html
    assert "type=wiring" in html
    assert "type=body" not in html
    assert "brand=south" not in html


def test_the_counts_are_those_of_the_lists_they_open(technician: User) -> None:
    north = Brand.objects.get(code="north")
    _manual("One", north)
    _manual("Two", north)
    factories.edition(factories.manual(title="For every vehicle"), pages=["one"])
    client = _signed_in(technician)
    response = client.get("/")
    for door in [response.context["brands"][0].brand, *response.context["types"]]:
        assert client.get(door.url).context["page_obj"].paginator.count == door.manuals == 3


def test_the_number_of_statements_does_not_grow(technician: User) -> None:
    client = _signed_in(technician)
    north = Brand.objects.get(code="north")
    _manual("First", north)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(15):
        _manual(f"More {number}", north, category=["owner", "parts", "safety"][number % 3])
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) <= 16


def test_somebody_whose_membership_ended_is_told_so(technician: User) -> None:
    _manual("North workshop", Brand.objects.get(code="north"))
    Membership.objects.filter(user=technician).update(ends=timezone.localdate() - timedelta(days=1))
    response = _signed_in(technician).get("/")
    assert response.status_code == 200
    assert "home/no_membership.html" in [template.name for template in response.templates]
    assert "North workshop" not in response.content.decode()


def test_the_dashboard_is_for_oem_staff_and_says_why_an_edition_failed(oem_user: User, technician: User) -> None:
    page = factories.manual(title="Broken")
    factories.edition(page, label="Bad", state=Edition.State.FAILED, failure_reason="encrypted")
    OutboxEntry.objects.create(kind="index", key="1", created_at=timezone.now() - timedelta(hours=1))
    response = _signed_in(oem_user).get("/")
    board = response.context["dashboard"]
    assert (board.failed, board.late, board.live_manuals) == (1, 1, 1)
    assert "protected by a password" in response.content.decode()
    assert _signed_in(technician).get("/").context["dashboard"] is None


def test_titles_are_escaped(technician: User) -> None:
    _manual("<script>alert(1)</script>", Brand.objects.get(code="north"))
    assert "<script>alert(1)" not in _signed_in(technician).get("/").content.decode()


def _enrolled(user: User, **facts: object) -> Registration:
    made = course(module(lesson()), title=str(facts.pop("title", "High voltage")))
    registration = register(actor=user, user=user, course=made, source="self")
    Registration.objects.filter(pk=registration.pk).update(**facts)
    registration.refresh_from_db()
    return registration


def test_a_learner_sees_what_is_next_and_what_is_overdue(technician: User, outsider: User) -> None:
    today = timezone.localdate()
    soon = _enrolled(technician, title="Soon", due_on=today + timedelta(days=3))
    late = _enrolled(technician, title="Late", due_on=today - timedelta(days=3))
    _enrolled(technician, title="Done long ago", state="completed")
    _enrolled(outsider, title="Somebody else's")
    response = _signed_in(technician).get("/")
    html = response.content.decode()
    assert response.context["learning"].next == [late, soon]
    assert f"/training/r/{late.key}/" in html
    assert "was due on" in html
    assert "Done long ago" not in html
    assert "Somebody else" not in html
    assert response.context["learning"].requests is None


def test_a_manager_sees_how_many_requests_of_their_team_wait(technician: User) -> None:
    dealer = technician.memberships.get().dealer
    manager = factories.MembershipFactory(dealer=dealer, is_manager=True).user
    _enrolled(technician, state="requested")
    _enrolled(factories.person(username="elsewhere", dealer=factories.DealerFactory()), state="requested")
    response = _signed_in(manager).get("/")
    assert response.context["learning"].requests == 1
    assert "/training/team/" in response.content.decode()
    assert "/training/team/" not in _signed_in(technician).get("/").content.decode()


def test_staff_of_the_maker_see_the_library_and_no_training_of_their_own(oem_user: User) -> None:
    assert _signed_in(oem_user).get("/").context["learning"] is None


def test_training_takes_the_same_statements_for_many_courses(technician: User) -> None:
    client = _signed_in(technician)
    counts = []
    for number in (1, 5):
        for _ in range(number):
            _enrolled(technician)
        with CaptureQueriesContext(connection) as found:
            response = client.get("/")
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert len(response.context["learning"].next) == 3
    assert response.context["learning"].more
