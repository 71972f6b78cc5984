"""The people whom most tests of training are about: somebody who learns, their manager, and who writes for the
department.

Files are kept in a folder. That a bucket serves as well is proved where files are taken in and sent
(`tests/content/delivery`, `tests/portal/core`): training goes through the same doors."""

from __future__ import annotations

import pytest

from portal.network.models import Dealer, User
from tests import factories
from tests.content.delivery.stores import local_store
from tests.training import builders

__all__ = ["local_store"]


@pytest.fixture(autouse=True)
def _files_in_a_folder(local_store: str) -> None:
    """Every test of this folder has a store of its own."""


@pytest.fixture
def dealer(db: None) -> Dealer:
    made: Dealer = factories.DealerFactory()
    return made


@pytest.fixture
def learner(dealer: Dealer) -> User:
    """Somebody who works at the dealer."""
    user: User = factories.MembershipFactory(dealer=dealer).user
    return user


@pytest.fixture
def manager(dealer: Dealer) -> User:
    """Who manages the dealer."""
    user: User = factories.MembershipFactory(dealer=dealer, is_manager=True).user
    return user


@pytest.fixture
def author(db: None) -> User:
    """Who writes for the department that owns what the builders build."""
    return factories.oem_person(username="author", groups=[builders.department().authors])
