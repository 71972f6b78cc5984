"""The vehicle at hand: what a person said of the vehicle that they stand beside, kept in their session.

The session holds what was said, not what followed from it: tables that administrators correct meanwhile count at once.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from content.library.applying import VARIANTS, Fact, Vehicle
from content.library.models import Variant, VehicleModel
from content.library.vin import Vin
from content.vehicles.decoding import Decoded, decode
from portal.network.api import Viewer
from portal.network.models import Brand

SESSION_KEY = "vehicle_at_hand"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said; the keys are of rows. 0 and "": nothing."""

    vin: str = ""
    brand: int = 0
    model: int = 0
    year: int = 0
    engine: int = 0
    body: int = 0
    drive: int = 0
    market: str = ""


@dataclass(frozen=True, slots=True)
class AtHand:
    """The vehicle at hand. `brand`, `models` and `variants` are those that this viewer may have named."""

    said: Said
    decoded: Decoded | None
    vehicle: Vehicle
    brand: Brand | None
    models: tuple[VehicleModel, ...]
    variants: tuple[Variant, ...]

    @property
    def label(self) -> str:
        """The vehicle in a few words: "North Van · 2024 · LVLL…"."""
        model = self.models[0] if len(self.models) == 1 else None
        years = "/".join(map(str, sorted(self.vehicle.year or ())))
        names = [one.name for one in self.variants] if model else []
        return " · ".join(
            filter(None, (str(model or self.brand or ""), years, *names, self.said.market, self.said.vin))
        )


def keep(session: SessionBase, *, one: AtHand) -> None:
    """Keep the vehicle for the person's next pages. Its label is for pages that only name it."""
    said = {field.name: value for field in fields(Said) if (value := getattr(one.said, field.name))}
    session[SESSION_KEY] = {"said": said, "label": one.label}


def forget(session: SessionBase) -> None:
    """No vehicle is at hand any more."""
    session.pop(SESSION_KEY, None)


def said_in(session: SessionBase) -> Said | None:
    """What the session holds, None for nothing."""
    kept: dict[str, Any] | None = session.get(SESSION_KEY)
    return Said(**kept["said"]) if kept else None


def at_hand_of(request: HttpRequest, *, viewer: Viewer) -> AtHand | None:
    """The vehicle that the person has at hand. Five statements at most, none without one."""
    said = said_in(request.session)
    return at_hand(viewer=viewer, said=said) if said else None


def may_name(*, viewer: Viewer, brand_id: int) -> bool:
    """Whether the models of this brand may be named to the viewer: to those who work for it."""
    return viewer.everything or any(brand_id in standing.brands for standing in viewer.standings)


def at_hand(*, viewer: Viewer, said: Said) -> AtHand:
    """The vehicle with all that follows from what was said. What contradicts the VIN is passed over. Five statements
    at most."""
    decoded = decode(Vin(said.vin), year=viewer.at.year) if said.vin else None
    vehicle = decoded.vehicle if decoded else Vehicle()
    model = VehicleModel.objects.select_related("brand").filter(pk=said.model).first() if said.model else None
    if model is not None:
        vehicle = _learnt(vehicle, Fact.MODEL, model.pk)
        vehicle = _learnt(vehicle, Fact.BRAND, model.brand_id)
    elif said.brand:
        vehicle = _learnt(vehicle, Fact.BRAND, said.brand)
    for fact in (Fact.YEAR, Fact.MARKET):
        if value := getattr(said, fact):
            vehicle = _learnt(vehicle, fact, value)
    keys = [key for kind in VARIANTS if (key := getattr(said, kind))]
    chosen = list(Variant.objects.filter(pk__in=keys).select_related("model")) if keys else []
    for variant in chosen:
        if vehicle.model is None or variant.model_id in vehicle.model:
            vehicle = _learnt(vehicle, Fact(variant.kind), variant.pk)
    models = {one.pk: one for one in (*(decoded.models if decoded else ()), *filter(None, [model]))}
    variants = {one.pk: one for one in (*(decoded.variants if decoded else ()), *chosen)}
    brand = _brand(vehicle, decoded, model)
    named = brand is not None and may_name(viewer=viewer, brand_id=brand.pk)
    return AtHand(
        said=said,
        decoded=decoded,
        vehicle=vehicle,
        brand=brand,
        models=tuple(models[pk] for pk in sorted(vehicle.model or ()) if pk in models) if named else (),
        variants=tuple(one for one in variants.values() if one.pk in (getattr(vehicle, one.kind) or ()))
        if named
        else (),
    )


def _learnt(vehicle: Vehicle, fact: Fact, value: object) -> Vehicle:
    """The vehicle with one possibility left for the fact, if it is one."""
    possible = getattr(vehicle, fact)
    if possible is not None and value not in possible:
        return vehicle
    learnt: dict[str, Any] = {fact.value: frozenset([value])}
    return replace(vehicle, **learnt)


def _brand(vehicle: Vehicle, decoded: Decoded | None, model: VehicleModel | None) -> Brand | None:
    """Brands are no secret: the maker's identifier is public."""
    if decoded and decoded.manufacturer and decoded.manufacturer.brand:
        return decoded.manufacturer.brand
    if model is not None:
        return model.brand
    return Brand.objects.filter(pk__in=vehicle.brand).first() if vehicle.brand else None
