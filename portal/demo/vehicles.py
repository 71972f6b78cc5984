"""How the demo's vehicles are numbered: variants, the tables by which a VIN is read, and VINs to try.

The identifiers of the makers (YVM, YTH, LVM) are given to nobody in the public list of NHTSA; all vehicles are made up.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.library.models import Variant, VehicleModel
from content.library.vin import with_check_digit
from content.vehicles.models import Habit, Manufacturer, ModelYearCode, VinPattern
from portal.demo.manuals.api import MODELS
from portal.network.models import Brand

MAKERS = (
    ("YVM", "Velmora Nordverk", "velmora", "Norrvale"),
    ("LVM", "Velmora (East Bay) Works", "velmora", "China"),
    ("YTH", "Tarnhof Maskinfabrik", "tarnhof", "Norrvale"),
)
PREFIXES = {"VLD": "LD", "VLX": "LX", "VLE": "LE", "TK60": "T6", "TK90": "T9", "LH40": "H4"}
"""Places 4 and 5, by model."""
ENGINE, DRIVE, BODY = Variant.Kind.ENGINE, Variant.Kind.DRIVE, Variant.Kind.BODY
PLACES = {ENGINE: 2, DRIVE: 3, BODY: 4}
"""Where in places 4-8 each kind of variant stands, from 0."""
_FUEL = ((ENGINE, "D", "D20", "2.0 diesel"), (ENGINE, "G", "G15", "1.5 petrol"))
_DRIVES = ((DRIVE, "F", "FWD", "Front-wheel drive"), (DRIVE, "A", "AWD", "All-wheel drive"))
_BODIES = ((BODY, "P", "VAN", "Panel van"), (BODY, "C", "CAB", "Chassis cab"))
_TRACTOR = (
    (ENGINE, "3", "E3", "3-cylinder diesel"),
    (ENGINE, "4", "E4", "4-cylinder diesel"),
    (DRIVE, "2", "2WD", "Two-wheel drive"),
    (DRIVE, "4", "4WD", "Four-wheel drive"),
    (BODY, "C", "CABIN", "Cab"),
    (BODY, "R", "ROPS", "Open platform"),
)
VARIANTS = {
    "VLD": (*_FUEL, *_DRIVES, *_BODIES),
    "VLX": (*_FUEL, *_DRIVES, *_BODIES),
    "VLE": ((ENGINE, "E", "E110", "Electric, 110 kW"), *_DRIVES, *_BODIES),
    "TK60": _TRACTOR,
    "TK90": _TRACTOR,
    "LH40": _TRACTOR,
}
"""Of each model: kind, character of the VIN, code and name."""
YEAR_CODES = dict(zip("KLMNPRSTV", range(2019, 2028), strict=True))
"""The brands are younger than the last turn of the code: each character means one year."""


@dataclass(frozen=True, slots=True)
class DemoVehicle:
    """A vehicle to try. `vin` has the right check digit."""

    vin: str
    what: str


def _vehicle(maker: str, places: str, year: int, serial: int, what: str) -> DemoVehicle:
    code = next(char for char, of_year in YEAR_CODES.items() if of_year == year)
    return DemoVehicle(with_check_digit(f"{maker}{places}0{code}1{serial:06}"), what)


VEHICLES = (
    _vehicle("YVM", "LDDFP", 2023, 412, "Lodan 2023, diesel, front-wheel drive, panel van"),
    _vehicle("LVM", "LDGAC", 2024, 1207, "Lodan 2024 built in China, petrol, all-wheel drive, chassis cab"),
    _vehicle("LVM", "LEEFP", 2025, 88, "Lodan E 2025 built in China"),
    _vehicle("YVM", "LXZFP", 2022, 903, "Lodan XL 2022 whose engine the tables do not know"),
    _vehicle("YTH", "T934C", 2024, 5120, "TK 90 2024, three cylinders, four-wheel drive, cab"),
    _vehicle("YTH", "H442R", 2021, 1640, "LH 40 2021 with an early serial number"),
)


def build_vehicles() -> None:
    """Variants and tables. What is there stays."""
    brands = {brand.code: brand for brand in Brand.objects.all()}
    for code, name, brand, country in MAKERS:
        facts = {"name": name, "brand": brands[brand], "country": country}
        habits = {"has_check_digit": Habit.YES, "tells_year": Habit.YES}
        Manufacturer.objects.get_or_create(code=code, defaults={**facts, **habits, "make": brands[brand].name})
    for model in MODELS:
        _build_model(VehicleModel.objects.select_related("brand").get(code=model.code))
    for key in {model.brand for model in MODELS}:
        for char, year in YEAR_CODES.items():
            ModelYearCode.objects.get_or_create(brand=brands[key], code=char, year=year)


def _build_model(model: VehicleModel) -> None:
    prefix = PREFIXES[model.code]
    VinPattern.objects.get_or_create(brand=model.brand, mask=f"{prefix}???", defaults={"model": model})
    for kind, char, code, name in VARIANTS[model.code]:
        variant, _ = Variant.objects.get_or_create(model=model, kind=kind, code=code, defaults={"name": name})
        mask = "".join(char if at == PLACES[kind] else place for at, place in enumerate(f"{prefix}???"))
        VinPattern.objects.get_or_create(brand=model.brand, mask=mask, defaults={"variant": variant})
