"""`python -m bench.training [NAME...]`: the benchmarks of the training half that are named, or all of them, in one
table. Each has a database of its own."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import tempfile

import bench.training as room
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


def main() -> int:
    """0 when every target is met."""
    known = sorted(one.name for one in pkgutil.iter_modules(room.__path__) if not one.name.startswith("_"))
    wanted = sys.argv[1:] or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"There is no such benchmark: {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    configure()
    rows: list[Row] = []
    for name in wanted:
        rows += importlib.import_module(f"bench.training.{name}").measure()
    return 0 if show(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
