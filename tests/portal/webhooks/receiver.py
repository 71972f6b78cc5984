"""A receiver of webhooks that listens on a real port and behaves as a test wants."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """What came in, as (headers, body), and how it is answered."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.port = server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hooks?to=dms"
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.status, self.body, self.headers = 204, b"", {}  # type: ignore[var-annotated]
        self.mode = "answers"
        self.stopped = threading.Event()

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.came]


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.came.append(({k.lower(): v for k, v in self.headers.items()}, body))
        getattr(self, self.receiver.mode)()

    def answers(self) -> None:
        self.send_response(self.receiver.status)
        for name, value in self.receiver.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.receiver.body)))
        self.end_headers()
        self.wfile.write(self.receiver.body)

    def hangs(self) -> None:
        self.receiver.stopped.wait(20)

    def drips(self) -> None:
        """A byte of a header now and then: alive for ever, and of no use."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.receiver.stopped.is_set():
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.05)

    def floods(self) -> None:
        self.wfile.write(b"HTTP/1.1 500 No\r\n\r\n")
        while not self.receiver.stopped.is_set():
            self.wfile.write(b"x" * 65536)

    def lies(self) -> None:
        self.wfile.write(b"220 mail.example ESMTP\r\n" * 4)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver for as long as it lasts."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.receiver = receiver = Receiver(server)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.stopped.set()
        server.shutdown()
        server.server_close()
