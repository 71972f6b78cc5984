"""From received to ready.

    received -> Work(look): facts, preview, thumbnail (a poster, a first page) -> ready
                films: -> Work(film): web film -> ready
                Office files: -> ready, and Work(print): first page

Every step can run twice and can be interrupted anywhere: files have names made of the content, and what a step writes
and that it is done are one transaction; `resume` finds what waits. A file that cannot be read fails the asset with a
reason; a store or a queue that is away only delays it.
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.ingest.api import office_is_installed, sha256_of
from content.marketing.assets import leases, making
from content.marketing.assets.alike import note_likeness
from content.marketing.assets.looking import films, office, print_files, sandbox
from content.marketing.assets.models import Asset, Leased, Rendition, Work
from content.marketing.assets.models.asset import PLACES, TRACES
from content.marketing.assets.reasons import Reason, Unusable
from content.marketing.assets.signals import asset_changed
from portal.core import storage
from portal.core.dispatch import send_after_commit

WORTH_ANOTHER_TRY = frozenset({Reason.TIMEOUT, Reason.CRASHED, Reason.MEMORY})
"""On a busy machine these can be the machine's fault; every other reason is the file's."""
POSTER_AT, POSTER_SHARE = 10.0, 0.2
_WORK = "content.marketing.assets.tasks.work"
_MAKE = "content.marketing.assets.tasks.make_rendition"
_WEBP = "image/webp"
_READ = ("width", "height", "seconds", "pages", "colour", "likeness", "has_preview", "facts")


def work(*, work_id: int) -> None:
    """Do one step. Returns quietly when it is done already, held by another worker, or no longer there."""
    row = leases.take(Work, pk=work_id, related=("asset",))
    if row is None:
        return
    if row.attempts > leases.MOST_DEATHS:
        _fail(row, Reason.CRASHED)
        return
    try:
        with leases.renewed(row):
            _STEPS[Work.Step(row.step)](row)
    except Unusable as unusable:
        if unusable.reason in WORTH_ANOTHER_TRY and row.attempts < leases.MOST_ATTEMPTS:
            leases.again(row)
            send_after_commit(_WORK, row.pk)
        else:
            _fail(row, unusable.reason)
    except (storage.StorageUnavailable, storage.FileMissing):
        # The store is away (or the copy is not there yet): the sweep asks again.
        leases.give_back(row)


def _look(row: Work) -> None:
    asset = row.asset
    path = storage.local_copy(name=asset.stored_as)
    if asset.kind in (Asset.Kind.PICTURE, Asset.Kind.PRINT):
        looked = sandbox.look(path=path, content_type=asset.content_type)
        _keep_pictures(asset, looked.preview, looked.thumbnail)
        _take_facts(asset, looked.facts)
        if asset.kind == Asset.Kind.PRINT and print_files.says_more(path):
            asset.facts[TRACES] = True
    elif asset.kind == Asset.Kind.FILM:
        _look_at_film(asset, path)
    elif asset.kind == Asset.Kind.AUDIO:
        asset.seconds = films.probe(path=path, content_type=asset.content_type).seconds
    elif places := sandbox.places(path=path):
        asset.facts = {PLACES: places}
    with transaction.atomic():
        if not leases.still_wanted(row):
            return
        Asset.objects.filter(pk=asset.pk).update(**{name: getattr(asset, name) for name in _READ})
        if asset.kind == Asset.Kind.PICTURE:
            note_likeness(asset)
            _take_credit(asset)
        _done(row)
        if asset.kind == Asset.Kind.FILM:
            step, _created = Work.objects.get_or_create(asset=asset, step=Work.Step.FILM)
            send_after_commit(_WORK, step.pk)
            return
        _ready(asset)
        if asset.kind == Asset.Kind.DOCUMENT:
            step, _created = Work.objects.get_or_create(asset=asset, step=Work.Step.PRINT)
            send_after_commit(_WORK, step.pk)


def _print(row: Work) -> None:
    """The first page of an Office file, which is ready without it."""
    asset = row.asset
    with tempfile.TemporaryDirectory(prefix="print-") as folder:
        pdf = office.printed(path=storage.local_copy(name=asset.stored_as), folder=Path(folder))
        looked = sandbox.look(path=pdf, content_type="application/pdf")
    _keep_pictures(asset, looked.preview, looked.thumbnail)
    with transaction.atomic():
        if not leases.still_wanted(row):
            return
        Asset.objects.filter(pk=asset.pk).update(has_preview=True, colour=looked.facts["colour"])
        _done(row)
        asset_changed.send(Asset, asset_ids=[asset.pk])


def _keep_pictures(asset: Asset, preview: bytes, thumbnail: bytes) -> None:
    storage.save_bytes(name=asset.derived("preview"), data=preview, content_type=_WEBP)
    storage.save_bytes(name=asset.derived("thumbnail"), data=thumbnail, content_type=_WEBP)
    asset.has_preview = True


def _take_facts(asset: Asset, facts: dict[str, Any]) -> None:
    for name in ("width", "height", "pages", "colour", "likeness"):
        if facts.get(name) is not None:
            setattr(asset, name, facts.pop(name))
    facts.pop("likeness", None)
    asset.facts = facts


def _take_credit(asset: Asset) -> None:
    """What the file says, unless an author has said otherwise by now."""
    if credit := str(asset.facts.get("credit") or asset.facts.get("artist") or "")[:255]:
        Asset.objects.filter(pk=asset.pk, credit="").update(credit=credit)


def _look_at_film(asset: Asset, path: Path) -> None:
    played = films.probe(path=path, content_type=asset.content_type)
    if not played.width:
        raise Unusable(Reason.NO_STREAM)
    at = min(POSTER_AT, played.seconds * POSTER_SHARE)
    picture = films.poster(path=path, content_type=asset.content_type, at=at)
    with tempfile.NamedTemporaryFile(prefix="poster-", suffix=".jpg") as file:
        file.write(picture)
        file.flush()
        looked = sandbox.look(path=Path(file.name), content_type="image/jpeg")
    _keep_pictures(asset, looked.preview, looked.thumbnail)
    asset.colour = looked.facts["colour"]
    asset.width, asset.height, asset.seconds = played.width, played.height, played.seconds
    asset.facts = {"sound": played.sound}


def _film(row: Work) -> None:
    asset = row.asset
    path = storage.local_copy(name=asset.stored_as)
    with tempfile.TemporaryDirectory(prefix="film-") as folder:
        target = Path(folder) / "film.mp4"
        films.web_film(path=path, content_type=asset.content_type, target=target)
        digest, size = sha256_of(target), target.stat().st_size
        storage.save(name=asset.derived("film"), source=target, content_type="video/mp4")
    with transaction.atomic():
        if not leases.still_wanted(row):
            return
        Asset.objects.filter(pk=asset.pk).update(film_sha256=digest, film_size=size)
        _done(row)
        _ready(asset)


_STEPS = {Work.Step.LOOK: _look, Work.Step.FILM: _film, Work.Step.PRINT: _print}


def _done(row: Leased) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(state=Leased.State.DONE, leased_until=None, reason="")


def _ready(asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(state=Asset.State.READY, ready_at=timezone.now(), reason="")
    asset_changed.send(Asset, asset_ids=[asset.pk])


@transaction.atomic
def _fail(row: Work, reason: Reason) -> None:
    if leases.still_wanted(row):
        Work.objects.filter(pk=row.pk).update(state=Leased.State.FAILED, leased_until=None, reason=reason)
        if row.step != Work.Step.PRINT:
            Asset.objects.filter(pk=row.asset_id).update(state=Asset.State.FAILED, reason=reason)


@transaction.atomic
def retry(*, asset: Asset) -> None:
    """Do again what failed of an asset."""
    Asset.objects.filter(pk=asset.pk, state=Asset.State.FAILED).update(state=Asset.State.RECEIVED, reason="")
    _again(Work.objects.filter(asset=asset, state=Leased.State.FAILED))


def _again(failed: QuerySet[Work]) -> None:
    for pk in list(failed.values_list("pk", flat=True)[:500]):
        Work.objects.filter(pk=pk).update(state=Leased.State.WAITING, attempts=0, queued_at=timezone.now())
        send_after_commit(_WORK, pk)


def make_rendition(*, rendition_id: int) -> None:
    """Make one file by channel. Returns quietly when it is made already, held by another worker, or gone."""
    row = leases.take(Rendition, pk=rendition_id, related=("asset", "channel"))
    if row is None:
        return
    try:
        if row.attempts > leases.MOST_DEATHS:
            raise Unusable(Reason.DAMAGED, "deaths")
        with leases.renewed(row):
            _keep(row, making.make(row))
    except Unusable as unusable:
        if unusable.reason in WORTH_ANOTHER_TRY and row.attempts < leases.MOST_ATTEMPTS:
            leases.again(row)
            send_after_commit(_MAKE, row.pk)
        else:
            Rendition.objects.filter(pk=row.pk).update(
                state=Leased.State.FAILED, leased_until=None, reason=unusable.reason, queued_at=timezone.now()
            )
    except (storage.StorageUnavailable, storage.FileMissing):
        leases.give_back(row)


def _keep(row: Rendition, made: making.Result) -> None:
    with transaction.atomic():
        if leases.still_wanted(row):
            Rendition.objects.filter(pk=row.pk).update(
                state=Leased.State.DONE,
                leased_until=None,
                reason="",
                sha256=made.sha256,
                size=made.size,
                content_type=made.content_type,
                extension=made.extension,
                width=made.width,
                height=made.height,
            )


def resume() -> int:
    """Ask again for what nobody holds. Returns how many. Being asked for twice does no harm."""
    if office_is_installed():
        with transaction.atomic():
            _again(Work.objects.filter(state=Leased.State.FAILED, reason=Reason.NO_OFFICE))
    stale = timezone.now() - timedelta(seconds=settings.INGEST_RESEND_SECONDS)
    count = 0
    for model, task in ((Work, _WORK), (Rendition, _MAKE)):
        free = model.objects.free().filter(queued_at__lt=stale)
        due = list(free.order_by("queued_at", "pk").values_list("pk", flat=True)[:500])
        with transaction.atomic():
            model._default_manager.filter(pk__in=due).update(queued_at=timezone.now())
            for pk in due:
                send_after_commit(task, pk)
        count += len(due)
    return count


def work_off(*, asset_ids: list[int] | None = None) -> None:
    """Do here what waits, where there is no worker: the demo, tests, a first import."""
    while True:
        rows: Any = Work.objects.free()
        rows = rows if asset_ids is None else rows.filter(asset__in=asset_ids)
        due = list(rows.filter(attempts__lt=leases.MOST_ATTEMPTS).order_by("pk").values_list("pk", "attempts"))
        for pk, _attempts in due:
            work(work_id=pk)
        if not due or set(due) == set(rows.values_list("pk", "attempts")):
            return
