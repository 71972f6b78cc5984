"""Marks given by people: a trainer's grade, and grading again after a faulty question. Only ever added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User
from training.assessments.attempts.scoring import score_attempt
from training.assessments.attempts.signals import attempt_scored
from training.assessments.grading.grade import State, grade, grade_rubric
from training.assessments.models import Attempt, AttemptItem, Mark, Regrade, Response
from training.bank.answers import InvalidAnswer, answer_from
from training.bank.models import Question
from training.bank.shapes import Essay

_BATCH = 500


class MarkRefused(Refused):
    """The mark cannot be given."""


@transaction.atomic
def mark_item(
    *,
    actor: User,
    item_id: int,
    levels: Mapping[str, str] | None = None,
    fraction: Decimal | None = None,
    comment: str = "",
) -> Mark:
    """A trainer's grade: a level for each criterion of the rubric or, without a rubric, the share of the points, 0 to
    1. The newest mark counts; a changed one leaves the earlier one in the record. Raises MarkRefused."""
    item = AttemptItem.objects.select_related("question_version", "attempt").get(pk=item_id)
    attempt = Attempt.objects.select_for_update().get(pk=item.attempt_id)
    if attempt.state not in (Attempt.State.SUBMITTED, Attempt.State.GRADED):
        raise MarkRefused(_("The attempt has not been handed in."))
    asked = item.question_version.asked
    if isinstance(asked, Essay) and asked.criteria:
        try:
            worth = Decimal(repr(round(grade_rubric(asked, levels or {}), 6)))
        except ValueError as error:
            raise MarkRefused(_("Choose a level for every criterion.")) from error
    elif fraction is not None and 0 <= fraction <= 1:
        worth = fraction
    else:
        raise MarkRefused(_("Give a share of the points between 0 and 100 %."))
    mark = Mark.objects.create(
        item=item,
        source=Mark.Source.TRAINER,
        fraction=worth,
        levels=dict(levels or {}),
        comment=comment,
        graded_by=actor,
    )
    _again(attempt)
    events.record(verb="attempt.marked", subject=f"attempt:{attempt.pk}", actor=actor, data={"item": item.pk})
    return mark


@transaction.atomic
def void(*, actor: User, attempt: Attempt, reason: str) -> None:
    """Take the attempt out of the count: it stays in the record and gives no result. Raises MarkRefused without a
    reason."""
    if not reason.strip():
        raise MarkRefused(_("Say why."))
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.state = Attempt.State.VOIDED
    attempt.passed = None
    attempt.save(update_fields=["state", "passed"])
    events.record(verb="attempt.voided", subject=f"attempt:{attempt.pk}", actor=actor, data={"reason": reason})
    attempt_scored.send(sender=Attempt, attempt=attempt)


@dataclass(frozen=True, slots=True)
class Change:
    """What a regrade would make of one item. `fraction` is None where the item is left out."""

    item: AttemptItem
    before: Decimal | None
    fraction: Decimal | None


def preview(*, question: Question, how: str) -> list[Change]:
    """The items whose mark would change, in every attempt that was handed in: what a trainer sees first. Raises
    MarkRefused when answers cannot be graded that way."""
    return [change for batch in _batches(question) for change in _changes(batch, question, how)]


def regrade(*, actor: User, question: Question, how: str, reason: str) -> Regrade:
    """Grade the question again in every attempt that was handed in, and say why.

    `how`: a `Regrade.How`. One transaction, so that no two people are judged by different keys. Doing it again adds
    nothing. Raises MarkRefused.
    """
    if not reason.strip():
        raise MarkRefused(_("Say why it is graded again."))
    with transaction.atomic():
        made = Regrade.objects.create(question=question, how=how, reason=reason, made_by=actor)
        touched: set[int] = set()
        for batch in _batches(question):
            changes = _changes(batch, question, how)
            Mark.objects.bulk_create(
                Mark(
                    item=change.item,
                    source=Mark.Source.REGRADE,
                    fraction=change.fraction if change.fraction is not None else (change.before or Decimal(0)),
                    left_out=change.fraction is None,
                    reason=reason,
                    graded_by=actor,
                    regrade=made,
                )
                for change in changes
            )
            touched.update(change.item.attempt_id for change in changes)
        for attempt in Attempt.objects.filter(pk__in=touched).select_for_update().order_by("pk"):
            _again(attempt)
        Regrade.objects.filter(pk=made.pk).update(attempts=len(touched))
        made.attempts = len(touched)
        events.record(
            verb="question.regraded",
            subject=f"question:{question.pk}",
            actor=actor,
            data={"how": how, "reason": reason, "attempts": len(touched)},
        )
    return made


def _again(attempt: Attempt) -> None:
    score_attempt(attempt)
    attempt_scored.send(sender=Attempt, attempt=attempt)


def _batches(question: Question) -> Iterator[Sequence[AttemptItem]]:
    newest = Mark.objects.filter(item=OuterRef("pk")).order_by("-pk")
    latest = Response.objects.filter(item=OuterRef("pk")).order_by("-sequence").values("pk")[:1]
    handed_in = Q(attempt__state__in=[Attempt.State.SUBMITTED, Attempt.State.GRADED])
    rows = (
        AttemptItem.objects.filter(handed_in, question_version__question=question)
        .select_related("question_version", "attempt")
        .annotate(
            mark=Subquery(newest.values("fraction")[:1]),
            out=Subquery(newest.values("left_out")[:1]),
            latest=Subquery(latest),
        )
        .order_by("pk")
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        last = batch[-1].pk
        yield batch


def _changes(batch: Sequence[AttemptItem], question: Question, how: str) -> list[Change]:
    if how == Regrade.How.LEAVE_OUT:
        return [Change(item, item.mark, None) for item in batch if not item.out]  # type: ignore[attr-defined]
    worth = _full if how == Regrade.How.FULL_MARKS else _by_the_newest_key(batch, question)
    changes = []
    for item in batch:
        fraction = worth(item)
        if fraction is not None and (item.out or item.mark != fraction):  # type: ignore[attr-defined]
            changes.append(Change(item, item.mark, fraction))  # type: ignore[attr-defined]
    return changes


def _full(item: AttemptItem) -> Decimal | None:
    return Decimal(1)


def _by_the_newest_key(batch: Sequence[AttemptItem], question: Question):  # type: ignore[no-untyped-def]
    if question.current is None:
        raise MarkRefused(_("The question has no version."))
    asked = question.current.asked
    answers = {
        one.item_id: one.answer
        for one in Response.objects.filter(pk__in=[item.latest for item in batch])  # type: ignore[attr-defined]
    }

    def worth(item: AttemptItem) -> Decimal | None:
        kept = answers.get(item.pk)
        try:
            answer = answer_from(asked, kept) if kept is not None else None
        except InvalidAnswer as error:
            raise MarkRefused(
                _(
                    "The new version has not the options that people chose from. Correct the key and keep the options,"
                    " or give full marks, or leave the question out."
                )
            ) from error
        verdict = grade(asked, answer, language=item.attempt.language)
        return None if verdict.state == State.NEEDS_GRADING else Decimal(repr(round(verdict.fraction, 6)))

    return worth
