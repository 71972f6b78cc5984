"""Small worlds of rows and vehicles, in which rows and facts often meet."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import strategies as st

from content.library.applying import VARIANTS, Fact, Row, Vehicle
from content.library.vin import Vin

BRANDS, MODELS, YEARS, MARKETS = (1, 2), (11, 12), (2020, 2021, 2022, 2050), ("CN", "DE")
VARIANT_KEYS = {kind: (at * 10 + 1, at * 10 + 2) for at, kind in enumerate(VARIANTS, start=3)}
NUMBERS = ("LVLLD2A10R1000100", "LVLLD2A1XR1000200", "LVLLX2A10R1000100")
STEMS = ("LVLLD2A1?R1", "LVL????????", "LVLLX2A1?R1")
SERIALS = ("000100", "000150", "000200")


def _cell(values: tuple[object, ...]) -> st.SearchStrategy[object]:
    return st.none() | st.sampled_from(values)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row that an editor could write."""
    low, high = sorted(draw(st.tuples(st.sampled_from(YEARS), st.sampled_from(YEARS))))
    kind = draw(st.none() | st.sampled_from(VARIANTS))
    stem = draw(st.just("") | st.sampled_from(STEMS))
    first, last = sorted(draw(st.tuples(st.sampled_from(SERIALS), st.sampled_from(SERIALS))))
    return Row(
        brand=draw(st.sampled_from(BRANDS)),
        model=draw(_cell(MODELS)),
        variant=(kind, draw(st.sampled_from(VARIANT_KEYS[kind]))) if kind else None,
        year_from=draw(st.none() | st.just(low)),
        year_to=draw(st.none() | st.just(high)),
        market=draw(st.just("") | st.sampled_from(MARKETS)),
        stem=stem,
        serial_from=draw(st.sampled_from(("", first))) if stem else "",
        serial_to=draw(st.sampled_from(("", last))) if stem else "",
    )


def _possible(values: tuple[object, ...]) -> st.SearchStrategy[frozenset[object] | None]:
    return st.none() | st.frozensets(st.sampled_from(values), min_size=1)


VEHICLES = st.builds(
    Vehicle,
    brand=_possible(BRANDS),
    model=_possible(MODELS),
    year=_possible(YEARS),
    engine=_possible(VARIANT_KEYS[Fact.ENGINE]),
    body=_possible(VARIANT_KEYS[Fact.BODY]),
    drive=_possible(VARIANT_KEYS[Fact.DRIVE]),
    market=_possible(MARKETS),
    vin=st.none() | st.sampled_from([Vin(number) for number in NUMBERS]),
)
_WHOLE: dict[str, tuple[object, ...]] = {
    "brand": BRANDS,
    "model": MODELS,
    "year": YEARS,
    "market": MARKETS,
    **{kind.value: keys for kind, keys in VARIANT_KEYS.items()},
}


@st.composite
def learnt(draw: st.DrawFn, vehicle: Vehicle) -> Vehicle:
    """The vehicle after one of its facts became known or narrower."""
    name = draw(st.sampled_from([one.name for one in fields(Vehicle)]))
    if name == "vin":
        return replace(vehicle, vin=vehicle.vin or Vin(draw(st.sampled_from(NUMBERS))))
    before = getattr(vehicle, name) or frozenset(_WHOLE[name])
    return replace(vehicle, **{name: draw(st.frozensets(st.sampled_from(sorted(before)), min_size=1))})
