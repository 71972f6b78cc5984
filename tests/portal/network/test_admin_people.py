"""People in the CMS: keeping them is not the same as being able to do everything."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.home.site_tree import NETWORK_ADMINISTRATORS
from portal.network.models import User
from tests import factories

pytestmark = pytest.mark.django_db

NEW = {"username": "new", "email": "new@example.com", "first_name": "", "last_name": "New", "language": ""}


@pytest.fixture
def keeper() -> User:
    """A network administrator."""
    user = factories.UserFactory(username="keeper")
    user.groups.add(Group.objects.get(name=NETWORK_ADMINISTRATORS))
    return user


@pytest.fixture
def keepers_client(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper)
    return client


def _edit(user: User) -> str:
    return reverse("wagtailusers_users:edit", args=[user.pk])


def test_a_network_administrator_makes_and_closes_accounts(keepers_client: Client) -> None:
    password = {"password1": factories.PASSWORD, "password2": factories.PASSWORD}
    assert keepers_client.get(reverse("wagtailusers_users:add")).status_code == 200
    assert keepers_client.post(reverse("wagtailusers_users:add"), {**NEW, **password}).status_code == 302
    person = User.objects.get(username="new")
    assert person.check_password(factories.PASSWORD)
    assert keepers_client.get(_edit(person)).status_code == 200
    assert keepers_client.post(_edit(person), {**NEW, "language": "zh-hans"}).status_code == 302
    person.refresh_from_db()
    assert (person.is_active, person.language) == (False, "zh-hans")


def test_they_cannot_make_anybody_an_administrator_of_everything(keepers_client: Client, technician: User) -> None:
    password = {"password1": factories.PASSWORD, "password2": factories.PASSWORD}
    keepers_client.post(reverse("wagtailusers_users:add"), {**NEW, **password, "is_superuser": "on"})
    assert not User.objects.get(username="new").is_superuser
    fields = {"username": "technician", "email": "t@example.com", "last_name": "T", "is_active": "on"}
    assert keepers_client.post(_edit(technician), {**fields, "is_superuser": "on"}).status_code == 302
    technician.refresh_from_db()
    assert (technician.email, technician.is_superuser) == ("t@example.com", False)


def test_they_cannot_take_over_an_administrator_of_everything(keepers_client: Client) -> None:
    root = factories.UserFactory(username="root", is_superuser=True)
    assert keepers_client.get(_edit(root)).status_code in {302, 403}
    stolen = {**NEW, "username": "root", "password1": "Stolen-horse-9", "password2": "Stolen-horse-9"}
    keepers_client.post(_edit(root), stolen)
    root.refresh_from_db()
    assert root.check_password(factories.PASSWORD)
    assert root.email == "root@example.com"


def test_an_administrator_of_everything_still_can(technician: User) -> None:
    client = Client()
    client.force_login(factories.UserFactory(username="root", is_superuser=True))
    fields = {"username": "technician", "email": "t@example.com", "last_name": "T", "is_active": "on"}
    client.post(_edit(technician), {**fields, "is_superuser": "on"})
    technician.refresh_from_db()
    assert technician.is_superuser


@pytest.mark.parametrize("action", ["set_active_state", "delete", "assign_role"])
def test_nobody_reaches_an_administrator_of_everything_through_many_at_once(
    keepers_client: Client, action: str
) -> None:
    root = factories.UserFactory(username="root", is_superuser=True)
    other = factories.UserFactory(username="other")
    address = reverse("wagtail_bulk_action", args=["network", "user", action])
    role = Group.objects.get(name=NETWORK_ADMINISTRATORS).pk
    query = f"?id={root.pk}&id={other.pk}&next=/cms/"
    keepers_client.post(address + query, {"mark_as_active": "False", "role": role})
    for user in (root, other):
        user.refresh_from_db()
        assert user.is_active
        assert not user.groups.exists()


def test_a_keeper_of_people_sets_others_inactive(keepers_client: Client) -> None:
    other = factories.UserFactory(username="other")
    address = reverse("wagtail_bulk_action", args=["network", "user", "set_active_state"])
    keepers_client.post(f"{address}?id={other.pk}&next=/cms/", {"mark_as_active": "False"})
    other.refresh_from_db()
    assert not other.is_active


def test_the_menu_leads_nowhere_useless() -> None:
    client = Client()
    client.force_login(factories.UserFactory(username="root", is_superuser=True))
    answer = client.get("/cms/").content.decode()
    assert "/cms/editions/" in answer
    assert "/cms/images/" not in answer
    assert "/cms/documents/" not in answer
