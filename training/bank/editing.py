"""Changing the bank. Every change is recorded; no version is ever changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.models import Brand, User
from training.bank.markup import cleaned, media_of
from training.bank.models import Category, Media, Question, QuestionVersion
from training.bank.shapes import AnyQuestion, body_of

_NEXT = {
    Question.State.DRAFT: {Question.State.IN_REVIEW, Question.State.READY, Question.State.RETIRED},
    Question.State.IN_REVIEW: {Question.State.DRAFT, Question.State.READY, Question.State.RETIRED},
    Question.State.READY: {Question.State.DRAFT, Question.State.IN_REVIEW, Question.State.RETIRED},
    Question.State.RETIRED: {Question.State.DRAFT},
}


class QuestionRefused(Refused):
    """The question cannot be kept as it is."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the bank says about a question beside the question itself."""

    name: str
    difficulty: int = 3
    objective: str = ""
    identifier: str = ""
    brands: tuple[Brand, ...] = ()
    tags: tuple[str, ...] = ()
    review_on: date | None = None


def digest_of(asked: AnyQuestion) -> str:
    """SHA-256 of the question: two that are the same to a learner and a grader have the same."""
    return sha256(json.dumps(body_of(asked), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def create_question(*, actor: User | None, category: Category, facts: Facts, asked: AnyQuestion) -> Question:
    """A new entry, a draft, with its first version. Raises QuestionRefused."""
    question = Question(category=category)
    _tell(question, facts)
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise _identifier_taken(facts) from error
    _label(question, facts)
    revise_question(actor=actor, question=question, asked=asked)
    events.record(verb="question.created", subject=f"question:{question.pk}", actor=actor)
    return question


@transaction.atomic
def revise_question(
    *,
    actor: User | None,
    question: Question,
    asked: AnyQuestion,
    reason: str = "",
    based_on: int | None = None,
) -> QuestionVersion:
    """The next version, current from now on; attempts that have begun keep theirs. Nothing happens when the question
    says what it said before. `based_on` is the version that the author had before them. Raises QuestionRefused when it
    shows a picture that the bank does not have, or when somebody else wrote a version in the meantime."""
    asked = cleaned(asked)
    question = Question.objects.select_for_update(of=("self",)).select_related("current").get(pk=question.pk)
    if based_on is not None and question.current is not None and question.current.number != based_on:
        raise QuestionRefused(_("Somebody else has changed the question in the meantime. Open it again."))
    digest = digest_of(asked)
    if question.current is not None and question.current.digest == digest:
        return question.current
    wanted = media_of(asked)
    if wanted and Media.objects.filter(sha256__in=wanted).count() != len(wanted):
        raise QuestionRefused(_("The question shows a picture that is not in the bank. Upload the picture first."))
    last = question.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = QuestionVersion.objects.create(
        question=question,
        number=last + 1,
        kind=asked.kind,
        body=body_of(asked),
        digest=digest,
        reason=reason,
        created_by=actor,
    )
    Question.objects.filter(pk=question.pk).update(current=version)
    events.record(
        verb="question.revised",
        subject=f"question:{question.pk}",
        actor=actor,
        data={"version": version.number, "reason": reason},
    )
    return version


@transaction.atomic
def describe_question(
    *, actor: User | None, question: Question, facts: Facts, category: Category | None = None
) -> None:
    """Change what the bank says about a question, and where it stands, not the question itself. Raises
    QuestionRefused."""
    _tell(question, facts)
    question.category = category or question.category
    try:
        with transaction.atomic():
            # The state and the current version are not told here: somebody else may be changing them.
            question.save(
                update_fields=["name", "difficulty", "objective", "identifier", "review_on", "category"],
            )
    except IntegrityError as error:
        raise _identifier_taken(facts) from error
    _label(question, facts)
    events.record(verb="question.described", subject=f"question:{question.pk}", actor=actor)


@transaction.atomic
def move_to(*, actor: User | None, question: Question, state: str) -> None:
    """Put the question into another state. Raises QuestionRefused when that cannot follow the one it is in."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    before, after = Question.State(question.state), Question.State(state)
    if before == after:
        return
    if after not in _NEXT[before]:
        raise QuestionRefused(
            _("A question that is “%(before)s” cannot become “%(after)s”.")
            % {"before": before.label, "after": after.label}
        )
    Question.objects.filter(pk=question.pk).update(state=after)
    events.record(
        verb="question.moved",
        subject=f"question:{question.pk}",
        actor=actor,
        data={"from": str(before), "to": str(after)},
    )


def next_states(question: Question) -> list[Question.State]:
    """The states that the question may be put into, in the order of its life."""
    return [state for state in Question.State if state in _NEXT[Question.State(question.state)]]


def _identifier_taken(facts: Facts) -> QuestionRefused:
    sentence = _("The category has a question with the identifier “%(identifier)s” already.")
    return QuestionRefused(sentence % {"identifier": facts.identifier})


def _tell(question: Question, facts: Facts) -> None:
    question.name = facts.name
    question.difficulty = facts.difficulty
    question.objective = facts.objective
    question.identifier = facts.identifier
    question.review_on = facts.review_on


def _label(question: Question, facts: Facts) -> None:
    question.brands.set(facts.brands)
    question.tags.set(list(facts.tags))
