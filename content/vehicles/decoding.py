"""What a VIN tells by the tables: maker, brand, model, variants, model year. What they do not say stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.library.applying import Fact, Possible, Vehicle
from content.library.models import Variant, VehicleModel
from content.library.vin import CheckDigit, Vin, fits
from content.vehicles.models import Habit, Manufacturer, ModelYearCode, VinPattern


@dataclass(frozen=True, slots=True)
class Decoded:
    """A VIN with what is known of it. Several models, variants of a kind or years: one of them, and not known which.

    `years` is what the tenth place can mean; `tells_year` says whether this maker puts the model year there. Where
    nobody says that, the years are shown and decide nothing.
    """

    vin: Vin
    check: CheckDigit
    manufacturer: Manufacturer | None
    models: tuple[VehicleModel, ...]
    variants: tuple[Variant, ...]
    years: frozenset[int]
    tells_year: bool

    @property
    def vehicle(self) -> Vehicle:
        """What decides which publications apply."""
        brand = self.manufacturer.brand_id if self.manufacturer else None
        of_kind: dict[str, Possible] = {
            kind: _keys(one for one in self.variants if one.kind == kind) for kind in Variant.Kind.values
        }
        return Vehicle(
            brand=frozenset([brand]) if brand else None,
            model=_keys(self.models),
            year=self.years if self.tells_year and self.years else None,
            engine=of_kind[Fact.ENGINE],
            body=of_kind[Fact.BODY],
            drive=of_kind[Fact.DRIVE],
            vin=self.vin,
        )


def decode(vin: Vin, *, year: int) -> Decoded:
    """Read a VIN in the calendar year `year`, before whose next no model year can lie. Three statements at most."""
    manufacturer = Manufacturer.objects.filter(code=vin.maker).select_related("brand").first()
    brand = manufacturer.brand_id if manufacturer else None
    patterns = _patterns(vin, brand) if brand else []
    models = _best([one for one in patterns if one.model])
    model_keys = {one.model_id for one in models}
    # The same place may stand for another engine in another model.
    of_model = [one for one in patterns if one.variant and (not models or one.variant.model_id in model_keys)]
    variants = [
        pattern
        for kind in Variant.Kind.values
        for pattern in _best([one for one in of_model if one.variant and one.variant.kind == kind])
    ]
    own_years = _own_years(vin, brand) if brand else frozenset()
    is_light = bool(manufacturer and manufacturer.is_light)
    demanded = Habit(manufacturer.tells_year).demanded if manufacturer else None
    return Decoded(
        vin=vin,
        check=vin.check(demanded=Habit(manufacturer.has_check_digit).demanded if manufacturer else None),
        manufacturer=manufacturer,
        models=tuple(dict.fromkeys(one.model for one in models if one.model)),
        variants=tuple(dict.fromkeys(one.variant for one in variants if one.variant)),
        years=own_years or vin.years(latest=year + 1, is_light=is_light),
        tells_year=bool(own_years) or (vin.tells_year if demanded is None else demanded),
    )


def _patterns(vin: Vin, brand: int) -> list[VinPattern]:
    rows = VinPattern.objects.filter(brand=brand, maker__in=("", vin.maker)).order_by("pk")
    rows = rows.select_related("model__brand", "variant__model")
    return [row for row in rows if fits(row.mask, vin.description)]


def _best(patterns: Sequence[VinPattern]) -> list[VinPattern]:
    """Those that say the most: the fewest "?", and of these one maker's before all makers'."""
    ranks = [(one.mask.count("?"), not one.maker) for one in patterns]
    return [one for one, rank in zip(patterns, ranks, strict=True) if rank == min(ranks)]


def _own_years(vin: Vin, brand: int) -> frozenset[int]:
    codes = ModelYearCode.objects.filter(brand=brand, code=vin.text[9])
    return frozenset(codes.order_by("year").values_list("year", flat=True))


def _keys(rows: Iterable[VehicleModel | Variant]) -> Possible:
    return frozenset(row.pk for row in rows) or None
