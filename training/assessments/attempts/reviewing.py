"""What is shown of an attempt: while it is open, and after. The feedback rule of the attempt decides, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

from django.db.models import OuterRef, Subquery

from training.assessments.grading.grade import Grade, State, grade
from training.assessments.models import AnswerFile, Assessment, Attempt, AttemptItem, Mark, Response
from training.assessments.presenting import Address, Face, face
from training.assessments.rules import Rules
from training.assessments.solution import Solution, solution
from training.bank.answers import answer_from
from training.bank.markup import with_addresses
from training.bank.shapes import AnyQuestion, wording

_ENDED = (Attempt.State.SUBMITTED, Attempt.State.GRADED)


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of an open attempt. `answer` is what was saved last, as JSON, `sequence` what a save is based on."""

    position: int
    section: int
    points: Decimal
    seconds: int | None
    face: Face
    answer: Any
    sequence: int
    hints: tuple[str, ...]
    files: tuple[AnswerFile, ...] = ()
    """What was handed in with it, whether the answer names it still or not."""

    @property
    def hints_left(self) -> int:
        return self.face.hints - len(self.hints)

    @property
    def points_count(self) -> int:
        """For choosing between "point" and "points"."""
        return ceil(self.points)

    @property
    def json_id(self) -> str:
        """Of the element that holds the saved answer in the page."""
        return f"answer-{self.position}"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An item afterwards. What the rule does not show is None or empty."""

    position: int
    section: int
    points: Decimal
    face: Face
    answer: Any
    fraction: Decimal | None
    left_out: bool
    state: State | None
    comment: str
    feedback: Mapping[str, str]
    explanation: str
    solution: Solution | None
    files: tuple[AnswerFile, ...] = ()
    """Those that the answer names."""


def asked_in(attempt: Attempt, *, address: Address, position: int | None = None) -> list[Asked]:
    """The items of an open attempt, or the one at `position`, with what was answered. Two statements, a third
    where files may be handed in."""
    rows, responses = _rows(attempt, position)
    files = _files(rows)
    shown = []
    for item in rows:
        last = responses.get(item.pk)
        asked = item.question_version.asked
        used = last.hints_used if last else 0
        shown.append(
            Asked(
                position=item.position,
                section=item.section,
                points=item.points,
                seconds=item.seconds,
                face=face(asked, language=attempt.language, order=item.option_order, address=address),
                answer=last.answer if last else None,
                sequence=last.sequence if last else 0,
                hints=tuple(with_addresses(wording(h, attempt.language), address) for h in asked.hints[:used]),
                files=tuple(files.get(item.pk, ())),
            )
        )
    return shown


def review(attempt: Attempt, *, address: Address, all_of_it: bool = False) -> list[Reviewed]:
    """The items of an attempt that has ended, as far as its rule shows them: none at all under "pass or fail only" and
    "the score". `all_of_it` is for those who may see the answer key. Two statements, a third where files may be
    handed in."""
    feedback = Rules.kept(attempt.rules).feedback
    if attempt.state not in _ENDED and not all_of_it:
        return []
    if not all_of_it and feedback in (Assessment.Feedback.NONE, Assessment.Feedback.SCORE):
        return []
    key = all_of_it or feedback == Assessment.Feedback.SOLUTION
    rows, responses = _rows(attempt, None)
    files = _files(rows)
    return [_reviewed(attempt, item, responses.get(item.pk), files.get(item.pk, []), address, key) for item in rows]


def _files(rows: Sequence[AttemptItem]) -> dict[int, list[AnswerFile]]:
    wanted = [item.pk for item in rows if item.question_version.body.get("files")]
    found: dict[int, list[AnswerFile]] = {}
    for one in AnswerFile.objects.filter(item__in=wanted).order_by("pk") if wanted else ():
        found.setdefault(one.item_id, []).append(one)
    return found


def _reviewed(
    attempt: Attempt, item: AttemptItem, last: Response | None, files: list[AnswerFile], address: Address, key: bool
) -> Reviewed:
    asked = item.question_version.asked
    kept = last.answer if last else None
    verdict = grade(asked, answer_from(asked, kept) if kept is not None else None, language=attempt.language)
    fraction: Decimal | None = item.mark  # type: ignore[attr-defined]
    return Reviewed(
        position=item.position,
        section=item.section,
        points=item.points,
        face=face(asked, language=attempt.language, order=item.option_order, address=address),
        answer=kept,
        fraction=fraction,
        left_out=bool(item.left_out),  # type: ignore[attr-defined]
        state=state_of(fraction, verdict),
        comment=item.comment or "",  # type: ignore[attr-defined]
        feedback=feedback_of(asked, verdict, attempt.language, address),
        explanation=with_addresses(wording(asked.explanation, attempt.language), address) if key else "",
        solution=solution(asked, language=attempt.language, address=address) if key else None,
        files=tuple(one for one in files if one.sha256 in ((kept or {}).get("files") or ())),
    )


def state_of(fraction: Decimal | None, verdict: Grade) -> State:
    """How an item is shown that was found to be worth `fraction` (None: not yet)."""
    if fraction is None or verdict.state == State.NONE:
        return verdict.state
    if fraction >= 1:
        return State.RIGHT
    return State.PARTLY if fraction > 0 else State.WRONG


def feedback_of(asked: AnyQuestion, verdict: Grade, language: str, address: Address) -> dict[str, str]:
    """The feedback of what the person chose or typed, by option or gap."""
    texts: dict[str, Any] = {}
    for entries in (getattr(asked, "options", ()), getattr(asked, "regions", ())):
        texts |= {one.id: one.feedback for one in entries if one.id in verdict.parts}
    for name, place in verdict.keys.items():
        keys = getattr(asked, "keys", None) or next(gap.keys for gap in asked.gaps if gap.id == name)  # type: ignore[union-attr]
        texts[name] = keys[place].feedback
    if asked.kind == "true_false" and verdict.state != State.NONE:
        said = asked.answer if verdict.state == State.RIGHT else not asked.answer
        texts[""] = asked.feedback_true if said else asked.feedback_false
    found = {name: wording(text, language) for name, text in texts.items()}
    return {name: with_addresses(text, address) for name, text in found.items() if text}


def _rows(attempt: Attempt, position: int | None) -> tuple[Sequence[AttemptItem], dict[int, Response]]:
    newest = Mark.objects.filter(item=OuterRef("pk")).order_by("-pk")
    latest = Response.objects.filter(item=OuterRef("pk")).order_by("-sequence").values("pk")[:1]
    rows = (
        AttemptItem.objects.filter(attempt=attempt)
        .select_related("question_version")
        .annotate(
            mark=Subquery(newest.values("fraction")[:1]),
            left_out=Subquery(newest.values("left_out")[:1]),
            comment=Subquery(newest.values("comment")[:1]),
            latest=Subquery(latest),
        )
        .order_by("position")
    )
    if position is not None:
        rows = rows.filter(position=position)
    items = list(rows)
    wanted = [item.latest for item in items]
    return items, {one.item_id: one for one in Response.objects.filter(pk__in=wanted)}
