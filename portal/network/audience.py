"""Who may see what: the rule, written once as data and compiled three ways.

A thing is visible to a viewer when for one of the viewer's standings every dimension of its audience is empty or
meets the standing, it is live, and the viewer's instant lies in [effective_from, expires_at). `admits` decides it
for a value, `visible_to` for a queryset, `filters` for a search index. `tests/security/test_audience_equality.py`
proves that the three are one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F, Q
from django.db.models.sql.compiler import SQLCompiler

from portal.core.filters import NOTHING, AllOf, AnyOf, Filter, Range, Terms
from portal.network.models import AUDIENCE_DIMENSIONS, Targeted
from portal.network.viewer import Standing, Viewer

DIMENSIONS = AUDIENCE_DIMENSIONS
"""Each is an attribute of Standing, a relation `audience_<name>` of Targeted, and a field of a search document."""
ANYONE = "*"
"""What the index holds in a dimension that is empty, so that "empty or meets" is one terms filter."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """The facts of one thing that the rule reads. An instant of None is open; an empty dimension admits everyone."""

    brands: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    tiers: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    dealers: frozenset[int] = frozenset()
    live: bool = True
    effective_from: datetime | None = None
    expires_at: datetime | None = None

    @classmethod
    def of(cls, named: Mapping[str, Collection[int]]) -> Visibility:
        """The audience that names these, {dimension: ids}; it counts as live, and its dates are left open."""
        return cls(**{dimension: frozenset(named.get(dimension, ())) for dimension in DIMENSIONS})  # type: ignore[arg-type]


def admits(visibility: Visibility, *, viewer: Viewer) -> bool:
    """Whether `viewer` may see a thing with these facts."""
    if not visibility.live:
        return False
    if visibility.effective_from is not None and visibility.effective_from > viewer.at:
        return False
    if visibility.expires_at is not None and visibility.expires_at <= viewer.at:
        return False
    return viewer.everything or any(_meets(visibility, standing) for standing in viewer.standings)


def _meets(visibility: Visibility, standing: Standing) -> bool:
    return all(
        not getattr(visibility, dimension) or getattr(visibility, dimension) & getattr(standing, dimension)
        for dimension in DIMENSIONS
    )


def visible_to(*, model: type[Targeted], viewer: Viewer, through: str = "") -> Q:
    """The condition on `model` (a Targeted with live, effective_from and expires_at) that holds for what `viewer`
    may see; on rows that lead to it by `through` (a lookup that ends in "__") if that is given."""

    def fact(**lookups: Any) -> Q:
        return Q(**{f"{through}{name}": value for name, value in lookups.items()})

    window = fact(live=True) & (fact(effective_from__isnull=True) | fact(effective_from__lte=viewer.at))
    window &= fact(expires_at__isnull=True) | fact(expires_at__gt=viewer.at)
    if viewer.everything:
        return window
    return window & meant_for(model=model, viewer=viewer, through=through)


def meant_for(*, model: type[Targeted], viewer: Viewer, through: str = "") -> Q:
    """The audience alone, without release and dates: for what is announced beforehand, and for telling of what was
    withdrawn. Whoever asks says when it is."""
    if viewer.everything:
        return ~Q(pk__in=[])
    if not viewer.standings:
        return Q(pk__in=[])
    return Q(Admitted(F(f"{through}pk"), model=model, standings=viewer.standings))


class Admitted(Expression):
    """Whether one of `standings` meets the audience of the `model` thing with key `pk`: in every dimension its table
    has no row for the thing, or one of the standing's.

    One expression and not two `Exists` over querysets for each dimension: ten of those for each standing took longer
    to put together than the database took to answer, at every page and every page image.
    """

    conditional = True

    def __init__(self, pk: F, *, model: type[Targeted], standings: tuple[Standing, ...]) -> None:
        super().__init__(output_field=BooleanField())
        self.pk: Any = pk
        self.model, self.standings = model, standings

    def get_source_expressions(self) -> list[Any]:
        return [self.pk]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.pk,) = exprs

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **kwargs: Any
    ) -> tuple[str, tuple[Any, ...]]:
        key = compiler.compile(self.pk)
        quote = connection.ops.quote_name
        met, parameters = [], []
        for standing in self.standings:
            dimensions = []
            for dimension in DIMENSIONS:
                sql, more = _empty_or_meets(self.model, dimension, getattr(standing, dimension), key, quote)
                dimensions.append(sql)
                parameters += more
            met.append(f"({' AND '.join(dimensions)})")
        return f"({' OR '.join(met)})", tuple(parameters)


def _empty_or_meets(
    model: type[Targeted],
    dimension: str,
    ids: frozenset[int],
    key: tuple[str, Sequence[Any]],
    quote: Callable[[str], str],
) -> tuple[str, list[Any]]:
    """The condition in one dimension. `key` is the thing's key as SQL, with its parameters."""
    relation = getattr(model, f"audience_{dimension}")
    table = quote(relation.through._meta.db_table)
    source = quote(relation.field.m2m_column_name())
    target = quote(relation.field.m2m_reverse_name())
    rows = f"SELECT 1 FROM {table} audience WHERE audience.{source} = {key[0]}"  # noqa: S608  (names of our models)
    if not ids:
        return f"NOT EXISTS ({rows})", [*key[1]]
    marks = ", ".join(["%s"] * len(ids))
    sql = f"(NOT EXISTS ({rows}) OR EXISTS ({rows} AND audience.{target} IN ({marks})))"
    return sql, [*key[1], *key[1], *sorted(ids)]


def filters(*, viewer: Viewer) -> Filter:
    """The same condition on a search document: only live things are indexed, an empty dimension holds `ANYONE`, and
    open instants are the far ends of time."""
    at = int(viewer.at.timestamp())
    window = (Range("effective_from", lte=at), Range("expires_at", gt=at))
    if viewer.everything:
        return AllOf(window)
    if not viewer.standings:
        return NOTHING
    standings = tuple(_standing_filter(standing) for standing in viewer.standings)
    return AllOf((*window, standings[0] if len(standings) == 1 else AnyOf(standings)))


def _standing_filter(standing: Standing) -> Filter:
    return AllOf(
        tuple(
            Terms(f"audience_{dimension}", (ANYONE, *map(str, sorted(getattr(standing, dimension)))))
            for dimension in DIMENSIONS
        )
    )


def tokens(ids: frozenset[int] | set[int]) -> tuple[str, ...]:
    """What the index holds for a dimension with these ids."""
    return tuple(str(pk) for pk in sorted(ids)) or (ANYONE,)
