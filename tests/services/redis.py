"""A private Redis: the jobs' broker and the cache."""

from __future__ import annotations

import shutil
import socket

from tests.services.errors import NotInstalledError
from tests.services.server import Server


class Redis(Server):
    """Redis that writes every change to its log, so that a killed one comes back with its queue."""

    name = "redis"

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def environment(self) -> dict[str, str]:
        return {"CELERY_BROKER_URL": self.url, "CACHE_URL": f"redis://127.0.0.1:{self.port}/1"}

    def prepare(self) -> None:
        (self.folder / "data").mkdir(exist_ok=True)

    def command(self) -> list[str]:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            raise NotInstalledError("Redis")
        options = {
            "--port": str(self.port),
            "--bind": "127.0.0.1",
            "--dir": str(self.folder / "data"),
            "--save": "",
            "--appendonly": "yes",
            "--appendfsync": "no",
        }
        return [program, *(part for option in options.items() for part in option)]

    def healthy(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
