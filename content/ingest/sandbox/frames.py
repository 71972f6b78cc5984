"""How the two sides talk: a length, a JSON header, and raw bytes. Never pickle: one side reads hostile files."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_HEAD = struct.Struct("<II")
LARGEST_FRAME = 64 * 1024 * 1024


class ChannelClosed(Exception):
    """The other side is gone."""


class DeadlinePassed(Exception):
    """Nothing came in time."""


def send(channel: socket.socket, header: dict[str, Any], body: bytes = b"") -> None:
    """One frame."""
    head = json.dumps(header).encode()
    channel.sendall(_HEAD.pack(len(head), len(body)) + head + body)


def receive(channel: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The next frame. Raises ChannelClosed, DeadlinePassed (the channel's timeout), ValueError for nonsense."""
    head_length, body_length = _HEAD.unpack(_exactly(channel, _HEAD.size))
    if head_length > LARGEST_FRAME or body_length > LARGEST_FRAME:
        raise ValueError("A frame beyond all measure.")
    header = json.loads(_exactly(channel, head_length))
    if not isinstance(header, dict):
        raise ValueError("A frame without a header.")
    return header, _exactly(channel, body_length)


def _exactly(channel: socket.socket, count: int) -> bytes:
    parts = bytearray(count)
    view = memoryview(parts)
    done = 0
    while done < count:
        try:
            got = channel.recv_into(view[done:])
        except TimeoutError as error:
            raise DeadlinePassed from error
        except OSError as error:
            raise ChannelClosed from error
        if got == 0:
            raise ChannelClosed
        done += got
    return bytes(parts)
