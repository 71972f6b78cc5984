"""A mail server on a real port that takes, refuses, or hangs up, as a test wants."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class MailServer:
    """`mode`: "takes", "refuses" (421 at the greeting), "temporary" or "unknown" (the address), "hangs up" (in the
    middle). What it took stands in `mails`, and how often somebody came in `connections`."""

    def __init__(self) -> None:
        self.mode = "takes"
        self.mails: list[str] = []
        self.connections = 0
        self.port = 0


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.mine: MailServer = self.server.mail_server  # type: ignore[attr-defined]
        self.mine.connections += 1
        if self.mine.mode == "refuses":
            self._say("421 closed for the day")
            return
        self._say("220 test")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA" and not self._data():
                return
            if verb == b"RCPT" and self.mine.mode in ("temporary", "unknown"):
                self._say("451 later" if self.mine.mode == "temporary" else "550 nobody of this name")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            elif verb != b"DATA":
                self._say("250 ok")

    def _data(self) -> bool:
        if self.mine.mode == "hangs up":
            return False
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        self.mine.mails.append("".join(lines))
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server for as long as it lasts."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.mail_server = mine = MailServer()  # type: ignore[attr-defined]
    mine.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield mine
    finally:
        server.shutdown()
        server.server_close()
