"""Whether two publications are meant for one vehicle and one reader. Pure.

Applicability is compared row by row (`content.library.applying`), audiences dimension by dimension: regions as a tree,
named dealers by what they are, because a dealer of the north reads nothing that is for the south.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from content.library.applying import Row, share
from portal.network.api import Standing, Visibility

Lineages = Mapping[int, tuple[int, ...]]
"""{region: the regions from the root down to it}."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a publication applies to and whom it is for."""

    rows: tuple[Row, ...]
    audience: Visibility


def overlaps(left: Scope, right: Scope, *, lineages: Lineages, dealers: Mapping[int, Standing]) -> bool:
    """Whether a vehicle and a reader can have both. `dealers` says what each named dealer is."""
    return share(left.rows, right.rows) and _audiences_meet(left.audience, right.audience, lineages, dealers)


def _audiences_meet(left: Visibility, right: Visibility, lineages: Lineages, dealers: Mapping[int, Standing]) -> bool:
    if not _meet(left.roles, right.roles):
        return False
    if left.dealers or right.dealers:
        named = left.dealers & right.dealers if left.dealers and right.dealers else left.dealers | right.dealers
        return any(_is_for(left, dealers[pk]) and _is_for(right, dealers[pk]) for pk in named if pk in dealers)
    return _meet(left.brands, right.brands) and _meet(left.tiers, right.tiers) and _regions_meet(left, right, lineages)


def _meet(left: frozenset[int], right: frozenset[int]) -> bool:
    return not left or not right or bool(left & right)


def _regions_meet(left: Visibility, right: Visibility, lineages: Lineages) -> bool:
    if not left.regions or not right.regions:
        return True
    return any(
        one in lineages.get(other, (other,)) or other in lineages.get(one, (one,))
        for one in left.regions
        for other in right.regions
    )


def _is_for(audience: Visibility, dealer: Standing) -> bool:
    return all(
        not getattr(audience, name) or getattr(audience, name) & getattr(dealer, name)
        for name in ("brands", "regions", "tiers")
    )


def digest_of(one: Scope, other: Scope) -> str:
    """Of both scopes, in whatever order they and their parts are given: SHA-256 in hex."""
    return sha256(repr(sorted((_plain(one), _plain(other)))).encode()).hexdigest()


def _plain(scope: Scope) -> str:
    rows: Sequence[str] = sorted({repr(row) for row in scope.rows})
    audience = scope.audience
    dimensions = (audience.brands, audience.regions, audience.tiers, audience.roles, audience.dealers)
    return repr((rows, [sorted(one) for one in dimensions]))
