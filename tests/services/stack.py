"""All servers together, in one private folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from tests.services import packages
from tests.services.elasticsearch import Elasticsearch
from tests.services.errors import NotInstalledError, ServicesError
from tests.services.postgres import Postgres
from tests.services.redis import Redis
from tests.services.s3 import ObjectStore
from tests.services.server import Server

Kind = TypeVar("Kind", bound=Server)
KINDS: dict[str, type[Server]] = {kind.name: kind for kind in (Elasticsearch, Postgres, Redis, ObjectStore)}
FOLDER_VARIABLE = "FORECOURT_SERVICES"
"""The environment variable that names the folder of a running stack, so that a test can take it up."""


class Stack:
    """The servers of one test run."""

    def __init__(self, *, folder: Path | None = None, only: Iterable[str] = KINDS) -> None:
        """Prepare servers that are not started yet.

        Args:
            folder: where they keep everything; a new private one when not given.
            only: the names of the servers wanted (keys of KINDS).
        """
        self.folder = folder or Path(tempfile.mkdtemp(prefix="forecourt-services-"))
        self.folder.chmod(0o755)
        self.servers = {name: KINDS[name](folder=self.folder / name) for name in only}

    @classmethod
    def attach(cls, folder: Path | None = None) -> Self:
        """The running stack in `folder`, or in that which FORECOURT_SERVICES names.

        Raises:
            ServicesError: there is none.
        """
        folder = folder or Path(os.environ.get(FOLDER_VARIABLE, ""))
        names = [name for name in KINDS if (folder / name / "server.json").exists()]
        if not names:
            raise ServicesError("No servers run here. Start them with `python -m tests.services up` or `run`.")
        return cls(folder=folder, only=names)

    @property
    def postgres(self) -> Postgres:
        """PostgreSQL, when it is part of this stack (KeyError otherwise; the same for the other three)."""
        return self._get(Postgres)

    @property
    def redis(self) -> Redis:
        """Redis."""
        return self._get(Redis)

    @property
    def elasticsearch(self) -> Elasticsearch:
        """Elasticsearch."""
        return self._get(Elasticsearch)

    @property
    def s3(self) -> ObjectStore:
        """The object store."""
        return self._get(ObjectStore)

    def _get(self, kind: type[Kind]) -> Kind:
        server = self.servers[kind.name]
        assert isinstance(server, kind)
        return server

    def environment(self) -> dict[str, str]:
        """The environment variables that lead the portal and its tests to these servers.

        Raises:
            NotInstalledError: there is no Chromium for the journeys.
        """
        browser = packages.chromium()
        if browser is None:
            raise NotInstalledError("Chromium")
        variables = {FOLDER_VARIABLE: str(self.folder), "CHROMIUM_PATH": browser}
        for server in self.servers.values():
            variables |= server.environment()
        return variables

    def start(self) -> Self:
        """Start all at the same time and wait until each answers. Raises the first server's error."""
        with ThreadPoolExecutor(len(self.servers)) as pool:
            for started in [pool.submit(server.start) for server in self.servers.values()]:
                started.result()
        return self

    def close(self) -> None:
        """Stop all and remove the folder."""
        with ThreadPoolExecutor(len(self.servers)) as pool:
            list(pool.map(lambda server: server.stop(), self.servers.values()))
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
