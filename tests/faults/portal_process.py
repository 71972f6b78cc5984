"""The portal as production runs it, in processes of its own, on servers that a test may kill."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from search.engines.base import SchemaMismatch, SearchUnavailable
from search.engines.registry import engine_for
from tests import pdf_factory
from tests.faults.web_process import WebProcess
from tests.services import Elasticsearch, ObjectStore, Postgres, Redis, processes

ROOT = Path(__file__).resolve().parents[2]
IMPATIENCE = {
    "OUTBOX_SWEEP_SECONDS": "1",
    "OUTBOX_LEASE_SECONDS": "5",
    "OUTBOX_RESEND_SECONDS": "2",
    "OUTBOX_LONGEST_WAIT_SECONDS": "2",
    "INGEST_LEASE_SECONDS": "3",
    "INGEST_RESEND_SECONDS": "3",
}
"""What takes minutes in production takes seconds here. The visibility timeout stays at half an hour: nothing here may
hang on Redis giving a message out again."""


def until(condition: Callable[[], Any], *, seconds: float, what: str) -> Any:
    """Wait until `condition` answers something true and return it. Fails naming `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, f"Not within {seconds:.0f} s: {what}"
        time.sleep(0.05)
    return answer


class PortalProcess:
    """Commands and workers of one portal; looks at its database and its index from outside."""

    def __init__(
        self, *, folder: Path, postgres: Postgres, redis: Redis, s3: ObjectStore, elasticsearch: Elasticsearch
    ) -> None:
        self.folder = folder
        self.postgres, self.redis, self.s3, self.elasticsearch = postgres, redis, s3, elasticsearch
        self.prefix = f"fault-{os.getpid()}-{postgres.port}"
        self.environment = {
            **os.environ,
            **postgres.environment(),
            **redis.environment(),
            **s3.environment(),
            **elasticsearch.environment(),
            **IMPATIENCE,
            "DJANGO_SETTINGS_MODULE": "portal.conf.settings.production",
            "SECRET_KEY": "faults-only",
            "ALLOWED_HOSTS": "localhost",
            "SEARCH_INDEX_PREFIX": self.prefix,
            "FORECOURT_VAR": str(folder / "var"),
            "LOG_LEVEL": "INFO",
        }
        self._workers: list[int] = []
        self.web = WebProcess(environment=self.environment, log=folder / "web.log")

    def manage(self, *arguments: str, seconds: float = 120) -> str:
        """Run a management command; fails with what it printed when it does not end well in time."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def start_worker(self) -> int:
        """A worker with one process for tasks, and the scheduler. Returns the id of its main process."""
        with (self.folder / "worker.log").open("ab") as log:
            command = [sys.executable, "-m", "celery", "-A", "portal.conf", "worker", "--beat", "--concurrency", "1"]
            schedule = ["--schedule", str(self.folder / f"schedule-{len(self._workers)}"), "--loglevel", "INFO"]
            process = subprocess.Popen(
                [*command, *schedule, "--without-gossip", "--without-mingle"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        # Waited for by process id (processes.alive).
        process.returncode = 0
        self._workers.append(process.pid)
        return process.pid

    def kill_workers(self) -> None:
        """kill -9 of every worker with all its processes."""
        for pid in self._workers:
            processes.kill(pid)

    def task_process(self, worker: int) -> int:
        """The process of a worker that does tasks: the one that prepared a sandbox."""
        commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in processes.tree(worker)}
        sandboxes = {pid for pid, command in commands.items() if b"content.ingest.sandbox" in command}
        parents = {pid: set(processes.tree(pid)[1:]) for pid in commands.keys() - sandboxes - {worker}}
        (found,) = [pid for pid, below in parents.items() if below & sandboxes]
        return found

    def upload(self, name: str, data: bytes) -> int:
        """Take in a manual by the command, without waiting for it. Returns the edition's id."""
        folder = self.folder / name
        folder.mkdir()
        (folder / f"{name}.pdf").write_bytes(data)
        out = self.manage("import_manuals", str(folder), "--no-wait", "--department", "service")
        assert "1 new editions" in out, out
        ((pk,),) = self.sql("SELECT e.id FROM library_edition e WHERE original_name = %s", f"{name}.pdf")
        return pk

    def sql(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What the portal's database answers."""
        with psycopg.connect(self.postgres.url, connect_timeout=5) as connection:
            return connection.execute(statement, parameters).fetchall()  # type: ignore[arg-type]

    def state(self, edition: int) -> str:
        """received, extracting, ready or failed."""
        return self.sql("SELECT state FROM library_edition WHERE id = %s", edition)[0][0]

    def working_block(self, edition: int, kind: str) -> int:
        """The block of this kind ("text", "recognition") that a worker holds now; 0 if there is none."""
        rows = self.sql(
            "SELECT id FROM ingest_block WHERE edition_id = %s AND kind = %s AND state = 'working'", edition, kind
        )
        return rows[0][0] if rows else 0

    def page_numbers(self, edition: int) -> list[int]:
        """The pages that were read, in order; a page that is there twice is there twice."""
        rows = self.sql("SELECT number FROM library_editionpage WHERE edition_id = %s ORDER BY number", edition)
        return [number for (number,) in rows]

    def findable_pages(self, edition: int) -> int:
        """How many pages of the edition the index holds; none while there is no index or no server."""
        ((manual,),) = self.sql("SELECT manual_id FROM library_edition WHERE id = %s", edition)
        engine = engine_for(self.elasticsearch.url, prefix=self.prefix)
        try:
            engine.refresh()
            return sum(1 for _ in engine.fingerprints(publications=[f"manual:{manual}"]))
        except (SearchUnavailable, SchemaMismatch):
            return 0

    def finishes(self, edition: int, *, pages: int, seconds: float = 60) -> None:
        """Assert that the edition becomes ready and findable by itself, each page once."""
        until(lambda: self.state(edition) in ("ready", "failed"), seconds=seconds, what="ready")
        assert self.state(edition) == "ready"
        assert self.page_numbers(edition) == list(range(1, pages + 1))
        until(lambda: self.findable_pages(edition) == pages, seconds=seconds, what="findable")


def long_manual(title: str, *, pages: int) -> bytes:
    """A manual of several blocks."""
    line = "Tighten the bolts of the bearing cap to 25 Nm in two passes and check P0420 again. "
    return pdf_factory.make_pdf([f"{title} {n}\n" + "\n".join([line] * 40) for n in range(pages)])


def scanned_manual(title: str, *, pages: int) -> bytes:
    """A manual whose blocks take seconds: its pages are pictures."""
    line = "Tighten the bolts of the bearing cap to 25 Nm in two passes."
    return pdf_factory.make_scanned_pdf([f"{title} {n}\n" + "\n".join([line] * 12) for n in range(pages)], dpi=200)
