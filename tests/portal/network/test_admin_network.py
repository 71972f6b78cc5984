"""The network in the CMS: lists, searches, forms; and who may see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.library.models import DepartmentPage
from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, Department, Membership, User
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = ("brand", "region", "dealertier", "dealer", "jobrole", "department", "membership")


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(factories.UserFactory(username="admin", is_superuser=True))
    return client


@pytest.mark.parametrize("name", LISTS)
def test_every_list_searches_exports_and_has_its_form(admin: Client, technician: User, name: str) -> None:
    factories.DepartmentFactory()
    index = reverse(f"{name}:index")
    page = admin.get(index)
    assert page.status_code == 200
    assert page.context["paginator"].count >= 1
    assert admin.get(index, {"q": "no such row anywhere"}).context["paginator"].count == 0
    assert b"," in b"".join(admin.get(index, {"export": "csv"}).streaming_content)
    assert admin.get(reverse(f"{name}:add")).status_code == 200


def test_the_lists_do_not_ask_once_a_row(admin: Client, technician: User) -> None:
    index = reverse("membership:index")
    admin.get(index)
    with CaptureQueriesContext(connection) as few:
        admin.get(index)
    for number in range(12):
        factories.person(username=f"more{number}", dealer=factories.DealerFactory())
    with CaptureQueriesContext(connection) as many:
        admin.get(index)
    assert len(many) == len(few)


def test_memberships_are_found_by_person_and_dealer_and_filtered_by_role(
    admin: Client, technician: User, outsider: User
) -> None:
    index = reverse("membership:index")
    for question in ({"q": "technician"}, {"q": "D-TECH"}, {"roles": technician.memberships.get().roles.get().pk}):
        answer = admin.get(index, question)
        assert [row.user for row in answer.context["object_list"]] == [technician], question


def test_a_membership_is_made_and_cannot_end_before_it_starts(admin: Client, technician: User) -> None:
    dealer = factories.DealerFactory()
    today = timezone.localdate()
    posted = {"user": technician.pk, "dealer": dealer.pk, "roles": [factories.JobRoleFactory().pk]}
    wrong = posted | {"starts": str(today), "ends": str(today - timedelta(days=1))}
    assert admin.post(reverse("membership:add"), wrong).status_code == 200
    assert not Membership.objects.filter(dealer=dealer).exists()
    assert admin.post(reverse("membership:add"), posted | {"starts": str(today), "ends": ""}).status_code == 302
    assert Membership.objects.get(dealer=dealer).roles.count() == 1


def test_a_department_made_here_has_its_section_and_keeps_its_code(admin: Client) -> None:
    factories.home_page()
    assert admin.post(reverse("department:add"), {"code": "body", "name": "Body shop"}).status_code == 302
    department = Department.objects.get(code="body")
    assert DepartmentPage.objects.filter(department=department).exists()
    assert admin.post(reverse("department:add"), {"code": "body", "name": "Again"}).status_code == 200
    edit = reverse("department:edit", args=[department.pk])
    assert admin.post(edit, {"code": "other", "name": "Body shop"}).status_code == 200
    assert admin.post(edit, {"code": "body", "name": "Body and paint"}).status_code == 302
    department.refresh_from_db()
    assert (department.code, department.name) == ("body", "Body and paint")


def test_what_is_in_use_is_not_deleted_and_the_reason_is_said(admin: Client, technician: User) -> None:
    dealer = Dealer.objects.get(code="D-TECH")
    answer = admin.post(reverse("dealer:delete", args=[dealer.pk]), follow=True)
    assert Dealer.objects.filter(pk=dealer.pk).exists()
    assert answer.status_code == 200
    unused = factories.BrandFactory()
    admin.post(reverse("brand:delete", args=[unused.pk]))
    assert not Brand.objects.filter(pk=unused.pk).exists()


def test_choosers_find_by_parts_of_names(admin: Client, technician: User, outsider: User) -> None:
    people = admin.get(reverse("person_chooser:choose_results"), {"q": "techni"}).content.decode()
    assert "technician@" in people
    assert "outsider@" not in people
    dealers = admin.get(reverse("dealer_chooser:choose_results"), {"q": "d-out"}).content.decode()
    assert "D-OUT" in dealers
    assert "D-TECH" not in dealers


def test_authors_see_neither_people_nor_the_network(technician: User) -> None:
    factories.home_page()
    author = factories.UserFactory(username="author")
    author.groups.add(create_department(code="a", name="A").authors)
    client = Client()
    client.force_login(author)
    addresses = [reverse(f"{name}:index") for name in LISTS]
    addresses += [reverse("person_chooser:choose_results"), reverse("wagtailusers_users:index")]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in (302, 403), address
        assert b"technician" not in answer.content
    assert b"Network" not in client.get(reverse("wagtailadmin_home")).content


def test_the_form_of_a_person_has_the_language(admin: Client, technician: User) -> None:
    edit = reverse("wagtailusers_users:edit", args=[technician.pk])
    assert 'name="language"' in admin.get(edit).content.decode()
    posted = {
        "username": "technician",
        "email": "t@example.com",
        "first_name": "",
        "last_name": "李",
        "language": "zh-hans",
    }
    assert admin.post(edit, posted | {"is_active": "on"}).status_code == 302
    technician.refresh_from_db()
    assert (technician.language, technician.last_name) == ("zh-hans", "李")
    assert 'name="language"' in admin.get(reverse("wagtailusers_users:add")).content.decode()


def test_the_cms_wears_the_name_and_the_colours_of_the_portal(admin: Client) -> None:
    html = admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "css/admin.css" in html
    assert "img/mark.svg" in html
    assert "- Forecourt</title>" in html


def test_regions_read_as_a_tree_at_the_price_of_a_list(admin: Client) -> None:
    world = factories.RegionFactory(code="world", name="World")
    asia = factories.RegionFactory(code="asia", name="Asia", parent=world)
    factories.RegionFactory(code="america", name="America", parent=world)
    index = reverse("region:index")
    admin.get(index)
    with CaptureQueriesContext(connection) as few:
        admin.get(index)
    factories.RegionFactory(code="china", name="China", parent=asia)
    with CaptureQueriesContext(connection) as many:
        html = admin.get(index).content.decode()
    places = [html.index(text) for text in ("\u2003Asia", "\u2003\u2003China", "\u2003America")]
    assert places == sorted(places)
    assert len(many) == len(few)
