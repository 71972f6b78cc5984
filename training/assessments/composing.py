"""From the sections and slots of an assessment to the pools that questions are drawn from."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, QuerySet
from taggit.models import TaggedItem

from portal.core.reading import read_as
from portal.network.models import Department
from training.assessments.drawing import Candidate, Draw, Part
from training.assessments.models import Assessment, Section, Slot
from training.bank.models import Question


def sections_of(assessment: Assessment) -> list[Section]:
    """The sections in order, each with its slots. Two statements."""
    slots = Slot.objects.select_related("category").order_by("position", "pk")
    return list(assessment.sections.order_by("position", "pk").prefetch_related(Prefetch("slots", queryset=slots)))


def plan(sections: list[Section]) -> list[Part]:
    """What may be drawn, section by section. Two statements, however many slots; a third where tags are asked for.

    Only questions that are ready for use are drawn; a fixed question that is not leaves its slot empty, so that the
    draw says that there are too few.
    """
    slots = [slot for section in sections for slot in section.slots.all()]
    rows = list(_rows(slots))
    tagged = _tagged({slot.tag for slot in slots if slot.tag})
    return [
        Part(
            tuple(
                Draw(
                    count=slot.count if slot.question_id is None else 1,
                    pool=tuple(Candidate(row[0], row[1]) for row in rows if _fits(slot, row, tagged)),
                    fixed=slot.question_id is not None,
                )
                for slot in section.slots.all()
            ),
            shuffle=section.shuffle,
        )
        for section in sections
    ]


def fitting(slot: Slot, *, departments: QuerySet[Department]) -> int:
    """How many questions of the departments fit a draw, which need not be kept yet. One statement."""
    rows = Question.objects.filter(
        _condition(slot), state=Question.State.READY, current__isnull=False, category__department__in=departments
    )
    return rows.filter(tags__name=slot.tag).distinct().count() if slot.tag else rows.count()


Row = tuple[int, int, str, int, str]


def _rows(slots: list[Slot]) -> list[Row]:
    wanted = [_condition(slot) for slot in slots]
    if not wanted:
        return []
    ready = Question.objects.filter(state=Question.State.READY, current__isnull=False)
    return list(
        ready.filter(reduce(or_, wanted))
        .order_by("pk")
        .values_list("pk", "current_id", "category__path", "difficulty", "objective")
    )


def _condition(slot: Slot) -> Q:
    if slot.question_id is not None:
        return Q(pk=slot.question_id)
    condition = Q(difficulty__gte=slot.easiest, difficulty__lte=slot.hardest)
    if slot.category is not None:
        condition &= Q(category__path__startswith=slot.category.path)
    if slot.objective:
        condition &= Q(objective=slot.objective)
    return condition


def _fits(slot: Slot, row: Row, tagged: dict[str, set[int]]) -> bool:
    question, _version, path, difficulty, objective = row
    if slot.question_id is not None:
        return question == slot.question_id
    return (
        slot.easiest <= difficulty <= slot.hardest
        and (slot.category is None or path.startswith(slot.category.path))
        and (not slot.objective or objective == slot.objective)
        and (not slot.tag or question in tagged[slot.tag])
    )


def _tagged(names: set[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    if names:
        kept = TaggedItem.objects.filter(
            tag__name__in=names, content_type__app_label="training_bank", content_type__model="question"
        )
        for name, question in kept.values_list("tag__name", "object_id"):
            found[name].add(question)
    return found


def titles_of(assessment: Assessment) -> dict[int, str]:
    """The titles of the sections by their place, those that have one, in the reader's language. As they are now: what a
    person is asked is kept in the attempt, what its parts are called is not."""
    titles = assessment.sections.order_by("position", "pk").values_list("title", "title_zh")
    return {place: read_as(*both) for place, both in enumerate(titles) if any(both)}
