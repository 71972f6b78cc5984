"""A private PostgreSQL cluster."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.services import account
from tests.services.errors import NotInstalledError, StartError
from tests.services.server import Server

USER = DATABASE = "forecourt"


def programs() -> Path:
    """The folder of PostgreSQL's server programs, the newest version on this machine.

    Raises:
        NotInstalledError: there is none.
    """
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    raise NotInstalledError("PostgreSQL's server")


class Postgres(Server):
    """PostgreSQL with one superuser and one empty database. Everyone on the loopback interface is trusted."""

    name = "postgres"
    unprivileged = True

    @property
    def url(self) -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/{DATABASE}"

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url}

    def prepare(self) -> None:
        data = self.folder / "data"
        if (data / "PG_VERSION").exists():
            return
        account.hand_over(self.folder)
        initdb: list[str | Path] = [programs() / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8"]
        done = self._run([*initdb, "--locale=C.UTF-8", "--no-sync"])
        if done.returncode:
            raise StartError(f"initdb failed.\n{done.stdout}")

    def command(self) -> list[str]:
        # A test's data must outlive the process, not the machine: no fsync.
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": "200",
            "shared_buffers": "128MB",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [str(programs() / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *options]

    def healthy(self) -> bool:
        return self._client("pg_isready", "-q", "-t", "2").returncode == 0

    def after_start(self) -> None:
        done = self._client("createdb", "-U", USER, DATABASE)
        if done.returncode and "already exists" not in done.stdout:
            raise StartError(f"createdb failed.\n{done.stdout}")

    def _client(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run([programs() / program, "-h", "127.0.0.1", "-p", str(self.port), *arguments])

    def _run(self, command: list[str | Path]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.process_environment() | {"LC_ALL": "C"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **account.popen_arguments(),
        )
