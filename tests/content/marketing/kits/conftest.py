"""A store and a cache of each test alone; a salesperson, a colleague, their manager, and others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, Department, JobRole, User
from tests import factories


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")
    cache.clear()
    yield tmp_path / "files"
    cache.clear()


@pytest.fixture
def department(db: None) -> Department:
    factories.home_page()
    return create_department(code="marketing", name="Marketing")


@dataclass
class World:
    """Two dealers of two brands. Sam sells at the first, Ann beside him, Max manages it; Eve sells at the other."""

    north: Brand
    south: Brand
    sales: JobRole
    service: JobRole
    dealer: Dealer
    other: Dealer
    sam: User
    ann: User
    max: User
    eve: User
    tom: User
    """A technician of the first dealer."""
    oem: User


@pytest.fixture
def world(department: Department) -> World:
    north, south = factories.BrandFactory(code="north"), factories.BrandFactory(code="south")
    sales, service = factories.JobRoleFactory(code="sales"), factories.JobRoleFactory(code="service")
    dealer = factories.DealerFactory(name="Autohaus Nord", brands=[north])
    other = factories.DealerFactory(name="South Motors", brands=[south])
    manager = factories.UserFactory(username="max")
    factories.MembershipFactory(user=manager, dealer=dealer, roles=[sales], is_manager=True)
    return World(
        north,
        south,
        sales,
        service,
        dealer,
        other,
        sam=factories.person(username="sam", dealer=dealer, roles=[sales], first_name="Sam", last_name="Okafor"),
        ann=factories.person(username="ann", dealer=dealer, roles=[sales]),
        max=manager,
        eve=factories.person(username="eve", dealer=other, roles=[sales]),
        tom=factories.person(username="tom", dealer=dealer, roles=[service]),
        oem=factories.oem_person(),
    )
