"""Tables to which rows are added and nothing else: the database itself refuses to change or delete one.

Whoever owns the database can take the triggers away; `portal.core.sealing` shows what was done then. On SQLite a
migration that changes such a table makes it anew, without its triggers: it has to run these statements again.
"""

from __future__ import annotations

from collections.abc import Sequence


def statements(*, vendor: str, table: str, columns: Sequence[str], emptied: str) -> list[str]:
    """The SQL that makes `table` (with these `columns`) append-only. `emptied` is the column of a person: it may become
    NULL, when the person is deleted, with the rest of the row as it was."""
    if vendor == "postgresql":
        return _postgresql(table, emptied)
    if vendor == "sqlite":
        return _sqlite(table, columns, emptied)
    return []


def _postgresql(table: str, emptied: str) -> list[str]:
    return [
        f"""
        CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND NEW.{emptied} IS NULL
             AND to_jsonb(NEW) - '{emptied}' = to_jsonb(OLD) - '{emptied}' THEN
            RETURN NEW;
          END IF;
          RAISE EXCEPTION 'rows of {table} are never changed' USING ERRCODE = 'integrity_constraint_violation';
        END $$ LANGUAGE plpgsql
        """,
        f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
    ]


def _sqlite(table: str, columns: Sequence[str], emptied: str) -> list[str]:
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in columns if name != emptied)
    refuse = f"SELECT RAISE(ABORT, 'rows of {table} are never changed')"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_not_changed BEFORE UPDATE ON {table} "
        f'WHEN NEW."{emptied}" IS NOT NULL OR {changed} BEGIN {refuse}; END',
        f"CREATE TRIGGER IF NOT EXISTS {table}_not_deleted BEFORE DELETE ON {table} BEGIN {refuse}; END",
    ]
