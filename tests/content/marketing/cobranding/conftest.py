"""A dealership with a salesperson and a manager, and one that it is not."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories


@pytest.fixture(autouse=True)
def _local_files(settings: Settings, tmp_path: Path) -> None:
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    """`seller` and `manager` of `dealer`, who sells `brand`; `outsider` of another dealer."""
    brand, other = factories.BrandFactory(code="falcon"), factories.BrandFactory(code="gull")
    dealer = factories.DealerFactory(code="D-1", name="Riverside Motors", brands=[brand])
    elsewhere = factories.DealerFactory(code="D-2", brands=[other])
    manager = factories.person(username="manager", dealer=dealer)
    manager.memberships.update(is_manager=True)
    people = {
        "seller": factories.person(username="seller", dealer=dealer),
        "manager": manager,
        "outsider": factories.person(username="outsider-2", dealer=elsewhere),
    }
    clients = {}
    for name, user in people.items():
        clients[f"{name}_client"] = Client()
        clients[f"{name}_client"].force_login(user)
    return SimpleNamespace(dealer=dealer, elsewhere=elsewhere, brand=brand, other=other, **people, **clients)
