"""The page tree of a new portal, made after the migrations; and the addresses of its pages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from portal.home.models import HomePage
from portal.home.site_tree import NETWORK_ADMINISTRATORS, appoint, plant
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_portal_has_its_own_root_and_no_welcome_page() -> None:
    home = HomePage.objects.get()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert Page.objects.filter(depth=2).count() == 1
    assert Page.find_problems() == ([], [], [], [], [])
    assert factories.home_page() == home


def test_planting_again_changes_nothing() -> None:
    factories.section()
    before = list(Page.objects.order_by("path").values_list("pk", "path", "numchild"))
    plant()
    assert list(Page.objects.order_by("path").values_list("pk", "path", "numchild")) == before


def test_planting_where_the_welcome_page_stands() -> None:
    HomePage.objects.get().delete()
    root = Page.objects.get(depth=1)
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": welcome})
    plant()
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert Page.find_problems() == ([], [], [], [], [])
    factories.section()
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_of_the_tree_have_the_addresses_that_dealers_use() -> None:
    home, manual = factories.home_page(), factories.manual()
    assert home.url == "/"
    assert manual.url == reverse("reader:manual", args=[manual.pk])
    assert manual.full_url.endswith(manual.url)
    assert factories.section().url is None


def test_the_cms_offers_the_live_page_of_a_manual() -> None:
    client = Client()
    client.force_login(factories.UserFactory(is_superuser=True))
    manual = factories.manual()
    page = client.get(reverse("wagtailadmin_pages:edit", args=[manual.pk]))
    assert f'href="{manual.url}"' in page.content.decode()


def test_network_administrators_keep_the_network_and_no_pages() -> None:
    person = factories.UserFactory()
    group = Group.objects.get(name=NETWORK_ADMINISTRATORS)
    person.groups.add(group)
    client = Client()
    client.force_login(person)
    assert client.get(reverse("dealer:add")).status_code == 200
    assert client.get(reverse("vehiclemodel:index")).status_code == 200
    manual = factories.manual()
    assert not manual.permissions_for_user(person).can_edit()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[manual.pk])).status_code == 302
    assert not person.has_perm("network.delete_user")


def test_what_was_taken_from_the_administrators_is_not_given_back() -> None:
    group = Group.objects.get(name=NETWORK_ADMINISTRATORS)
    group.permissions.clear()
    assert appoint() == group
    assert not group.permissions.exists()
