"""Where a question is asked: as a fixed question, or because it fits a draw."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from training.assessments.models import Slot
from training.bank.admin.places import Use
from training.bank.models import Question


def question_uses(question: Question) -> list[Use]:
    """The assessments, by title; those of other departments are not named. Two statements."""
    above = [int(part) for part in question.category.path.split("/") if part]
    drawn = Q(question__isnull=True, easiest__lte=question.difficulty, hardest__gte=question.difficulty)
    drawn &= Q(category__isnull=True) | Q(category__in=above)
    drawn &= Q(objective="") | Q(objective=question.objective)
    drawn &= Q(tag="") | Q(tag__in=list(question.tags.values_list("name", flat=True)))
    slots = Slot.objects.filter(Q(question=question) | drawn, section__assessment__archived_at__isnull=True).filter(
        section__assessment__department=question.category.department_id
    )
    rows = slots.select_related("section__assessment").order_by("section__assessment__title", "pk")
    found: dict[tuple[int, bool], Use] = {}
    for slot in rows:
        assessment, fixed = slot.section.assessment, slot.question_id is not None
        found.setdefault(
            (assessment.pk, fixed),
            Use(
                title=assessment.title,
                url=reverse("assessments_desk:edit", args=[assessment.pk]),
                how=_("always asked") if fixed else _("may be drawn"),
            ),
        )
    return list(found.values())
