"""Runs a command with all servers, and always stops them: on success, failure, SIGTERM, SIGINT and SIGHUP."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from types import FrameType

from tests.services.stack import Stack

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
GRACE_SECONDS = 20.0


class Interrupted(BaseException):
    """A signal asked this process to end. No Exception, as KeyboardInterrupt is none: nothing on the way catches it."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Within it the first ending signal raises Interrupted; later ones are ignored, so that cleaning up goes on."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        for each in ENDING:
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted(signum)

    before = {each: signal.signal(each, interrupt) for each in ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def run(*, command: Sequence[str], only: Sequence[str]) -> int:
    """Start the servers named in `only`, run `command` with their addresses in its environment, stop the servers.

    Returns:
        The command's exit code; 128 plus the number of the signal that ended it or this process.

    Raises:
        ServicesError: a server cannot start.
    """
    try:
        with interruptible(), Stack(only=only) as stack:
            return _run_command(command, os.environ | stack.environment())
    except Interrupted as interrupted:
        return 128 + interrupted.signum


def _run_command(command: Sequence[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(command, env=environment)
    try:
        code = process.wait()
    except Interrupted as interrupted:
        # Ctrl-C at the terminal has reached the command already; a second one would cut its own cleaning up.
        if interrupted.signum != signal.SIGINT:
            process.send_signal(interrupted.signum)
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
    return code if code >= 0 else 128 - code
