"""Serve the portal with demo content: `make demo`."""

from __future__ import annotations

import os
import signal
import socket
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from portal.conf.settings.environment import VAR_DIR
from portal.demo import bulletins, library, network, people, processes, vehicles
from portal.demo.distribution.build import build_distribution
from portal.demo.manuals.api import DemoEdition, DemoManual
from portal.demo.training.build import build_training
from search.engine import writable_engine
from search.schema import SCHEMA_VERSION

READ_DEADLINE_SECONDS = 900


class Command(BaseCommand):
    help = "Serve the portal with demo content: embedded search, a local folder, SQLite. Nothing to install but Python."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--load-only", action="store_true", help="make the content and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the port is taken."""
        console = Console()
        host, port = options["host"], options["port"]
        _require_free(host, port)
        # Addresses in mails and feeds lead to this server; its processes inherit it.
        os.environ.setdefault("BASE_URL", f"http://{host}:{port}")
        signal.signal(signal.SIGTERM, _as_interrupt)
        call_command("migrate", verbosity=0, interactive=False)
        _have_an_index()
        try:
            with ExitStack() as running:
                server = None
                if not (options["load_only"] or _is_missing()):
                    # Everything is there: what people wait for comes first, then what works behind it.
                    server = running.enter_context(processes.web(host=host, port=port))
                    _wait_until_served(host, port)
                _load(console)
                if options["load_only"]:
                    return
                running.enter_context(processes.worker(var=str(VAR_DIR)))
                server = server or running.enter_context(processes.web(host=host, port=port))
                _wait_until_served(host, port)
                _greet(console, host, port)
                server.wait()
        except KeyboardInterrupt:
            console.print("\nStopped.")


def _have_an_index() -> None:
    """An index of this version; one that an older demo left is built anew."""
    if writable_engine().schema_version() != SCHEMA_VERSION:
        call_command("rebuild_search", verbosity=0)


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken. Choose another: make demo PORT=8001") from error


def _load(console: Console) -> None:
    """Network, people, manuals, bulletins, training, a month of distribution; what is there stays. The last two are
    written while no worker runs: SQLite has one writer at a time, and a year is a long transaction."""
    network.build_network()
    library.build_departments()
    library.build_models()
    vehicles.build_vehicles()
    people.build_people()
    _issue_manuals(console)
    build_training(say=console.print)
    build_distribution()


def _issue_manuals(console: Console) -> None:
    """Draw the manuals and publish the bulletins that are missing, and wait until all pages are read."""
    if not _is_missing():
        return
    with processes.worker(var=str(VAR_DIR)):
        _draw_and_read(library.missing_editions(), console)


def _is_missing() -> bool:
    return bool(library.missing_editions() or bulletins.missing() or _is_moving())


def _is_moving() -> bool:
    return bool(library.being_read() or bulletins.being_printed())


def _draw_and_read(missing: list[tuple[DemoManual, DemoEdition]], console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        drawing = bar.add_task("Drawing manuals", total=len(missing))
        reading = bar.add_task("Reading pages", total=None)
        for manual, edition in missing:
            library.issue(manual, edition)
            bar.advance(drawing)
            done, known = library.pages_read()
            bar.update(reading, completed=done, total=known or None)
        for bulletin in bulletins.missing():
            bulletins.publish(bulletin)
        deadline = time.monotonic() + READ_DEADLINE_SECONDS
        while _is_moving() and time.monotonic() < deadline:
            done, known = library.pages_read()
            bar.update(reading, completed=done, total=known or None)
            time.sleep(0.5)
        done, known = library.pages_read()
        bar.update(reading, completed=done, total=known)


def _wait_until_served(host: str, port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)


def _greet(console: Console, host: str, port: int) -> None:
    table = Table(title=f"Forecourt is at http://{host}:{port}/   (password of all: {people.PASSWORD})")
    table.add_column("Login")
    table.add_column("Who")
    for person in people.LOGINS:
        table.add_row(person.username, person.kind)
    console.print(table)
    table = Table(title="VINs to try under Vehicle, or in the search field")
    table.add_column("VIN")
    table.add_column("What")
    for vehicle in vehicles.VEHICLES:
        table.add_row(vehicle.vin, vehicle.what)
    console.print(table)
    console.print("The CMS is at /cms/ for authors and administrators. Ctrl-C stops the portal.")
