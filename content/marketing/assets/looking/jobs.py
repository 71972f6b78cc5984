"""What a child of this room's prepared process does, and the process itself (`python -m ...looking.jobs FD`)."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import pillow_heif
import pyvips
from PIL import Image

from content.ingest.extraction.api import Limits
from content.ingest.sandbox import frames
from content.ingest.sandbox.warmth import warm_up
from content.ingest.sandbox.zygote import serve
from content.marketing.assets.looking import picturing
from content.marketing.assets.looking.metadata import placed
from content.marketing.assets.reasons import Reason, Unusable

LARGEST_PART = 32 * 2**20


def run(header: dict[str, Any], channel: socket.socket) -> None:
    """Do the job that `header` names and send its frames; ends with a frame {"done": true}."""
    path, arguments = Path(header["path"]), header["arguments"]
    try:
        match header["job"]:
            case "look":
                looked = picturing.look(path, limits=Limits(**header["limits"]), **arguments)
                frames.send(channel, {"facts": looked.facts})
                frames.send(channel, {"picture": "preview"}, looked.preview)
                frames.send(channel, {"picture": "thumbnail"}, looked.thumbnail)
            case "places":
                frames.send(channel, {"places": placed(path)})
            case "render":
                _send(channel, *picturing.rendered(path, **arguments))
            case "clean":
                _send(channel, *picturing.cleaned(path, **arguments))
    except Unusable as refusal:
        frames.send(channel, {"unusable": refusal.reason, "detail": refusal.detail[:300]})
    except pyvips.Error as error:
        reason = Reason.MEMORY if "out of memory" in str(error) else Reason.DAMAGED
        frames.send(channel, {"unusable": reason, "detail": str(error)[:300]})
    frames.send(channel, {"done": True})


def _send(channel: socket.socket, data: bytes, width: int, height: int) -> None:
    for start in range(0, len(data), LARGEST_PART):
        frames.send(channel, {"width": width, "height": height}, data[start : start + LARGEST_PART])


def prepare() -> None:
    """Load what children need. No picture is opened by libvips here: its threads would not survive a fork."""
    Image.MAX_IMAGE_PIXELS = None  # judged by `picturing`, which knows what each format costs
    Image.preinit()
    Image.init()
    pillow_heif.register_heif_opener()
    pyvips.cache_set_max(0)
    # Of what libvips holds for untrusted, drawings alone are read, and those were cleaned.
    pyvips.operation_block_set("VipsForeignLoadSvg", False)
    warm_up()


if __name__ == "__main__":
    serve(int(sys.argv[1]), run=run, prepare=prepare)
