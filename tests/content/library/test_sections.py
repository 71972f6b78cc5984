"""An author works in the section of their own department, by Wagtail's rules and through its pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from content.library.models import DepartmentPage, Manual
from content.library.sections import open_section
from portal.network.departments import DuplicateDepartment, create_department
from portal.network.models import Department, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def departments() -> tuple[Department, Department]:
    factories.home_page()
    return create_department(code="chassis", name="Chassis"), create_department(code="engines", name="Engines")


@pytest.fixture
def author(departments: tuple[Department, Department]) -> User:
    user = factories.UserFactory(username="author")
    user.groups.add(departments[0].authors)
    return user


@pytest.fixture
def client_of_author(author: User) -> Client:
    client = Client()
    client.force_login(author)
    return client


def test_a_department_gets_its_section_once(departments: tuple[Department, Department]) -> None:
    chassis, _engines = departments
    section = DepartmentPage.objects.get(department=chassis)
    assert section.get_parent().specific == factories.home_page()
    assert section.live
    assert open_section(department=chassis) == section
    assert GroupPagePermission.objects.filter(group=chassis.authors).count() == 3


def test_a_code_is_given_once_and_a_refusal_leaves_nothing(departments: tuple[Department, Department]) -> None:
    with pytest.raises(DuplicateDepartment):
        create_department(code="chassis", name="Another")
    assert Department.objects.count() == DepartmentPage.objects.count() == 2


def test_an_author_may_edit_and_publish_in_their_own_section_only(
    departments: tuple[Department, Department], author: User
) -> None:
    chassis, engines = departments
    own = factories.manual(department=chassis).permissions_for_user(author)
    assert own.can_edit()
    assert own.can_publish()
    foreign = factories.manual(department=engines).permissions_for_user(author)
    for allowed in (foreign.can_edit, foreign.can_publish, foreign.can_unpublish, foreign.can_delete, foreign.can_move):
        assert not allowed(), allowed.__name__
    assert not DepartmentPage.objects.get(department=engines).permissions_for_user(author).can_add_subpage()
    assert not factories.home_page().permissions_for_user(author).can_add_subpage()


def test_an_author_cannot_move_a_manual_into_anothers_section(
    departments: tuple[Department, Department], author: User
) -> None:
    manual = factories.manual(department=departments[0])
    target = DepartmentPage.objects.get(department=departments[1])
    assert not manual.permissions_for_user(author).can_move_to(target)


def test_the_pages_of_the_cms_keep_to_it(departments: tuple[Department, Department], client_of_author: Client) -> None:
    chassis, engines = departments
    own, foreign = factories.manual(department=chassis), factories.manual(title="Foreign", department=engines)
    assert client_of_author.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    for name in ("edit", "unpublish", "delete"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[foreign.pk])
        assert client_of_author.post(address, {"title": "Taken", "action-publish": "1"}).status_code in (302, 403), name
    add = reverse(
        "wagtailadmin_pages:add", args=["library", "manual", DepartmentPage.objects.get(department=engines).pk]
    )
    assert client_of_author.get(add).status_code in (302, 403)
    foreign = Manual.objects.get(pk=foreign.pk)
    assert (foreign.title, foreign.live) == ("Foreign", True)


def test_dealer_staff_have_no_cms(technician_client: Client, departments: tuple[Department, Department]) -> None:
    manual = factories.manual(department=departments[0])
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_pages:edit", args=[manual.pk]),
    ):
        response = technician_client.get(address)
        assert response.status_code in (302, 403), address
        if response.status_code == 302:
            assert manual.title not in technician_client.get(address, follow=True).content.decode()
