"""Why the servers of the tests cannot be there. Each message says what to do."""

from __future__ import annotations


class ServicesError(Exception):
    """A server of the tests cannot be installed or started."""


class NotInstalledError(ServicesError):
    """Something that the servers need is missing on this machine."""

    def __init__(self, what: str, remedy: str = "Run `python -m tests.services install`.") -> None:
        super().__init__(f"{what} is not installed. {remedy}")


class StartError(ServicesError):
    """A server was started and did not become healthy; the message ends with the last lines of its log."""
