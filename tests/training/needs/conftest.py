"""Two dealers with people, a framework, a role profile and a standard."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from portal.network.models import Membership
from tests import factories
from tests.training import builders
from tests.training.dashboards.conftest import network  # noqa: F401  (a fixture)
from tests.training.needs.needs_builder import competency, profile


@pytest.fixture
def needed(network):  # noqa: F811
    """`network`, whose people are technicians; two competencies that technicians need at level 3 and 2."""
    role = factories.JobRoleFactory(code="technician", name="Technician")
    for membership in Membership.objects.filter(is_manager=False):
        membership.roles.add(role)
    isolate, diagnose = competency("Isolate"), competency("Diagnose")
    made = profile(role, (isolate, 3), (diagnose, 2))
    return SimpleNamespace(
        network=network,
        a=network.a,
        b=network.b,
        role=role,
        isolate=isolate,
        diagnose=diagnose,
        profile=made,
        trainer=factories.oem_person(username="trainer", groups=[builders.department().authors]),
    )
