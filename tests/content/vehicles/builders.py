"""A brand with two models, engines, and the tables by which its VINs are read."""

from __future__ import annotations

from dataclasses import dataclass

from content.library.models import Variant, VehicleModel
from content.library.vin import with_check_digit
from content.vehicles.models import Manufacturer, ModelYearCode, VinPattern
from portal.network.models import Brand
from tests import factories


@dataclass(frozen=True, slots=True)
class Fleet:
    """`vin` is a van of 2024 with the diesel; `electric` a van of 2024 whose engine no pattern tells."""

    brand: Brand
    van: VehicleModel
    truck: VehicleModel
    diesel: Variant
    petrol: Variant
    vin: str = with_check_digit("LVLLDD100R1000123")
    electric: str = with_check_digit("LVLLDE100R1000124")


def fleet(brand: Brand | None = None) -> Fleet:
    """The tables in the database."""
    brand = brand or factories.BrandFactory(code="north", name="North")
    van, truck = (factories.VehicleModelFactory(brand=brand, code=code, name=code.title()) for code in ("VAN", "TRUCK"))
    diesel, petrol = (
        Variant.objects.create(model=van, kind=Variant.Kind.ENGINE, code=code, name=f"2.0 {code}")
        for code in ("diesel", "petrol")
    )
    Manufacturer.objects.create(code="LVL", name="North Works", country="China", brand=brand)
    ModelYearCode.objects.create(brand=brand, code="R", year=2024)
    VinPattern.objects.create(brand=brand, mask="LD???", model=van)
    VinPattern.objects.create(brand=brand, mask="LT???", model=truck)
    VinPattern.objects.create(brand=brand, mask="??D??", variant=diesel)
    VinPattern.objects.create(brand=brand, mask="??P??", variant=petrol)
    return Fleet(brand=brand, van=van, truck=truck, diesel=diesel, petrol=petrol)
