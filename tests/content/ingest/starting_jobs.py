"""A prepared process whose jobs start a program and end, well or not, without waiting for it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from typing import Any

from content.ingest.sandbox import frames
from content.ingest.sandbox.zygote import serve


def start_a_program(header: dict[str, Any], channel: socket.socket) -> None:
    program = subprocess.Popen(["sleep", "600"])
    frames.send(channel, {"program": program.pid})
    if header["crash"]:
        os.kill(os.getpid(), signal.SIGSEGV)


if __name__ == "__main__":
    serve(int(sys.argv[1]), run=start_a_program, prepare=lambda: None)
