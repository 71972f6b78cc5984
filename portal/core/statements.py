"""Statements that every request makes in the same form: put together and compiled once, then asked with other values.

Django builds and compiles a query anew each time, which for a join of seven tables takes longer than the database
does to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import connection, models

PLACES: Mapping[type, Any] = {int: -8_589_934_593, date: date(1, 2, 3)}
"""What stands in a compiled statement where a value of this type goes. No row of ours has such a key or such a day."""


class Statement:
    """A query of one key and, if it asks for one, one day.

    `build` makes the queryset (of `values_list`) out of a key and a day; it is called once for each kind of database,
    so nothing else may decide its form. The rows come as the driver gives them: a truth may be 0 or 1.
    """

    def __init__(self, build: Callable[[int, date], models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, *, key: int, day: date) -> list[tuple[Any, ...]]:
        """The rows for this key and day."""
        compiled = self._compiled.get(connection.vendor)
        if compiled is None:
            query = self._build(PLACES[int], PLACES[date]).query
            compiled = self._compiled[connection.vendor] = query.get_compiler(connection=connection).as_sql()
        sql, parameters = compiled
        adapt = connection.ops.adapt_datefield_value
        values = {PLACES[int]: key, adapt(PLACES[date]): adapt(day)}
        with connection.cursor() as cursor:
            cursor.execute(sql, [values.get(one, one) for one in parameters])
            return cursor.fetchall()
