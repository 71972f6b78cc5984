"""Making one file by channel, or the cleaned original, and keeping it under its key."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from content.ingest.api import sha256_of
from content.marketing.assets.looking import films, print_files, sandbox
from content.marketing.assets.looking.drawing import cleaned_drawing
from content.marketing.assets.looking.stripping import Said, stripped
from content.marketing.assets.looking.values import Made
from content.marketing.assets.models import Asset, Channel, Rendition
from content.marketing.assets.reasons import Reason, Unusable
from portal.core import storage

LARGEST_REWRITTEN = 512 * 2**20
"""Bytes of a picture that is rewritten in memory."""
_REWRITTEN = ("image/jpeg", "image/png", "image/webp", "image/gif")
_TYPES = {
    "jpeg": ("image/jpeg", "jpg"),
    "png": ("image/png", "png"),
    "webp": ("image/webp", "webp"),
    "tiff": ("image/tiff", "tif"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """A file that was made and kept."""

    sha256: str
    size: int
    content_type: str
    extension: str
    width: int = 0
    height: int = 0


def make(row: Rendition) -> Result:
    """Make the file and keep it as `row.stored_as`. Raises Unusable, StorageUnavailable, FileMissing."""
    asset, channel = row.asset, row.channel
    path = storage.local_copy(name=asset.stored_as)
    if asset.kind in (Asset.Kind.FILM, Asset.Kind.AUDIO):
        return _film(row, path, channel)
    if asset.kind == Asset.Kind.PRINT:
        return _print_file(row, path)
    if channel is None:
        data, content_type, extension = _cleaned(asset, path)
        made = Made(data=data, width=asset.width, height=asset.height)
    else:
        content_type, extension = _TYPES[channel.format]
        made = sandbox.render(
            path=path,
            content_type=asset.content_type,
            recipe=channel.recipe(),
            focal=(asset.focal_x, asset.focal_y),
        )
        if channel.format == Channel.Format.JPEG:
            data = stripped(made.data, content_type=content_type, said=_said(asset, turned=False))
            made = Made(data=data, width=made.width, height=made.height)
    storage.save_bytes(name=row.stored_as, data=made.data, content_type=content_type)
    digest = sha256(made.data).hexdigest()
    return Result(digest, len(made.data), content_type, extension, made.width, made.height)


def _cleaned(asset: Asset, path: Path) -> tuple[bytes, str, str]:
    if path.stat().st_size > LARGEST_REWRITTEN:
        raise Unusable(Reason.TOO_LARGE)
    if asset.content_type in _REWRITTEN:
        data = stripped(path.read_bytes(), content_type=asset.content_type, said=_said(asset, turned=True))
        return data, asset.content_type, asset.extension
    if asset.content_type == "image/svg+xml":
        return cleaned_drawing(path.read_bytes()), asset.content_type, asset.extension
    made = sandbox.clean(path=path, content_type=asset.content_type)
    form = "jpeg" if asset.content_type == "image/heic" else "tiff"
    return made.data, *_TYPES[form]


def _said(asset: Asset, *, turned: bool) -> Said:
    """Whose a picture is goes with it. `turned`: it is still as the camera wrote it."""
    orientation = asset.facts.get("orientation") if turned else None
    return Said(orientation=orientation or 1, artist=asset.credit, copyright=str(asset.facts.get("copyright") or ""))


def _print_file(row: Rendition, path: Path) -> Result:
    with tempfile.TemporaryDirectory(prefix="print-") as folder:
        target = Path(folder) / "print.pdf"
        shutil.copyfile(path, target)
        print_files.blank(target)
        storage.save(name=row.stored_as, source=target, content_type=row.asset.content_type)
        return Result(sha256_of(target), target.stat().st_size, row.asset.content_type, row.asset.extension)


def _film(row: Rendition, path: Path, channel: Channel | None) -> Result:
    asset = row.asset
    with tempfile.TemporaryDirectory(prefix="film-") as folder:
        target = Path(folder) / "film"
        if channel is None:
            films.cleaned_film(path=path, content_type=asset.content_type, target=target)
            content_type, extension = asset.content_type, asset.extension
        else:
            height = channel.height or films.WEB_HEIGHT
            films.web_film(path=path, content_type=asset.content_type, target=target, height=height)
            content_type, extension = "video/mp4", "mp4"
        storage.save(name=row.stored_as, source=target, content_type=content_type)
        return Result(sha256_of(target), target.stat().st_size, content_type, extension)
