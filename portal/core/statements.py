"""Statements that every request makes in the same form: put together and compiled once, then asked with other values.

Django builds and compiles a query anew each time, which for a join of seven tables, or for the rule of who may see
what, takes several times longer than the database does to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

MOST_FORMS = 512
"""Compiled forms that one statement keeps in memory; then it begins anew."""


class Statement:
    """A query that is built once for each form of its values.

    `build` makes the queryset (of `values_list`) out of values by name. It is called once for each kind of database
    and each form of the values, with others in their place: nothing else may decide what it makes, and no value may
    by what it is. A whole number, a text, a day or an instant stands for any other of its type; None, a truth, the
    length of a collection and the type of a dataclass are form. Numbers that are no parameter of a statement in
    Django (a limit) are not possible.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._compiled: dict[Hashable, _Compiled | None] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, as the queryset would give them."""
        leaves: list[Any] = []
        key = (connection.vendor, *[(name, _form(value, leaves)) for name, value in values.items()])
        if key not in self._compiled:
            if len(self._compiled) >= MOST_FORMS:
                self._compiled.clear()
            self._compiled[key] = self._compile(values)
        compiled = self._compiled[key]
        if compiled is None:
            return []
        values_now = [constant if at < 0 else _adapted(leaves[at]) for at, constant in compiled.parameters]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, values_now)
            return compiled.converted(cursor.fetchall())

    def _compile(self, values: dict[str, Any]) -> _Compiled | None:
        """None if it can have no rows."""
        places: dict[Any, int] = {}
        numbers = count()
        build = self._build(**{name: _placed(value, numbers, places) for name, value in values.items()})
        compiler = build.query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        parameters = tuple((places.get(one, -1), one) for one in parameters)
        return _Compiled(sql=sql, parameters=parameters, converters=tuple(converters.items()))


@dataclass(frozen=True, slots=True)
class _Compiled:
    """`parameters` say which of the leaves each is, or -1 and a constant; `converters` are Django's, by column. None
    of them holds a connection: a thread has its own."""

    sql: str
    parameters: tuple[tuple[int, Any], ...]
    converters: tuple[tuple[int, Any], ...]

    def converted(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [self._row(list(row)) for row in rows] if self.converters else rows

    def _row(self, row: list[Any]) -> tuple[Any, ...]:
        for at, (functions, expression) in self.converters:
            for function in functions:
                row[at] = function(row[at], expression, connection)
        return tuple(row)


def _form(value: Any, leaves: list[Any]) -> object:
    """What of `value` decides the statement; what does not is appended to `leaves`."""
    kind = type(value)
    if kind in _PLACES:
        leaves.append(value)
        return kind
    return (kind, *[_form(one, leaves) for one in _parts(value)]) if _has_parts(value) else value


def _placed(value: Any, numbers: Iterator[int], places: dict[Any, int]) -> Any:
    """`value` with something unmistakable for each leaf; `places` says which, as it will stand in the statement."""
    kind = type(value)
    if kind in _PLACES:
        number = next(numbers)
        place = _PLACES[kind](number)
        places[_adapted(place)] = number
        return place
    if not _has_parts(value):
        return value
    parts = [_placed(one, numbers, places) for one in _parts(value)]
    return kind(*parts) if is_dataclass(value) else kind(parts)


def _has_parts(value: Any) -> bool:
    return isinstance(value, tuple | frozenset) or is_dataclass(value)


def _parts(value: Any) -> Iterator[Any]:
    return (getattr(value, field.name) for field in fields(value)) if is_dataclass(value) else iter(value)


def _adapted(value: Any) -> Any:
    if type(value) is datetime:
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if type(value) is date else value


_PLACES: dict[type, Callable[[int], Any]] = {
    # Such a key fits the smallest column of keys, and no row has it.
    int: lambda number: -2_147_483_648 + number,
    str: lambda number: f"\x02{number}\x03",
    date: lambda number: date(1, 2, 3) + timedelta(days=number),
    datetime: lambda number: datetime(1, 2, 3, tzinfo=UTC) + timedelta(days=number),
}
"""What stands for the leaf of this number while a statement is compiled."""
