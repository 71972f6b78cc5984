"""Free ports on the loopback interface."""

from __future__ import annotations

import random
import socket

# Below the range that Linux gives to outgoing connections, so that a stopped server finds its port free again.
FIRST, LAST = 15000, 32000


def free() -> int:
    """A port that nothing listens on now. Drawn at random, so that sessions on one machine do not meet."""
    chooser = random.SystemRandom()
    while True:
        port = chooser.randint(FIRST, LAST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def answers(port: int) -> bool:
    """True when something accepts connections on `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
