"""The pages of dashboards: what each shows, and what nobody else is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.network.models import Membership
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from training.courses.completion import complete_lesson
from training.courses.models import Registration
from training.courses.registering import register
from training.dashboards.rollups.refreshing import repair

pytestmark = pytest.mark.django_db


def text(client, name, *args, query=""):
    answer = client.get(reverse(f"dashboards:{name}", args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def finish(user, taught):
    registration = Registration.objects.get(user=user, course=taught)
    complete_lesson(registration=registration, lesson_id=taught.body.raw_data[0]["value"]["lessons"][0]["id"])


def every_page(side):
    return [
        ("mine", ()),
        ("team", ()),
        ("trainer", ()),
        ("network", ()),
        ("courses", ()),
        ("region", (side.region.pk,)),
        ("dealer", (side.dealer.pk,)),
        ("people", (side.dealer.pk,)),
        *(("person", (one.pk,)) for one in (*side.people, side.manager)),
    ]


def test_a_manager_sees_no_name_and_no_number_of_another_dealer(network):
    finish(network.b.people[0], network.b.course)
    repair()
    client = browser(network.a.manager)
    for name, args in every_page(network.b):
        answer = client.get(reverse(f"dashboards:{name}", args=args))
        if name in ("mine", "team"):
            page = answer.content.decode()
            for hidden in ("Person-b", "Boss-b", "Course-b", "House b", "DEALER-b"):
                assert hidden not in page, (name, hidden)
        else:
            assert answer.status_code == 404, name
    assert client.get(reverse("dashboards:team"), {"dealer": network.b.dealer.pk}).status_code == 404
    own = text(client, "team")
    assert "Person-a1" in own
    assert "Person-a2" in own
    assert "0 %" in own, "the completion of the other dealer is not in the figures"


def test_who_manages_nobody_sees_their_own_alone(network):
    repair()
    client = browser(network.a.people[0])
    for name, args in every_page(network.a):
        answer = client.get(reverse(f"dashboards:{name}", args=args))
        assert answer.status_code == (200 if name == "mine" else 404), name
    mine = text(client, "mine")
    assert "Course-a" in mine
    assert "Course-b" not in mine


@pytest.mark.parametrize("number", [0, 2**63, 2**70])
def test_ids_that_there_are_not(network, number):
    client = browser(factories.oem_person())
    for name in ("region", "dealer", "people", "person"):
        assert client.get(reverse(f"dashboards:{name}", args=[number])).status_code == 404
    for query in ("?region=x", f"?region={number}", "?region=-1", "?region=٣"):
        assert client.get(reverse("dashboards:courses") + query).status_code == 404


def test_the_makers_view_goes_down_the_tree_to_a_person(network):
    finish(network.a.people[0], network.a.course)
    repair()
    client = browser(factories.oem_person())
    top = text(client, "network")
    assert "North" in top
    assert "South" in top
    assert "Coast" not in top
    north = text(client, "region", network.north.pk)
    assert "Coast" in north
    assert "House b" not in north
    assert "50 %" in north
    coast = text(client, "region", network.coast.pk)
    assert reverse("dashboards:dealer", args=[network.a.dealer.pk]) in coast
    courses = text(client, "courses", query=f"?region={network.north.pk}")
    assert "Course-a" in courses
    assert "Course-b" not in courses
    assert "Course-a" in text(client, "dealer", network.a.dealer.pk)
    people = text(client, "people", network.a.dealer.pk)
    assert "Person-a1" in people
    assert "Person-b1" not in people
    assert "Course-a" in text(client, "person", network.a.people[0].pk)


def test_a_dealer_with_two_brands_counts_for_each(network):
    repair()
    context = browser(factories.oem_person()).get(reverse("dashboards:network")).context
    assert [(name, totals.staff, totals.open) for name, totals in context["brands"]] == [("Gas", 3, 2), ("Volt", 6, 4)]
    assert context["totals"].staff == 6


def test_who_moved_is_seen_by_the_new_manager_and_no_longer_by_the_old(network):
    mover = network.a.people[0]
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=mover).update(ends=yesterday)
    Membership.objects.create(user=mover, dealer=network.b.dealer, starts=timezone.localdate())
    repair()
    person = reverse("dashboards:person", args=[mover.pk])
    assert browser(network.a.manager).get(person).status_code == 404
    assert "Person-a1" not in text(browser(network.a.manager), "team")
    answer = browser(network.b.manager).get(person)
    assert "Course-a" in answer.content.decode(), "the record belongs to the person"
    assert "House a" not in answer.content.decode(), "where else somebody worked is not a manager's business"


def test_a_manager_of_two_dealers_sees_both_or_one(network):
    factories.MembershipFactory(user=network.a.manager, dealer=network.b.dealer, is_manager=True)
    repair()
    client = browser(network.a.manager)
    both = text(client, "team")
    assert "Person-a1" in both
    assert "Person-b1" in both
    one = text(client, "team", query=f"?dealer={network.b.dealer.pk}")
    assert "Person-a1" not in one
    assert "Person-b1" in one


def test_what_is_overdue_and_what_is_due(network):
    today = timezone.localdate()
    first, second = network.a.people
    Registration.objects.filter(user=first).update(due_on=today - timedelta(days=3))
    Registration.objects.filter(user=second).update(due_on=today + timedelta(days=3))
    repair()
    context = browser(network.a.manager).get(reverse("dashboards:team")).context
    assert [row.user for row in context["overdue"]] == [first]
    assert [row.user for row in context["soon"]] == [second]
    assert context["totals"].overdue == 1


def test_a_trainer_sees_the_courses_of_their_department(network):
    trainer = factories.oem_person(username="trainer", groups=[builders.department().authors])
    other = factories.oem_person(username="elsewhere", groups=[builders.department("sales").authors])
    repair()
    page = text(browser(trainer), "trainer")
    assert "Course-a" in page
    assert "Course-b" in page
    assert "Course-a" not in text(browser(other), "trainer")
    assert browser(factories.oem_person()).get(reverse("dashboards:trainer")).status_code == 404


def test_many_dealers_people_and_courses_cost_no_more_statements(network):
    staff = browser(factories.oem_person())
    manager = browser(network.a.manager)

    def measured():
        repair()
        found = {}
        for client, name, args in (
            (staff, "network", ()),
            (staff, "region", (network.coast.pk,)),
            (staff, "courses", ()),
            (staff, "dealer", (network.a.dealer.pk,)),
            (staff, "people", (network.a.dealer.pk,)),
            (manager, "team", ()),
            (manager, "person", (network.a.people[0].pk,)),
            (browser(network.a.people[0]), "mine", ()),
        ):
            text(client, name, *args)
            with CaptureQueriesContext(connection) as queries:
                text(client, name, *args)
            found[name] = len(queries)
        return found

    few = measured()
    region = factories.RegionFactory(parent=network.north)
    for number in range(4):
        dealer = network.a.dealer if number % 2 else factories.DealerFactory(region=region, brands=[network.brand])
        factories.DealerFactory(region=network.coast, brands=[network.other])
        taught = course(module(lesson()))
        member = factories.MembershipFactory(dealer=dealer).user
        for person in (member, network.a.people[0]):
            register(
                actor=None,
                user=person,
                course=taught,
                source=Registration.Source.RULE,
                due_on=timezone.localdate() + timedelta(days=number),
            )
    assert measured() == few
    assert max(few.values()) <= 20
