"""Taking a question file in: received, read, shown, and, when a person says so, done.

The browser never sends a plan: what would be done is kept here between the page that shows it and the word that it
should be. Reading and doing both go on where they stopped.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core import dispatch, events, storage
from portal.network.models import User
from training.bank.editing import Facts, QuestionRefused, create_question, describe_question, revise_question
from training.bank.exchange.formats import detecting
from training.bank.exchange.models import ImportItem, QuestionImport
from training.bank.exchange.planning import Held, Planned, plan
from training.bank.exchange.values import LARGEST_FILE, Contents, FileRefused, Reading
from training.bank.markup import media_of
from training.bank.models import Category, Media, Question
from training.bank.pictures import Encoded, keep_encoded
from training.bank.shapes import body_of, question_from

State, Outcome = QuestionImport.State, ImportItem.Outcome
TO_DO = (Outcome.NEW, Outcome.CHANGED)
LIFETIME = timedelta(hours=1)
KEPT = timedelta(days=30)
"""How long a done import says what it did."""
SILENCE = timedelta(minutes=5)
BATCH = 25
SMALL_FILE = 1024 * 1024
FEW = 100
"""Up to this many bytes and questions an import is read and done at once; above, by a job."""


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
        body=body_of(one.asked) if one.asked and one.outcome in TO_DO else None,
        question_id=one.question_id,
    )


def counts_of(batch: QuestionImport) -> dict[str, int]:
    """How many questions have which outcome. One statement."""
    found = dict(batch.items.values_list("outcome").annotate(Count("pk")).order_by("outcome"))
    return {str(outcome): found.get(outcome, 0) for outcome in Outcome.values}


def begin(*, batch: QuestionImport, actor: User | None) -> None:
    """Do what was shown: at once where it is little, else by a job. Nothing happens when it was begun before."""
    with transaction.atomic():
        locked = QuestionImport.objects.select_for_update().get(pk=batch.pk)
        if locked.state != State.READY:
            return
        todo = locked.items.filter(outcome__in=TO_DO).count()
        QuestionImport.objects.filter(pk=batch.pk).update(state=State.APPLYING, moved_at=timezone.now())
        events.record(
            verb="questions.import_begun",
            subject=f"category:{batch.category_id}",
            actor=actor,
            data={"import": str(batch.pk), "questions": todo},
        )
        if todo > FEW:
            dispatch.send_after_commit("training.bank.exchange.tasks.do_import", str(batch.pk))
    if todo <= FEW:
        carry_on(import_id=str(batch.pk))


def carry_on(*, import_id: str) -> None:
    """Do what is left of an import, a batch a transaction: whoever is interrupted leaves whole batches behind, and two
    at once share the work."""
    while _next(import_id):
        pass


@transaction.atomic
def _next(import_id: str) -> bool:
    batch = QuestionImport.objects.select_for_update(of=("self",)).select_related("category", "created_by")
    found = batch.filter(pk=import_id, state=State.APPLYING).first()
    if found is None:
        return False
    items = list(found.items.filter(outcome__in=TO_DO, applied_at__isnull=True).order_by("position")[:BATCH])
    if not items:
        _finish(found)
        return False
    places = _Places(found)
    for item in items:
        try:
            with transaction.atomic():
                _do(found, item, places)
        except QuestionRefused as refusal:
            places.forget()
            item.outcome, item.reason = Outcome.REFUSED, refusal.reason[:500]
        item.applied_at = timezone.now()
    ImportItem.objects.bulk_update(items, ["outcome", "reason", "applied_at", "question"])
    QuestionImport.objects.filter(pk=found.pk).update(moved_at=timezone.now())
    return True


def _finish(batch: QuestionImport) -> None:
    batch.state, batch.moved_at = State.DONE, timezone.now()
    batch.save(update_fields=["state", "moved_at"])
    events.record(
        verb="questions.imported",
        subject=f"category:{batch.category_id}",
        actor=batch.created_by,
        data={"import": str(batch.pk), **counts_of(batch)},
    )
    transaction.on_commit(lambda: _drop_files(batch))


class _Places:
    """The categories below that of the import, made as they are needed."""

    def __init__(self, batch: QuestionImport) -> None:
        self._top, self._keep = batch.category, batch.keep_categories
        self._made: dict[tuple[str, ...], Category] = {}

    def forget(self) -> None:
        """What was made in a transaction that came to nothing."""
        self._made.clear()

    def place(self, names: Iterable[str]) -> Category:
        """The category at the path of names."""
        place = self._top
        path: tuple[str, ...] = ()
        for name in names if self._keep else ():
            path = (*path, name)
            if path not in self._made:
                self._made[path] = Category.objects.get_or_create(
                    parent=place, name=name, defaults={"department_id": self._top.department_id}
                )[0]
            place = self._made[path]
        return place


def _do(batch: QuestionImport, item: ImportItem, places: _Places) -> None:
    asked = question_from(item.body or {})
    for digest in media_of(asked):
        if digest in batch.pictures and not Media.objects.filter(sha256=digest).exists():
            data = storage.read_bytes(name=batch.picture_name(digest))
            keep_encoded(Encoded(data, *batch.pictures[digest]))
    facts = {name: value for name, value in item.facts.items() if value is not None}
    told: dict[str, Any] = {**facts, "tags": tuple(facts.get("tags", ()))}
    if item.question_id is None:
        _new(batch, item, places, Facts(name=item.name, identifier=item.identifier, **told), asked)
        return
    question = Question.objects.get(pk=item.question_id)
    reason = _("Import of %(file)s") % {"file": batch.file_name}
    revise_question(actor=batch.created_by, question=question, asked=asked, reason=reason[:300])
    question.refresh_from_db()
    after = Facts(
        name=item.name,
        difficulty=facts.get("difficulty", question.difficulty),
        objective=facts.get("objective", question.objective),
        identifier=question.identifier,
        brands=tuple(question.brands.all()),
        tags=told["tags"] if "tags" in facts else tuple(tag.name for tag in question.tags.all()),
        review_on=question.review_on,
    )
    if after != _facts_of(question):
        describe_question(actor=batch.created_by, question=question, facts=after)


def _facts_of(question: Question) -> Facts:
    return Facts(
        name=question.name,
        difficulty=question.difficulty,
        objective=question.objective,
        identifier=question.identifier,
        brands=tuple(question.brands.all()),
        tags=tuple(tag.name for tag in question.tags.all()),
        review_on=question.review_on,
    )


def _new(batch: QuestionImport, item: ImportItem, places: _Places, facts: Facts, asked: Any) -> None:
    """A question that somebody else made meanwhile is not made twice."""
    taken = Question.objects.filter(category__path__startswith=batch.category.path, identifier=item.identifier)
    if taken.exists():
        raise QuestionRefused(
            _("The category has a question with the identifier “%(identifier)s” already.")
            % {"identifier": item.identifier}
        )
    place = places.place(item.categories)
    item.question = create_question(actor=batch.created_by, category=place, facts=facts, asked=asked)


def drop(*, batch: QuestionImport) -> None:
    """Forget an import that was not begun."""
    with transaction.atomic():
        locked = QuestionImport.objects.select_for_update().filter(pk=batch.pk).first()
        if locked is None or locked.state == State.APPLYING:
            return
        QuestionImport.objects.filter(pk=batch.pk).delete()
    _drop_files(batch)


def _drop_files(batch: QuestionImport) -> None:
    with suppress(storage.StorageUnavailable):
        for digest in batch.pictures:
            storage.delete(name=batch.picture_name(digest))
        storage.delete(name=batch.stored_name)


def sweep() -> None:
    """Take up imports that stand still, and forget those that nobody wanted or that are long done."""
    now = timezone.now()
    still = QuestionImport.objects.filter(moved_at__lt=now - SILENCE)
    for state, task in ((State.READING, "read_file"), (State.APPLYING, "do_import")):
        for pk in still.filter(state=state).values_list("pk", flat=True)[:50]:
            dispatch.send_after_commit(f"training.bank.exchange.tasks.{task}", str(pk))
    old = QuestionImport.objects.filter(state__in=[State.READY, State.FAILED], moved_at__lt=now - LIFETIME)
    done = QuestionImport.objects.filter(state=State.DONE, moved_at__lt=now - KEPT)
    for batch in [*old[:100], *done[:100]]:
        drop(batch=batch)
