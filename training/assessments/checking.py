"""What stands in the way of an assessment, before anybody takes it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from training.assessments.composing import plan, sections_of
from training.assessments.drawing import NotEnoughQuestions, draw
from training.assessments.models import Assessment, Section, Slot
from training.bank.models import Question


@dataclass(frozen=True, slots=True)
class Row:
    """A slot: what it takes, how many questions it asks for and how many of the bank fit."""

    section: int
    title: str
    takes: str
    slot: Slot
    wanted: int
    found: int

    @property
    def is_short(self) -> bool:
        return self.found < self.wanted


@dataclass(frozen=True, slots=True)
class Check:
    """`faults` make the assessment impossible; `hints` are worth a look. `points` and `questions` are of one attempt,
    `seconds` what its questions' own limits add up to."""

    rows: tuple[Row, ...]
    faults: tuple[str, ...]
    hints: tuple[str, ...]
    questions: int
    points: Decimal
    seconds: int


def check(assessment: Assessment) -> Check:
    """Look at the assessment as it is now. A constant number of statements, however many sections and slots."""
    sections = sections_of(assessment)
    parts = plan(sections)
    fixed = Question.objects.in_bulk(
        [slot.question_id for section in sections for slot in section.slots.all() if slot.question_id]
    )
    rows = tuple(
        Row(
            section=at,
            title=str(section),
            takes=str(fixed[slot.question_id] if slot.question_id else slot.category or slot.objective),
            slot=slot,
            wanted=part.draws[place].count,
            found=len(part.draws[place].pool),
        )
        for at, (section, part) in enumerate(zip(sections, parts, strict=True))
        for place, slot in enumerate(section.slots.all())
    )
    faults = _faults(sections, rows, fixed)
    if rows and not faults:
        try:
            draw(parts, seed="check")
        except NotEnoughQuestions as error:
            faults.append(
                _("Sections share their questions: section %(section)s is left with %(found)s of %(wanted)s.")
                % {"section": error.place[0] + 1, "found": error.found, "wanted": error.wanted}
            )
    return Check(
        rows=rows,
        faults=tuple(faults),
        hints=tuple(_hints(assessment, rows)),
        questions=sum(row.wanted for row in rows),
        points=sum((row.slot.points * row.wanted for row in rows), Decimal(0)),
        seconds=sum((row.slot.seconds or 0) * row.wanted for row in rows),
    )


def _faults(sections: list[Section], rows: tuple[Row, ...], fixed: dict[int, Question]) -> list[str]:
    faults = []
    if not rows:
        faults.append(_("It asks no question."))
    for row in rows:
        if not row.is_short:
            continue
        if row.slot.question_id:
            question = fixed[row.slot.question_id]
            words = {"section": row.section + 1, "name": question.name, "state": question.get_state_display()}
            faults.append(_("Section %(section)s: “%(name)s” is not ready for use (%(state)s).") % words)
        else:
            words = {"section": row.section + 1, "wanted": row.wanted, "found": row.found}
            faults.append(
                _("Section %(section)s asks for %(wanted)s questions, and %(found)s fit that are ready.") % words
            )
    if rows and not any(row.slot.points for row in rows):
        faults.append(_("No question has points: everybody would pass."))
    names = [row.slot.question_id for row in rows if row.slot.question_id]
    if len(names) != len(set(names)):
        faults.append(_("A question is asked twice."))
    if empty := [at + 1 for at, section in enumerate(sections) if not section.slots.all()]:
        faults.append(_("Section %(section)s is empty.") % {"section": empty[0]})
    return faults


def _hints(assessment: Assessment, rows: tuple[Row, ...]) -> list[str]:
    hints = []
    if assessment.closes_at and assessment.closes_at <= timezone.now():
        hints.append(_("It has closed: nobody can begin."))
    if assessment.archived_at:
        hints.append(_("It is archived: nobody can begin."))
    if not assessment.pass_share:
        hints.append(_("The pass mark is 0 %: everybody passes."))
    if any(row.found == row.wanted and not row.slot.question_id for row in rows):
        hints.append(_("A draw takes every question that fits: each attempt asks the same."))
    limit = assessment.time_limit_seconds
    own = sum((row.slot.seconds or 0) * row.wanted for row in rows)
    if limit and own > limit:
        hints.append(_("The questions' own times add up to more than the time limit."))
    return hints
