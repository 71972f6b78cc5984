"""Page images that were made once: kept in the store under a name of their content, and near at hand.

In a bucket the next request would pay a round trip, so a copy stays in the scratch folder of this machine.
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

import structlog
from django.conf import settings

from portal.core import storage

log = structlog.get_logger(__name__)
NOT_KEPT = "reader.image_not_kept"
IMAGE_TYPE = "image/webp"
SHARE_OF_SCRATCH = 4
"""Page images take at most one part in so many of SCRATCH_BYTES."""
WRITES_PER_TRIM = 200


def image_name(*, sha256: str, number: int, width: int) -> str:
    """The name of the image, `width` pixels wide, of a page of the file with this SHA-256."""
    return f"pages/{sha256[:2]}/{sha256}/{number}-{width}.webp"


def read(*, name: str) -> bytes | None:
    """The image, or None if it was not made yet. A store that is away counts as None: it can be made again."""
    data = read_near(name=name)
    if data is None and storage.is_remote():
        data = _from_store(name)
        if data is not None:
            _write(_near(name), data)
    return data


def read_near(*, name: str) -> bytes | None:
    """The image if this machine has it. Costs no request to a bucket."""
    if not storage.is_remote():
        return _from_store(name)
    try:
        return _near(name).read_bytes() or None
    except FileNotFoundError:
        return None


def keep_near(*, name: str, data: bytes) -> None:
    """Make the image readable by the next request on this machine."""
    if storage.is_remote():
        _write(_near(name), data)
    else:
        _to_store(name, data)


def keep_far(*, name: str, data: bytes) -> None:
    """Make the image readable on every machine. Slow with a bucket: call it once the answer is on its way."""
    if storage.is_remote():
        _to_store(name, data)


def _from_store(name: str) -> bytes | None:
    try:
        return storage.read_bytes(name=name)
    except storage.FileMissing:
        return None
    except storage.StorageUnavailable as error:
        log.warning(NOT_KEPT, doing="read", error=type(error).__name__)
        return None


def _to_store(name: str, data: bytes) -> None:
    try:
        storage.save_bytes(name=name, data=data, content_type=IMAGE_TYPE)
    except (storage.StorageUnavailable, storage.FileMissing, OSError) as error:
        # The person has their page; it will be made again.
        log.warning(NOT_KEPT, doing="write", error=type(error).__name__)


def _near(name: str) -> Path:
    return Path(settings.SCRATCH_DIR) / name


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(data)
    os.replace(part.name, path)
    if random.randrange(WRITES_PER_TRIM) == 0:  # noqa: S311  (which write pays for the tidying)
        trim(budget=settings.SCRATCH_BYTES // SHARE_OF_SCRATCH)


def trim(*, budget: int) -> None:
    """Drop the oldest images of the scratch folder beyond `budget` bytes."""
    entries = []
    for path in (Path(settings.SCRATCH_DIR) / "pages").rglob("*.webp"):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        entries.append((stat.st_mtime, stat.st_size, path))
    total = 0
    for _made, size, path in sorted(entries, reverse=True):
        total += size
        if total > budget:
            path.unlink(missing_ok=True)
