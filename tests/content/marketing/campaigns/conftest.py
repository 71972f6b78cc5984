"""A department, dealers in and outside of the audience, and their people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, Department, JobRole, User
from tests import factories


@dataclass(frozen=True, slots=True)
class World:
    """North sells the brand of the campaign, south does not."""

    department: Department
    brand: Brand
    sales: JobRole
    service: JobRole
    north: Dealer
    south: Dealer
    seller: User
    technician: User
    manager: User
    stranger: User
    author: User
    other_author: User
    oem: User


@pytest.fixture(autouse=True)
def _own_store(settings: Settings, tmp_path: Path) -> None:
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")


@pytest.fixture
def world(db: None) -> World:
    factories.home_page()
    department, other = create_department(code="marketing", name="Marketing"), create_department(code="pr", name="PR")
    brand = factories.BrandFactory(code="falcon", name="Falcon")
    sales, service = factories.JobRoleFactory(code="sales", name="Sales"), factories.JobRoleFactory(code="service")
    north = factories.DealerFactory(code="D-NORTH", name="North Motors", brands=[brand])
    south = factories.DealerFactory(code="D-SOUTH", name="South Motors", brands=[factories.BrandFactory(code="otter")])
    manager = factories.UserFactory(username="manager")
    factories.MembershipFactory(user=manager, dealer=north, is_manager=True)
    return World(
        department=department,
        brand=brand,
        sales=sales,
        service=service,
        north=north,
        south=south,
        seller=factories.person(username="seller", dealer=north, roles=[sales]),
        technician=factories.person(username="tech", dealer=north, roles=[service]),
        manager=manager,
        stranger=factories.person(username="stranger", dealer=south, roles=[sales]),
        author=factories.oem_person(username="author", groups=[department.authors]),
        other_author=factories.oem_person(username="other-author", groups=[other.authors]),
        oem=factories.oem_person(username="oem-only"),
    )


def client_of(user: User | None) -> Client:
    """A browser in which the person is signed in; nobody if None."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
