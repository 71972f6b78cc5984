"""Fixtures that many tests share."""

from __future__ import annotations

import signal

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from portal.network.api import Viewer, viewer_for
from portal.network.models import User
from tests import factories

# How fast examples are made says something about the machine and nothing about the portal.
settings.register_profile("forecourt", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("forecourt")


def pytest_configure(config: pytest.Config) -> None:
    """Told to end, the tests end as with Ctrl-C: fixtures stop the servers that they started."""
    if not hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A test that speaks another language does not pass it on to the next."""
    translation.activate("en")


@pytest.fixture
def technician(db: None) -> User:
    """A technician of a dealer who sells one brand."""
    brand = factories.BrandFactory(code="north", name="North")
    role = factories.JobRoleFactory(code="technician", name="Technician")
    dealer = factories.DealerFactory(code="D-TECH", brands=[brand])
    return factories.person(username="technician", dealer=dealer, roles=[role])


@pytest.fixture
def outsider(db: None) -> User:
    """A technician of another dealer, of another brand."""
    brand = factories.BrandFactory(code="south", name="South")
    role = factories.JobRoleFactory(code="outsider-role", name="Outsider")
    dealer = factories.DealerFactory(code="D-OUT", brands=[brand])
    return factories.person(username="outsider", dealer=dealer, roles=[role])


@pytest.fixture
def oem_user(db: None) -> User:
    """A person of the maker."""
    return factories.oem_person()


@pytest.fixture
def viewer(technician: User) -> Viewer:
    """The technician, looking now."""
    return viewer_for(user=technician)


@pytest.fixture
def technician_client(technician: User) -> Client:
    """A browser in which the technician is signed in."""
    client = Client()
    client.force_login(technician)
    return client
