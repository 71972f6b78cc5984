"""A recall notice that technicians of one brand are to read, and who is who."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from content.announcing import announcing, finding
from content.bulletins.models import Bulletin
from content.library.models import BulletinCategory
from tests import factories
from tests.content.bulletins.builders import bulletin


@pytest.fixture
def network(db: None) -> SimpleNamespace:
    """Brand and role of the audience, and people: some reached, some not."""
    north, south = factories.BrandFactory(), factories.BrandFactory()
    technician, seller = factories.JobRoleFactory(), factories.JobRoleFactory()
    here, there = factories.DealerFactory(brands=[north]), factories.DealerFactory(brands=[south])

    def member(dealer, role, **more):
        return factories.MembershipFactory(dealer=dealer, roles=[role], **more).user

    today = timezone.localdate()
    return SimpleNamespace(
        brand=north,
        role=technician,
        dealer=here,
        other_dealer=there,
        reached=[member(here, technician), member(here, technician)],
        others=[
            member(there, technician),
            member(here, seller),
            member(here, technician, ends=today - timedelta(days=1)),
            member(here, technician, starts=today + timedelta(days=10)),
            member(here, technician, user=factories.UserFactory(is_active=False)),
            factories.oem_person(),
            factories.UserFactory(),
        ],
    )


@pytest.fixture
def recall(network: SimpleNamespace) -> Bulletin:
    """The publication, without an edition."""
    return bulletin(
        title="Brake hose",
        category=BulletinCategory.RECALL,
        live=True,
        department=factories.DepartmentFactory(),
        brands=[network.brand],
        roles=[network.role],
    )


def announce_all() -> None:
    """What the scheduler does each minute, and the worker after it."""
    finding.find()
    for pk in announcing.tell_due():
        announcing.tell(announcement_id=pk)
