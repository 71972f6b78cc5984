"""Which bytes a client asked for (RFC 9110, section 14). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*")


class Unsatisfiable(Exception):
    """The range begins beyond the end of the file."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The bytes from `start` to `end`, both included."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Bytes in the range."""
        return self.end - self.start + 1


def requested_range(*, header: str, if_range: str, etag: str, size: int) -> ByteRange | None:
    """The one range to send of a file of `size` bytes, or None to send the whole of it.

    Several ranges at once, another unit and malformed values are answered with the whole file, as section 14.2 allows:
    a server that builds multipart answers can be made to send far more than the file. `if_range` that is not the
    strong `etag` also means the whole file (section 13.1.5). Raises Unsatisfiable.
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or (if_range and if_range.strip() != etag):
        return None
    first, last = match.groups()
    if not first:
        return _suffix(last, size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return ByteRange(start, min(int(last), size - 1) if last else size - 1)


def _suffix(last: str, size: int) -> ByteRange | None:
    if not last:
        return None
    if int(last) == 0 or size == 0:
        raise Unsatisfiable
    return ByteRange(max(size - int(last), 0), size - 1)
