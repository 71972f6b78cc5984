"""Analyses of assessments: asked for, worked out in a job when there is much, and kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import numpy as np
import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.models import User
from training.assessments.models import Attempt
from training.bank.models import QuestionVersion
from training.evaluation.analysing import QuestionFound, analyse_questions, analyse_test
from training.evaluation.comparing import compare
from training.evaluation.digesting import catch_up
from training.evaluation.models import ItemAnalysis
from training.evaluation.reading import read
from training.evaluation.sampling import Seen, right_options, sample, times

log = structlog.get_logger(__name__)
FAILED = "evaluation.analysis_failed"
AT_ONCE = 2_000
"""Up to so many attempts are analysed while the person waits."""
ABANDONED = timedelta(minutes=30)
"""An analysis that has not moved for so long belongs to a dead worker."""
_STEPS = 10


class AnalysisRefused(Refused):
    """There is nothing to analyse."""


@transaction.atomic
def request_analysis(*, actor: User | None, assessment_id: int, first_only: bool = True) -> ItemAnalysis:
    """An analysis to come, or the one that is under way. Raises AnalysisRefused when nobody has been graded."""
    if not graded(assessment_id).exists():
        raise AnalysisRefused(_("Nobody has handed in a graded attempt yet."))
    now = timezone.now()
    same = ItemAnalysis.objects.filter(assessment=assessment_id, first_only=first_only, state__in=ItemAnalysis.OPEN)
    same.filter(touched_at__lt=now - ABANDONED).update(state=ItemAnalysis.State.FAILED)
    if (under_way := same.first()) is not None:
        return under_way
    try:
        with transaction.atomic():
            made = ItemAnalysis.objects.create(
                assessment_id=assessment_id, first_only=first_only, requested_by=actor, requested_at=now, touched_at=now
            )
    except IntegrityError:
        # Asked for from elsewhere between our look and our insert.
        return same.get()
    events.record(verb="analysis.requested", subject=f"assessment:{assessment_id}", actor=actor)
    return made


def analyse(*, actor: User | None, assessment_id: int, first_only: bool = True) -> ItemAnalysis:
    """Analyse now when that is quick, else in a job. Raises AnalysisRefused."""
    analysis = request_analysis(actor=actor, assessment_id=assessment_id, first_only=first_only)
    if graded(assessment_id).count() > AT_ONCE:
        send_after_commit("training.evaluation.tasks.analyse", analysis.pk)
    else:
        run(analysis_id=analysis.pk)
        analysis.refresh_from_db()
    return analysis


def graded(assessment_id: int) -> Any:
    """The attempts that count."""
    return Attempt.objects.filter(assessment=assessment_id, state=Attempt.State.GRADED, share__isnull=False)


def run(*, analysis_id: int) -> None:
    """Work an analysis out. One that is done, or is gone, is left alone; one whose worker died is done again."""
    analysis = ItemAnalysis.objects.filter(pk=analysis_id, state__in=ItemAnalysis.OPEN).first()
    if analysis is None:
        return
    _touch(analysis, state=ItemAnalysis.State.RUNNING, percent=0)
    try:
        result, attempts, last = _result(analysis)
    except Exception:
        log.exception(FAILED, analysis=analysis.pk)
        _touch(analysis, state=ItemAnalysis.State.FAILED)
        raise
    _touch(
        analysis,
        state=ItemAnalysis.State.READY,
        percent=100,
        result=result,
        alpha=result["test"]["reliability"]["alpha"],
        attempts=attempts,
        last_attempt=last,
        finished_at=timezone.now(),
    )


def newest(assessment_id: int, *, first_only: bool = True) -> ItemAnalysis | None:
    """The newest analysis that is ready."""
    ready = ItemAnalysis.objects.filter(assessment=assessment_id, first_only=first_only, state=ItemAnalysis.State.READY)
    return ready.order_by("-finished_at", "-pk").first()


def since(analysis: ItemAnalysis) -> int:
    """How many attempts were graded that it does not know."""
    return int(graded(analysis.assessment_id).filter(pk__gt=analysis.last_attempt).count())


def _touch(analysis: ItemAnalysis, **changed: Any) -> None:
    changed["touched_at"] = timezone.now()
    ItemAnalysis.objects.filter(pk=analysis.pk).update(**changed)


def _result(analysis: ItemAnalysis) -> tuple[dict[str, Any], int, int]:
    told = 0

    def progress(share: float) -> None:
        # At most _STEPS statements, however many chunks there are.
        nonlocal told
        if (step := int(share * _STEPS)) > told and step < _STEPS:
            told = step
            _touch(analysis, percent=100 * step // _STEPS)

    last = graded(analysis.assessment_id).order_by("-pk").values_list("pk", flat=True).first()
    catch_up(analysis.assessment_id, progress=progress)
    tries, marks = read(analysis.assessment_id, first_only=analysis.first_only)
    asked = QuestionVersion.objects.in_bulk(np.unique(marks.version).tolist())
    question_of = {pk: version.question_id for pk, version in asked.items()}
    shapes = {pk: version.asked for pk, version in asked.items()}
    seen = sample(analysis.assessment_id, tries, shapes)
    right = {pk: right_options(shape) for pk, shape in shapes.items()}
    questions = analyse_questions(tries, marks, question_of)
    result = {
        "test": asdict(analyse_test(tries, marks, question_of)),
        "questions": [_question(one, seen, right) for one in questions],
        "groups": {name: asdict(one) for name, one in compare(tries, analysis.assessment_id).items()},
    }
    return result, len(tries), last or 0


def _question(found: QuestionFound, seen: dict[int, Seen], right: dict[int, dict[str, bool]]) -> dict[str, Any]:
    """As it is kept: ids of options and of versions, no texts."""
    looks = {version: seen.get(version, Seen()) for version in found.versions}
    seconds = [value for look in looks.values() for value in look.seconds]
    return {
        "question": found.question,
        **asdict(found.over_all),
        "times": asdict(times(seconds)),
        "versions": [
            {"version": version, **asdict(one), "right": right[version], "options": looks[version].options}
            for version, one in sorted(found.versions.items())
        ],
    }
