"""Two departments with an author each, and people of a dealer, for tests of what is whose."""

from __future__ import annotations

from django.test import Client

from portal.network.models import Department
from tests import factories
from tests.training import builders


def author_of(department: Department) -> Client:
    """A browser of an author of the department."""
    user = factories.UserFactory(username=f"author-{department.code}")
    user.groups.add(department.authors)
    return browser_of(user)


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def learner() -> Client:
    """A browser of somebody of a dealer."""
    return browser_of(factories.MembershipFactory().user)


def departments() -> tuple[Department, Department]:
    factories.home_page()
    return builders.department("service"), builders.department("parts")
