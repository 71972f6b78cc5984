"""Two dealers with people and courses, and browsers for whoever looks."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests import factories
from tests.training.courses_builder import course, lesson, module
from training.courses.models import Registration
from training.courses.registering import register


@pytest.fixture
def network(db):
    """North > Coast with dealer A, and South with dealer B; a manager and two people at each, one course each."""
    north = factories.RegionFactory(code="north", name="North")
    coast = factories.RegionFactory(code="coast", name="Coast", parent=north)
    south = factories.RegionFactory(code="south", name="South")
    brand, other = factories.BrandFactory(code="volt", name="Volt"), factories.BrandFactory(code="gas", name="Gas")
    sides = {}
    for letter, region, brands in (("a", coast, [brand]), ("b", south, [brand, other])):
        dealer = factories.DealerFactory(code=f"DEALER-{letter}", name=f"House {letter}", region=region, brands=brands)
        people = [factories.UserFactory(username=f"{letter}{n}", last_name=f"Person-{letter}{n}") for n in (1, 2)]
        manager = factories.UserFactory(username=f"boss-{letter}", last_name=f"Boss-{letter}")
        for one in people:
            factories.MembershipFactory(user=one, dealer=dealer)
        factories.MembershipFactory(user=manager, dealer=dealer, is_manager=True)
        taught = course(module(lesson()), title=f"Course-{letter}")
        for one in people:
            register(actor=manager, user=one, course=taught, source=Registration.Source.MANAGER)
        sides[letter] = SimpleNamespace(dealer=dealer, people=people, manager=manager, course=taught, region=region)
    return SimpleNamespace(north=north, coast=coast, south=south, brand=brand, other=other, **sides)
