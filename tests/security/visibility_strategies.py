"""Random audiences, dates and viewers for the proof that the rule's three forms are one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from portal.network.api import Standing, Viewer, Visibility
from portal.network.audience import DIMENSIONS

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
INSTANTS = [NOON + timedelta(seconds=seconds) for seconds in (-86400, -1, 0, 1, 86400)]
FRACTIONS = [NOON + timedelta(microseconds=500_000), NOON - timedelta(microseconds=1)]


@dataclass(frozen=True)
class Universe:
    """The ids that exist in each dimension."""

    brands: tuple[int, ...]
    regions: tuple[int, ...]
    tiers: tuple[int, ...]
    roles: tuple[int, ...]
    dealers: tuple[int, ...]


def visibilities(universe: Universe) -> st.SearchStrategy[Visibility]:
    """The facts of a thing."""
    dimensions = {name: _ids(getattr(universe, name)) for name in DIMENSIONS}
    instants = st.none() | st.sampled_from([*INSTANTS, *FRACTIONS])
    return st.builds(
        Visibility,
        live=st.sampled_from([True, True, False]),
        effective_from=instants,
        expires_at=instants,
        **dimensions,
    )


def viewers(universe: Universe) -> st.SearchStrategy[Viewer]:
    """Somebody looking at one of the instants, with none to three standings, sometimes OEM staff."""
    standing = st.builds(Standing, **{name: _ids(getattr(universe, name)) for name in DIMENSIONS})
    return st.builds(
        Viewer,
        user_id=st.just(1),
        at=st.sampled_from(INSTANTS),
        standings=st.lists(standing, max_size=3).map(tuple),
        everything=st.sampled_from([False, False, False, True]),
    )


def _ids(values: tuple[int, ...]) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.sampled_from(values), max_size=2)
