"""Attempts as if they had been taken: drawn, answered, graded and scored by the portal's own rules, written at once.

Beginning and handing in have doors that take a moment, but a statement for every answer and more: thousands of answers
would take minutes. So rows are written here, the same that the doors write: the questions with their versions and
orders, when each was shown and what was answered, a mark for each, the score, and the events.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.core.models import Event
from portal.demo.training.history import answering, slip
from portal.demo.training.history.chance import chance
from portal.network.models import User
from training.assessments.attempts.saving import OPENED
from training.assessments.composing import plan, sections_of
from training.assessments.drawing import Part, draw, option_order
from training.assessments.grading.grade import State, grade, grade_rubric
from training.assessments.grading.score import Item, score
from training.assessments.models import Assessment, Attempt, AttemptItem, Mark, Response, Slot
from training.assessments.rules import Rules
from training.bank.answers import answer_from
from training.bank.models import QuestionVersion
from training.bank.shapes import AnyQuestion, Essay

_CHANGES = 0.08
"""How often somebody first answers something else."""
_LOOKS_OVER = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Known:
    """A version of a question, read once."""

    version: QuestionVersion
    asked: AnyQuestion
    difficulty: int
    identifier: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An assessment, read once for all who take it."""

    assessment: Assessment
    parts: tuple[Part, ...]
    slots: tuple[tuple[Slot, ...], ...]
    known: dict[int, Known]
    rules: Rules

    @classmethod
    def of(cls, assessment: Assessment) -> Paper:
        """Some five statements."""
        sections = sections_of(assessment)
        parts = tuple(plan(sections))
        wanted = {one.version for part in parts for each in part.draws for one in each.pool}
        versions = QuestionVersion.objects.select_related("question").in_bulk(wanted)
        known = {
            pk: Known(
                version,
                version.asked,
                version.question.difficulty,
                version.question.identifier or str(version.question_id),
            )
            for pk, version in versions.items()
        }
        slots = tuple(tuple(section.slots.all()) for section in sections)
        return cls(assessment, parts, slots, known, Rules.of(assessment, None))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who takes it: `ability` is theirs on the scale of `answering`; `seen` are the questions that they had before."""

    user: User
    language: str
    ability: float
    purpose: str
    number: int
    seen: frozenset[int] = frozenset()


@dataclass(slots=True)
class Sat:
    """An attempt with what hangs on it, not yet kept."""

    attempt: Attempt
    asked: frozenset[int]
    items: list[AttemptItem] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def sit(paper: Paper, who: Candidate, *, at: datetime, about: str, graders: Sequence[User] = ()) -> Sat:
    """Take it from `at` on. Essays wait for a trainer unless `graders` are given, one of whom grades them within some
    days. `about` is what chance hangs on, beside the person and the number."""
    names = (about, who.user.username, who.number)
    seed = f"{chance('seed', *names).getrandbits(128):032x}"
    drawn = draw(paper.parts, seed=seed, avoid=who.seen)
    attempt = Attempt(
        assessment=paper.assessment,
        user=who.user,
        purpose=who.purpose,
        number=who.number,
        seed=seed,
        language=who.language,
        rules=paper.rules.as_json(),
        created_at=at,
        started_at=at,
        deadline_at=paper.rules.deadline(at),
    )
    sat = Sat(attempt, frozenset(one.candidate.question for one in drawn))
    dice = chance("answers", *names)
    clock = at
    for position, one in enumerate(drawn):
        known, slot = paper.known[one.candidate.version], paper.slots[one.section][one.slot]
        item = AttemptItem(
            attempt=attempt,
            position=position,
            section=one.section,
            question_version=known.version,
            option_order=option_order(known.asked, seed=seed, position=position, shuffle=paper.rules.shuffle_options),
            points=slot.points,
            seconds=slot.seconds,
        )
        sat.items.append(item)
        clock = _answer(sat, item, known, who, dice, clock)
    _hand_in(sat, paper, min(clock + _LOOKS_OVER, attempt.deadline_at or clock + _LOOKS_OVER), dice, graders)
    return sat


def _answer(
    sat: Sat, item: AttemptItem, known: Known, who: Candidate, dice: random.Random, clock: datetime
) -> datetime:
    """Look at a question and answer it, if there is time; gives when that was done."""
    until = clock + timedelta(seconds=answering.seconds(dice, known.difficulty, known.asked))
    knows = dice.random() < answering.curve(known.identifier, known.difficulty).right(who.ability)
    believed = slip.believed(known.identifier)
    right = answering.right_answer(known.asked, language=who.language, believed=believed)
    wrong = answering.wrong_answer(dice, known.identifier, known.asked, language=who.language, believed=believed)
    changes = dice.random() < _CHANGES
    deadline = sat.attempt.deadline_at
    if deadline is not None and until > deadline:
        return until
    saves: list[tuple[dict[str, Any], str, datetime]] = [({}, OPENED, clock)]
    if changes:
        saves.append((wrong if knows else right, _key(dice), clock + (until - clock) * 0.6))
    saves.append((right if knows else wrong, _key(dice), until))
    for sequence, (payload, key, saved_at) in enumerate(saves):
        answer = None if key == OPENED else answer_from(known.asked, payload).model_dump(mode="json")
        sat.responses.append(Response(item=item, sequence=sequence, answer=answer, saved_at=saved_at, client_key=key))
    return until


def _key(dice: random.Random) -> str:
    """As a browser makes it."""
    return str(UUID(int=dice.getrandbits(128), version=4))


def _hand_in(sat: Sat, paper: Paper, at: datetime, dice: random.Random, graders: Sequence[User]) -> None:
    """Grade and score, as `ending.hand_in` does."""
    attempt = sat.attempt
    answers = {id(one.item): one.answer for one in sat.responses}
    counted = []
    for item in sat.items:
        asked = paper.known[item.question_version_id].asked
        kept = answers.get(id(item))
        verdict = grade(asked, answer_from(asked, kept) if kept is not None else None, language=attempt.language)
        if verdict.state == State.NEEDS_GRADING and graders and isinstance(asked, Essay):
            mark = _graded(item, asked, at, dice, graders)
        elif verdict.state == State.NEEDS_GRADING:
            counted.append(Item(item.points, 0.0, State.NEEDS_GRADING))
            continue
        else:
            mark = Mark(item=item, source=Mark.Source.AUTOMATIC, fraction=round(verdict.fraction, 6), graded_at=at)
        sat.marks.append(mark)
        counted.append(Item(item.points, float(mark.fraction), State.PARTLY))
    found = score(counted, paper.rules.policy)
    attempt.submitted_at = at
    attempt.ended_by = Attempt.End.TIME if at == attempt.deadline_at else Attempt.End.PERSON
    attempt.points, attempt.most_points = found.points, found.most
    attempt.share, attempt.passed = found.share, found.passed
    attempt.state = Attempt.State.SUBMITTED if found.waiting else Attempt.State.GRADED


def _graded(item: AttemptItem, asked: Essay, at: datetime, dice: random.Random, graders: Sequence[User]) -> Mark:
    """A trainer's mark by the rubric."""
    levels = {one.id: dice.choices(one.levels, range(1, len(one.levels) + 1))[0].id for one in asked.criteria}
    return Mark(
        item=item,
        source=Mark.Source.TRAINER,
        fraction=Decimal(repr(round(grade_rubric(asked, levels), 6))),
        levels=levels,
        graded_by=dice.choice(graders),
        graded_at=at + timedelta(days=dice.uniform(1, 6)),
    )


def keep(sats: Iterable[Sat]) -> None:
    """Write attempts with all that hangs on them. Six statements a thousand or so."""
    sats = list(sats)
    Attempt.objects.bulk_create([one.attempt for one in sats], batch_size=200)
    AttemptItem.objects.bulk_create([item for one in sats for item in one.items], batch_size=500)
    Response.objects.bulk_create([row for one in sats for row in one.responses], batch_size=500)
    Mark.objects.bulk_create([mark for one in sats for mark in one.marks], batch_size=500)
    Event.objects.bulk_create([event for one in sats for event in _events(one)], batch_size=500)


def _events(sat: Sat) -> Iterable[Event]:
    attempt = sat.attempt
    assert attempt.started_at is not None  # noqa: S101  (it was sat)
    assert attempt.submitted_at is not None  # noqa: S101
    subject = f"attempt:{attempt.pk}"
    yield Event(
        at=attempt.started_at,
        actor=attempt.user,
        verb="attempt.began",
        subject=subject,
        data={"questions": len(sat.items)},
    )
    yield Event(
        at=attempt.submitted_at,
        actor=attempt.user,
        verb="attempt.handed_in",
        subject=subject,
        data={"ended_by": str(attempt.ended_by)},
    )
