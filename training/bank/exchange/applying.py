"""What an import showed is done, a batch of questions a transaction. It goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import dispatch, events, storage
from portal.core.pictures import Encoded
from portal.network.models import User
from training.bank.editing import Facts, QuestionRefused, create_question, describe_question, revise_question
from training.bank.exchange.models import ImportItem, QuestionImport
from training.bank.exchange.sweeping import drop_files
from training.bank.markup import media_of
from training.bank.models import Category, Media, Question
from training.bank.pictures import keep_encoded
from training.bank.shapes import question_from

State = QuestionImport.State
BATCH = 25
FEW = 100
"""Up to this many questions are done at once; more, by a job."""


def begin(*, batch: QuestionImport, actor: User | None) -> None:
    """Do what was shown: at once where it is little, else by a job. Nothing happens when it was begun before."""
    with transaction.atomic():
        locked = QuestionImport.objects.select_for_update().get(pk=batch.pk)
        if locked.state != State.READY:
            return
        todo = locked.items.filter(outcome__in=ImportItem.TO_DO).count()
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
    items = list(found.items.filter(outcome__in=ImportItem.TO_DO, applied_at__isnull=True).order_by("position")[:BATCH])
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
            item.outcome, item.reason = ImportItem.Outcome.REFUSED, refusal.reason[:500]
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
        data={"import": str(batch.pk), **batch.counts()},
    )
    transaction.on_commit(lambda: drop_files(batch))


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
