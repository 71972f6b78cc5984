"""The demo's vehicles: their VINs are read by the demo's own tables."""

from __future__ import annotations

import pytest

from content.library.vin import CheckDigit, Vin
from content.vehicles.decoding import decode
from content.vehicles.models import VinPattern
from portal.demo import library, network, vehicles

pytestmark = pytest.mark.django_db


def test_every_vin_is_read_and_a_second_run_changes_nothing() -> None:
    network.build_network()
    library.build_models()
    vehicles.build_vehicles()
    patterns = VinPattern.objects.count()
    vehicles.build_vehicles()
    assert VinPattern.objects.count() == patterns
    told = [decode(Vin(vehicle.vin), year=2026) for vehicle in vehicles.VEHICLES]
    assert {one.check for one in told} == {CheckDigit.RIGHT}
    assert [one.models[0].code for one in told] == ["VLD", "VLD", "VLE", "VLX", "TK90", "LH40"]
    assert [len(one.variants) for one in told] == [3, 3, 3, 2, 3, 3]
    assert all(len(one.years) == 1 for one in told)
