"""Questions shown and graded without a record: for those who write them, before anybody is asked.

What a trial shows is what an attempt shows: the same faces, the same grading, the same order for the same seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from training.assessments.attempts.reviewing import Asked, Reviewed, feedback_of, state_of
from training.assessments.drawing import option_order
from training.assessments.grading.grade import State, grade
from training.assessments.grading.score import Item, Policy, Score, score
from training.assessments.presenting import Address, face
from training.assessments.solution import solution
from training.bank.answers import InvalidAnswer, answer_from
from training.bank.markup import with_addresses
from training.bank.shapes import AnyQuestion, wording


@dataclass(frozen=True, slots=True)
class Tried:
    """A question of a trial, and what it is worth there."""

    asked: AnyQuestion
    points: Decimal = Decimal(1)
    section: int = 0
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """How it is shown: in which language, mixed by which seed."""

    language: str
    seed: str
    shuffle: bool
    address: Address

    def show(self, questions: Sequence[Tried]) -> list[Asked]:
        """The questions as a learner sees them. Every hint is given: nothing is counted."""
        return [
            Asked(
                position=position,
                section=one.section,
                points=one.points,
                seconds=one.seconds,
                face=face(one.asked, language=self.language, order=self._order(one, position), address=self.address),
                answer=None,
                sequence=0,
                hints=tuple(with_addresses(wording(h, self.language), self.address) for h in one.asked.hints),
            )
            for position, one in enumerate(questions)
        ]

    def judge(
        self, questions: Sequence[Tried], answers: Mapping[str, Any], policy: Policy
    ) -> tuple[list[Reviewed], Score]:
        """Each answer with its grade and the solution, and the score. Keys of `answers` are positions, as JSON has
        them; an answer that does not fit counts as none."""
        reviewed, items = [], []
        for position, one in enumerate(questions):
            kept = _fitting(one.asked, answers.get(str(position)))
            answer = answer_from(one.asked, kept) if kept is not None else None
            verdict = grade(one.asked, answer, language=self.language)
            waits = verdict.state == State.NEEDS_GRADING
            fraction = None if waits else Decimal(repr(round(verdict.fraction, 6)))
            items.append(Item(points=one.points, fraction=verdict.fraction, state=verdict.state))
            reviewed.append(
                Reviewed(
                    position=position,
                    section=one.section,
                    points=one.points,
                    face=face(
                        one.asked, language=self.language, order=self._order(one, position), address=self.address
                    ),
                    answer=kept,
                    fraction=fraction,
                    left_out=False,
                    state=state_of(fraction, verdict),
                    comment="",
                    feedback=feedback_of(one.asked, verdict, self.language, self.address),
                    explanation=with_addresses(wording(one.asked.explanation, self.language), self.address),
                    solution=solution(one.asked, language=self.language, address=self.address),
                )
            )
        return reviewed, score(items, policy)

    def _order(self, one: Tried, position: int) -> dict[str, list[str]]:
        return option_order(one.asked, seed=self.seed, position=position, shuffle=self.shuffle)


def _fitting(asked: AnyQuestion, payload: Any) -> Any:
    if payload is None:
        return None
    if asked.kind == "essay" and isinstance(payload, dict):
        payload = {**payload, "files": []}
    try:
        return answer_from(asked, payload).model_dump(mode="json")
    except InvalidAnswer:
        return None
