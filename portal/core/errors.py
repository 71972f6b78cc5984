"""The root of the exceptions that carry a business reason to a person."""

from __future__ import annotations


class Refused(Exception):
    """A request that cannot be granted. `reason` is a sentence for the person who asked; nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
