"""The rule as conditions in the database: equal to the rule itself, and what an editor may not write."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.library.applying import VARIANTS, Answer, Row, Vehicle, applies
from content.library.fitting import excluded, fitting, verdicts
from content.library.models import Applicability, Manual, Variant, VehicleModel
from portal.network.models import Brand
from tests import factories
from tests.content.library import vehicles_strategies as world


class TestTheRuleIsOne(TestCase):
    """Rows of several manuals at once, so that one manual's rows cannot stand for another's."""

    @classmethod
    def setUpTestData(cls) -> None:
        for key in world.BRANDS:
            Brand.objects.create(pk=key, code=f"b{key}", name=f"B{key}")
        for key in world.MODELS:
            VehicleModel.objects.create(pk=key, brand_id=1, code=f"m{key}", name=f"M{key}")
        for kind in VARIANTS:
            for key in world.VARIANT_KEYS[kind]:
                Variant.objects.create(pk=key, model_id=11, kind=kind.value, code=f"v{key}", name=f"V{key}")
        cls.manuals = [factories.manual() for _ in range(3)]

    @settings(max_examples=40)
    @given(st.lists(st.lists(world.rows(), max_size=3), min_size=3, max_size=3), world.VEHICLES)
    def test_predicate_and_queryset_agree(self, written: list[list[Row]], vehicle: Vehicle) -> None:
        wanted = {}
        for manual, of_manual in zip(self.manuals, written, strict=True):
            Applicability.objects.bulk_create([_stored(manual, row) for row in of_manual])
            wanted[manual.pk] = applies(of_manual, vehicle)
        ids = set(wanted)
        possible = Manual.objects.filter(fitting(vehicle=vehicle, certain=False))
        certain = Manual.objects.filter(fitting(vehicle=vehicle, certain=True))
        assert set(certain.values_list("pk", flat=True)) == {pk for pk in ids if wanted[pk].answer is Answer.YES}
        assert set(possible.values_list("pk", flat=True)) == {pk for pk in ids if wanted[pk].answer is not Answer.NO}
        assert set(excluded(vehicle=vehicle)) == {pk for pk in ids if wanted[pk].answer is Answer.NO}
        assert verdicts(vehicle=vehicle, manual_ids=ids) == wanted


def _stored(manual: Manual, row: Row) -> Applicability:
    return Applicability(
        manual=manual,
        brand_id=row.brand,
        model_id=row.model,
        variant_id=row.variant and row.variant[1],
        year_from=row.year_from,
        year_to=row.year_to,
        market=row.market,
        vin_stem=row.stem,
        serial_from=row.serial_from,
        serial_to=row.serial_to,
    )


@pytest.fixture
def model(db: None) -> VehicleModel:
    return factories.VehicleModelFactory()


def cleaned(model: VehicleModel, **cells: object) -> Applicability:
    row = Applicability(brand=model.brand, model=model, **cells)
    row.full_clean(exclude=["manual"])
    return row


def test_two_whole_vins_become_a_stem_and_serial_numbers(model: VehicleModel) -> None:
    row = cleaned(model, serial_from="lvl ld2a1-0r1000100", serial_to="LVLLD2A1XR1000200")
    assert (row.vin_stem, row.serial_from, row.serial_to) == ("LVLLD2A1?R1", "000100", "000200")


def test_a_short_stem_stands_for_all_that_begin_so(model: VehicleModel) -> None:
    assert cleaned(model, vin_stem="lvll").vin_stem == "LVLL???????"


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"vin_stem": "LVLO"}, "vin_stem"),
        ({"serial_from": "000100"}, "vin_stem"),
        ({"vin_stem": "LVL", "serial_from": "00010"}, "serial_from"),
        ({"vin_stem": "LVL", "serial_from": "00O100"}, "serial_from"),
        ({"vin_stem": "LVL", "serial_from": "000200", "serial_to": "000100"}, "serial_to"),
        ({"serial_from": "LVLLD2A10R1000100", "serial_to": "LVLLX2A10R1000200"}, "serial_to"),
        ({"vin_stem": "WVW", "serial_from": "LVLLD2A10R1000100"}, "serial_from"),
        ({"serial_from": "LVLLD2A10R1OOO100"}, "serial_from"),
        ({"year_from": 2022, "year_to": 2021}, "year_to"),
        ({"market": "CHN"}, "market"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(
    model: VehicleModel, cells: dict[str, object], where: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        cleaned(model, **cells)
    assert where in refused.value.message_dict


def test_a_variant_belongs_to_its_model(model: VehicleModel) -> None:
    own = Variant.objects.create(model=model, kind="engine", code="d2", name="2.0 diesel")
    other = Variant.objects.create(model=factories.VehicleModelFactory(), kind="engine", code="d2", name="2.0 diesel")
    assert cleaned(model, variant=own).row.variant == ("engine", own.pk)
    with pytest.raises(ValidationError):
        cleaned(model, variant=other)
    with pytest.raises(ValidationError):
        Applicability(brand=model.brand, variant=own).full_clean(exclude=["manual"])
