"""What every server of the tests has in common: a private folder, a fixed port, and a life that a test may end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.services import account, ports, processes
from tests.services.errors import ServicesError, StartError


class Server(ABC):
    """One real server on the loopback interface.

    Its folder holds its data, its log and `server.json` (ports and process id), so that any process can take it up
    again with `attach`: stop it, kill it, pause it, and start it on the same port with the same data.
    """

    name: str
    start_seconds = 60.0
    stop_seconds = 20.0
    unprivileged = False
    """True for a server that refuses to run as root."""

    def __init__(self, *, folder: Path | None = None, port: int | None = None) -> None:
        """Prepare a server that is not started yet.

        Args:
            folder: where it keeps everything; a new private one, removed by `close`, when not given.
            port: the port that it listens on; a free one when not given.
        """
        self._own_folder = folder is None
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix=f"forecourt-{self.name}-"))
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        self.folder = folder
        self.port = port or self._saved().get("port") or ports.free()

    @classmethod
    def attach(cls, folder: Path) -> Self:
        """The server that another process started in `folder`. Raises ServicesError when there is none."""
        if not (folder / "server.json").exists():
            raise ServicesError(f"No {cls.name} was started in {folder}.")
        return cls(folder=folder)

    @property
    @abstractmethod
    def url(self) -> str:
        """The address at which the portal reaches it."""

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The portal's environment variables that lead to it."""

    @abstractmethod
    def healthy(self) -> bool:
        """True when it answers."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the folder ready for the first start (data, configuration). Runs before every start."""

    @abstractmethod
    def command(self) -> list[str]:
        """The program and its arguments; it must stay in the foreground."""

    def process_environment(self) -> dict[str, str]:
        """The environment of its process."""
        return dict(os.environ)

    def after_start(self) -> None:
        """What is done once it answers; runs after every start. Nothing, unless a server says otherwise."""
        return

    @property
    def log(self) -> Path:
        """The file that takes what the process prints."""
        return self.folder / "output.log"

    @property
    def pid(self) -> int | None:
        """The process id, or None when it does not run."""
        pid = self._saved().get("pid")
        return pid if pid and processes.alive(pid) else None

    def start(self) -> Self:
        """Start it and wait until it answers. Raises StartError, with the end of its log, when it does not."""
        if self.pid is None:
            self.prepare()
            self._spawn()
        self.wait_until_healthy()
        self.after_start()
        return self

    def wait_until_healthy(self) -> None:
        """Wait until it answers. Raises StartError when it ends, or `start_seconds` pass, before that."""
        deadline = time.monotonic() + self.start_seconds
        while not self.healthy():
            if self.pid is None:
                raise StartError(f"{self.name} ended while starting.\n{self._log_end()}")
            if time.monotonic() > deadline:
                raise StartError(f"{self.name} did not answer in {self.start_seconds:.0f} s.\n{self._log_end()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it in good order; its data and its port stay its own."""
        if (pid := self.pid) is not None:
            processes.end(pid, grace_seconds=self.stop_seconds)

    def kill(self) -> None:
        """Kill it and its children at once, as a power cut does."""
        if (pid := self.pid) is not None:
            processes.kill(pid)

    def pause(self) -> None:
        """Freeze it: connections stay open and nothing answers."""
        if (pid := self.pid) is not None:
            processes.send(pid, signal.SIGSTOP, descendants=True)

    def resume(self) -> None:
        """Let a frozen server go on."""
        if (pid := self.pid) is not None:
            processes.send(pid, signal.SIGCONT, descendants=True)

    def close(self) -> None:
        """Stop it and, when the folder was made by it, remove the folder."""
        self.stop()
        if self._own_folder:
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

    def _spawn(self) -> None:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env=self.process_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C at the terminal is for the tests; their servers go when the tests have ended.
                start_new_session=True,
                **(account.popen_arguments() if self.unprivileged else {}),
            )
        # Waited for by process id (processes.alive); Popen must not complain about it when it is collected.
        process.returncode = 0
        self._save(pid=process.pid)

    def _save(self, *, pid: int) -> None:
        path = self.folder / "server.json"
        (fresh := path.with_suffix(".new")).write_text(json.dumps({"port": self.port, "pid": pid}))
        fresh.replace(path)

    def _saved(self) -> dict[str, int]:
        path = self.folder / "server.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def _log_end(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-30:])
