"""What a VIN tells by the tables, and what it leaves open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from content.library.models import Variant
from content.library.vin import CheckDigit, Vin, with_check_digit
from content.vehicles.decoding import decode
from content.vehicles.models import Habit, Manufacturer, ModelYearCode, VinPattern
from tests import factories
from tests.content.vehicles.builders import Fleet, fleet

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Fleet:
    return fleet()


def test_all_that_the_tables_say(known: Fleet, django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        told = decode(Vin(known.vin), year=2026)
    assert told.check is CheckDigit.RIGHT
    assert (told.models, told.variants, told.years) == ((known.van,), (known.diesel,), {2024})
    vehicle = told.vehicle
    assert (vehicle.brand, vehicle.model, vehicle.year) == ({known.brand.pk}, {known.van.pk}, {2024})
    assert (vehicle.engine, vehicle.body, vehicle.market) == ({known.diesel.pk}, None, None)


def test_what_no_pattern_tells_stays_unknown(known: Fleet) -> None:
    vehicle = decode(Vin(known.electric), year=2026).vehicle
    assert (vehicle.model, vehicle.engine) == ({known.van.pk}, None)


def test_a_maker_in_no_table_is_unknown_and_so_is_all_else(known: Fleet) -> None:
    told = decode(Vin("VF1LM1B0H36666155"), year=2026)
    assert (told.manufacturer, told.models, told.variants) == (None, (), ())
    assert told.years == {2003}
    assert not told.tells_year
    assert told.vehicle.brand is told.vehicle.model is told.vehicle.year is None


def test_the_pattern_that_says_the_most_counts_and_equals_stay_open(known: Fleet) -> None:
    VinPattern.objects.create(brand=known.brand, mask="LDD??", model=known.truck)
    assert decode(Vin(known.vin), year=2026).models == (known.truck,)
    VinPattern.objects.create(brand=known.brand, mask="LD?1?", model=known.van)
    assert set(decode(Vin(known.vin), year=2026).models) == {known.van, known.truck}
    VinPattern.objects.create(brand=known.brand, maker="LVL", mask="LD?1?", model=known.van)
    assert decode(Vin(known.vin), year=2026).models == (known.van,)


def test_the_same_place_may_mean_another_engine_in_another_model(known: Fleet) -> None:
    heavy = Variant.objects.create(model=known.truck, kind="engine", code="d6", name="6.0 diesel")
    VinPattern.objects.create(brand=known.brand, mask="??D??", variant=heavy)
    assert decode(Vin(known.vin), year=2026).variants == (known.diesel,)


def test_years_of_the_brand_stand_before_those_of_the_standard(known: Fleet) -> None:
    assert decode(Vin(known.vin), year=2026).vehicle.year == {2024}
    ModelYearCode.objects.all().delete()
    assert decode(Vin(known.vin), year=2026).vehicle.year == {1994, 2024}
    assert decode(Vin(known.vin), year=2022).vehicle.year == {1994}


def test_habits_of_a_maker_stand_before_those_of_the_area(known: Fleet) -> None:
    ModelYearCode.objects.all().delete()
    Manufacturer.objects.filter(code="LVL").update(has_check_digit=Habit.NO, tells_year=Habit.NO)
    other = known.vin[:8] + ("0" if known.vin[8] != "0" else "1") + known.vin[9:]
    told = decode(Vin(other), year=2026)
    assert told.check is CheckDigit.FREE
    assert told.vehicle.year is None
    Manufacturer.objects.filter(code="LVL").update(has_check_digit=Habit.YES)
    assert decode(Vin(other), year=2026).check is CheckDigit.WRONG


def test_a_small_maker_is_found_by_six_characters(known: Fleet) -> None:
    brand = factories.BrandFactory()
    Manufacturer.objects.create(code="LV9ABC", name="Small Works", brand=brand)
    text = with_check_digit("LV9LD2A00R1ABC123")
    assert decode(Vin(text), year=2026).vehicle.brand == {brand.pk}


@pytest.mark.parametrize("code", ["LV", "LVI", "LV8ABC", "LVL4", "L?L"])
def test_a_manufacturer_identifier_has_its_shape(code: str) -> None:
    with pytest.raises(ValidationError):
        Manufacturer(code=code, name="X").full_clean()


def test_a_pattern_says_something_and_of_its_own_brand(known: Fleet) -> None:
    other = factories.VehicleModelFactory()
    for fields in ({}, {"model": other}, {"model": known.truck, "variant": known.diesel}):
        with pytest.raises(ValidationError):
            VinPattern(brand=known.brand, mask="LD???", **fields).full_clean()
    with pytest.raises(ValidationError):
        VinPattern(brand=known.brand, mask="LD", model=known.van).full_clean()
    pattern = VinPattern(brand=known.brand, mask="ld??-?", model=known.van)
    pattern.full_clean()
    assert pattern.mask == "LD???"
