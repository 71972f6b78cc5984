"""Who is told something."""

from __future__ import annotations

import pytest

from portal.network.models import User
from tests import factories


@pytest.fixture
def learner(db: None) -> User:
    user: User = factories.MembershipFactory().user
    return user
