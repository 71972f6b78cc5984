"""Benchmarks that are modules of a room: those that are named, or all, in one table, on a database of their own."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import tempfile
from types import ModuleType

from bench.table import Row, show


def configure() -> None:
    """The embedded parts on a scratch database; with DATABASE_URL in the environment, that one."""
    os.environ["FORECOURT_VAR"] = tempfile.mkdtemp(prefix="forecourt-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.conf.settings.demo")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def run(room: ModuleType, *, wanted: list[str]) -> int:
    """Those of `room` that are `wanted`; 0 when every target is met."""
    known = sorted(one.name for one in pkgutil.iter_modules(room.__path__) if not one.name.startswith("_"))
    wanted = wanted or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"There is no such benchmark: {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    configure()
    rows: list[Row] = []
    for name in wanted:
        rows += importlib.import_module(f"{room.__name__}.{name}").measure()
        # What took minutes is shown although the next one may fail.
        met = show(rows)
    return 0 if met else 1
