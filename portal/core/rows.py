"""Rows that the database makes of rows it has: what thousands of people are given alike need not pass through Python,
where each row costs more than it does there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.constants import OnConflict


def insert_from(rows: models.QuerySet[Any, Any], *, into: type[models.Model], **values: Any) -> None:
    """Insert a row for each of `rows`. `values` by name of field: an expression over `rows`, or the same for all; the
    other fields have their defaults. What would break a constraint of uniqueness is left out. One statement, and no
    signals."""
    fields, chosen = [], {}
    for field in into._meta.local_concrete_fields:
        value = values.pop(field.name, None if field.primary_key else field.get_default())
        if value is not None:
            fields.append(field)
            chosen[f"new_{field.attname}"] = (
                value if hasattr(value, "resolve_expression") else models.Value(value, output_field=field)
            )
    if values:
        raise TypeError(f"{into.__name__} has no {', '.join(values)}")
    selected = rows.order_by().annotate(**chosen).values_list(*chosen)
    try:
        select, parameters = selected.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    left_out = OnConflict.IGNORE
    insert = connection.ops.insert_statement(on_conflict=left_out)
    ignoring = connection.ops.on_conflict_suffix_sql(fields, left_out, (), ())
    with connection.cursor() as cursor:
        cursor.execute(f"{insert} {quoted(into._meta.db_table)} ({columns}) {select} {ignoring}", parameters)
