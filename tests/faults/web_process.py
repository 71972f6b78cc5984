"""The portal's web server as production runs it, and people who are signed in, without a browser."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.services import ports, processes

ROOT = Path(__file__).resolve().parents[2]
CSRF = "c" * 32


class WebProcess:
    """Gunicorn with two processes of four threads, behind a proxy that speaks TLS."""

    def __init__(self, *, environment: dict[str, str], log: Path) -> None:
        self.environment, self.log, self.port = environment, log, ports.free()
        self._pid = 0

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "portal.conf.wsgi:application", "--workers", "2", "--threads", "4"]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*command, "--bind", f"127.0.0.1:{self.port}", "--timeout", "120", "--no-control-socket"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        # Waited for by process id (processes.alive).
        process.returncode = 0
        self._pid = process.pid
        end = time.monotonic() + 120
        while not self._answers():
            assert processes.alive(self._pid), self.log.read_text()[-2000:]
            assert time.monotonic() < end, self.log.read_text()[-2000:]
            time.sleep(0.1)

    def kill(self) -> None:
        """kill -9 of all its processes."""
        if self._pid:
            processes.kill(self._pid)
            self._pid = 0

    def _answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered."""

    status: int
    body: bytes


def post(web: WebProcess, *, session: str, path: str, body: object = None) -> Reply:
    """One request of somebody who is signed in: a form without fields, or JSON. Raises OSError or HTTPException when
    the server dies."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
    headers = {
        "Host": "localhost",
        "X-Forwarded-Proto": "https",
        "Referer": "https://localhost/",
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/json" if body is not None else "application/x-www-form-urlencoded",
    }
    try:
        connection.request("POST", path, body=json.dumps(body) if body is not None else "", headers=headers)
        answer = connection.getresponse()
        return Reply(answer.status, answer.read())
    finally:
        connection.close()
