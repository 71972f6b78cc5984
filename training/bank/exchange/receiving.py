"""A question file is received, read, and kept with what it would do, until a person says that it should be done. The
browser never sends a plan. Reading goes on where it stopped."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core import dispatch, storage
from portal.network.models import User
from training.bank.exchange.formats import detecting
from training.bank.exchange.models import ImportItem, QuestionImport
from training.bank.exchange.planning import Held, Planned, plan
from training.bank.exchange.values import LARGEST_FILE, Contents, FileRefused, Reading
from training.bank.markup import media_of
from training.bank.models import Category, Media, Question
from training.bank.shapes import body_of

State = QuestionImport.State
SMALL_FILE = 1024 * 1024
"""Up to this many bytes a file is read at once; above, by a job."""


def receive(
    *, actor: User | None, category: Category, data: bytes, file_name: str, language: str, keep_categories: bool = True
) -> QuestionImport:
    """Keep a file and read it, or have it read. Raises FileRefused when it cannot be used; nothing is kept then."""
    if len(data) > LARGEST_FILE:
        raise FileRefused(_("The file is larger than %(count)s MB.") % {"count": LARGEST_FILE // 1024**2})
    batch = QuestionImport(
        category=category,
        keep_categories=keep_categories,
        language=language,
        file_name=file_name[-200:],
        size=len(data),
        created_by=actor,
    )
    if len(data) <= SMALL_FILE:
        contents = contents_of(data, file_name=file_name, language=language)
        with transaction.atomic():
            batch.save()
            _keep(batch, contents)
        return batch
    storage.save_bytes(name=batch.stored_name, data=data, content_type="application/octet-stream")
    with transaction.atomic():
        batch.save()
        dispatch.send_after_commit("training.bank.exchange.tasks.read_file", str(batch.pk))
    return batch


def contents_of(data: bytes, *, file_name: str, language: str) -> Contents:
    """What a file holds. Raises FileRefused."""
    reading = Reading(language, has_picture=lambda digest: Media.objects.filter(sha256=digest).exists())
    return detecting.read(data, name=file_name, reading=reading)


def read(*, import_id: str) -> None:
    """Read a file that was received, in the language of whoever sent it. Nothing happens when it was read before."""
    batch = QuestionImport.objects.filter(pk=import_id, state=State.READING).first()
    if batch is None:
        return
    with translation.override(_language_of(batch)):
        try:
            data = storage.read_bytes(name=batch.stored_name)
            contents = contents_of(data, file_name=batch.file_name, language=batch.language)
        except FileRefused as refusal:
            QuestionImport.objects.filter(pk=batch.pk).update(state=State.FAILED, reason=refusal.reason[:500])
            return
        except storage.FileMissing:
            QuestionImport.objects.filter(pk=batch.pk).update(state=State.FAILED, reason=_("The file is gone."))
            return
        with transaction.atomic():
            batch = QuestionImport.objects.select_for_update().get(pk=batch.pk)
            if batch.state == State.READING:
                _keep(batch, contents)
    with suppress(storage.StorageUnavailable):
        storage.delete(name=batch.stored_name)


def _language_of(batch: QuestionImport) -> str:
    """The language of sentences: that of the person, as the request had it, is not known to a job."""
    code = getattr(batch.created_by, "language", "") or batch.language
    return code if translation.check_for_language(code) else "en"


def _keep(batch: QuestionImport, contents: Contents) -> None:
    planned = planned_for(batch.category, contents, language=batch.language)
    for digest, picture in contents.pictures.items():
        storage.save_bytes(name=batch.picture_name(digest), data=picture.data, content_type=picture.content_type)
        batch.pictures[digest] = [picture.content_type, picture.width, picture.height]
    items = [_item(batch, position, one) for position, one in enumerate(planned, 1)]
    ImportItem.objects.bulk_create(items, batch_size=200)
    batch.state, batch.moved_at = State.READY, timezone.now()
    batch.save()


def planned_for(category: Category, contents: Contents, *, language: str) -> list[Planned]:
    """What taking these questions into the category would do now. Three statements for each 500 questions."""
    wanted = {digest for one in contents.found if one.asked for digest in media_of(one.asked)}
    known = set(Media.objects.filter(sha256__in=wanted).values_list("sha256", flat=True)) if wanted else set()
    return plan(
        contents.found,
        held=held_in(category),
        pictures=frozenset(known | set(contents.pictures)),
        language=language,
    )


def held_in(category: Category) -> dict[str, Held]:
    """The questions of the category and those below it, by identifier."""
    rows = (
        Question.objects.filter(category__path__startswith=category.path, current__isnull=False)
        .exclude(identifier="")
        .select_related("current")
        .prefetch_related("tags")  # type: ignore[misc]  # taggit's manager has no types
        .order_by("pk")
    )
    held: dict[str, Held] = {}
    for row in rows.iterator(chunk_size=500):
        tags = frozenset(tag.name for tag in row.tags.all())
        held[row.identifier] = Held(row.pk, row.current.asked, row.name, row.difficulty, row.objective, tags)  # type: ignore[union-attr]
    return held


def _item(batch: QuestionImport, position: int, one: Planned) -> ImportItem:
    return ImportItem(
        batch=batch,
        position=position,
        where=one.where[:200],
        name=one.name[:160],
        identifier=one.identifier,
        outcome=one.outcome,
        reason=one.reason[:500],
        lost=list(one.lost),
        categories=list(one.categories),
        facts={
            "tags": None if one.tags is None else list(one.tags),
            "difficulty": one.difficulty,
            "objective": one.objective,
        },
        body=body_of(one.asked) if one.asked and one.outcome in ImportItem.TO_DO else None,
        question_id=one.question_id,
    )
