"""Taking a file in: what is not taken is refused at the edge with its reason; the rest is kept by its content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from content.ingest.api import clean_name, sha256_of
from content.marketing.assets.looking.sniffing import Sniffed, sniff
from content.marketing.assets.models import Asset, Keyword, Work
from content.marketing.assets.models.asset import stored_name
from content.marketing.assets.reasons import Reason, Unusable, sentence
from portal.core import events, storage
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.models import Brand, Department, User

RECEIVED = "asset.received"
_TASK = "content.marketing.assets.tasks.work"


class AssetRefused(Refused):
    """The file is not taken in. `code` is the Reason."""

    def __init__(self, code: Reason, detail: str = "") -> None:
        super().__init__(f"{sentence(code)} {detail}".strip())
        self.code = code


@dataclass(frozen=True, slots=True)
class About:
    """What is said of files that are taken in together."""

    collection: str = ""
    keywords: Collection[Keyword] = ()
    brands: Collection[Brand] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    """Values of further fields of the asset."""


def check(path: Path, *, name: str) -> Sniffed:
    """What the file is. Raises AssetRefused."""
    try:
        size = path.stat().st_size
        if size > settings.UPLOAD_MAX_BYTES:
            limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise AssetRefused(Reason.TOO_LARGE, _("The limit is %(limit)s.") % {"limit": limit})
        return sniff(path, name=name)
    except Unusable as unusable:
        raise AssetRefused(unusable.reason) from unusable


def receive(
    *,
    path: Path,
    original_name: str,
    department: Department,
    actor: User | None,
    about: About | None = None,
    key: UUID | None = None,
) -> tuple[Asset, bool]:
    """The asset of the local file `path`, which is then read by a worker, and whether it is new. `key` names the
    upload: the same one sent twice is one asset. The name may be a path; its last part is kept.

    Raises AssetRefused with a sentence for the person, StorageUnavailable. Nothing is kept then.
    """
    about, key = about or About(), key or uuid4()
    if (known := Asset.objects.filter(key=key).first()) is not None:
        return known, False
    found = check(path, name=original_name)
    digest, size = sha256_of(path), path.stat().st_size
    name = stored_name(digest)
    # The file first: a row always has its file.
    if not storage.exists(name=name) or storage.size(name=name) != size:
        storage.save(name=name, source=path, content_type=found.content_type)
    shown = clean_name(original_name)
    asset = Asset(
        key=key,
        department=department,
        title=title_of(shown),
        collection=about.collection[:120],
        kind=found.kind,
        content_type=found.content_type,
        extension=found.extension,
        original_name=shown,
        sha256=digest,
        size=size,
        uploaded_by=actor,
    )
    for name, value in about.facts.items():
        setattr(asset, name, value)
    try:
        with transaction.atomic():
            _create(asset, about, actor)
    except IntegrityError:  # the same upload, at the same time
        return Asset.objects.get(key=key), False
    return asset, True


def _create(asset: Asset, about: About, actor: User | None) -> None:
    asset.save(force_insert=True)
    for relation, rows in (("keywords", about.keywords), ("brands", about.brands)):
        if rows:
            setattr(asset, relation, list(rows))
    if about.keywords or about.brands:
        asset.save()
    work = Work.objects.create(asset=asset)
    events.record(
        verb=RECEIVED, subject=f"asset:{asset.pk}", actor=actor, data={"kind": asset.kind, "sha256": asset.sha256}
    )
    send_after_commit(_TASK, work.pk)


def title_of(name: str) -> str:
    """What the file is called until somebody says better: its name as words."""
    stem = PurePosixPath(name).stem
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return (words or stem or name)[:255]
