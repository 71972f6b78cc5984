"""The end of an attempt: handed in, or out of time. Either all of it happens or the attempt is still open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User
from training.assessments.attempts.scoring import score_attempt
from training.assessments.attempts.signals import attempt_scored
from training.assessments.grading.grade import State, grade
from training.assessments.models import Attempt, AttemptItem, Mark, Response
from training.assessments.rules import GRACE
from training.bank.answers import answer_from


class UnknownAttempt(Refused):
    """The person has no such attempt."""


@transaction.atomic
def hand_in(*, user: User, attempt_id: int, now: datetime | None = None) -> Attempt:
    """End the person's attempt and grade what can be graded. Handing in twice is handing in once. Raises
    UnknownAttempt."""
    now = now or timezone.now()
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id, user=user).first()
    if attempt is None or attempt.state == Attempt.State.WAITING:
        raise UnknownAttempt(_("There is no such attempt."))
    if attempt.state == Attempt.State.IN_PROGRESS and not _end_overdue(attempt, now):
        _end(attempt, Attempt.End.PERSON, now)
    return attempt


@transaction.atomic
def end_if_over(attempt: Attempt, *, now: datetime) -> bool:
    """End the attempt if its time is up; says whether it is over, whoever ended it."""
    kept = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if kept.state not in (Attempt.State.WAITING, Attempt.State.IN_PROGRESS):
        return True
    return kept.state == Attempt.State.IN_PROGRESS and _end_overdue(kept, now)


def overdue(now: datetime) -> list[int]:
    """The open attempts whose time was up, the oldest first, at most 1,000."""
    late = Attempt.objects.filter(state=Attempt.State.IN_PROGRESS, deadline_at__lt=now - GRACE)
    return list(late.order_by("deadline_at").values_list("pk", flat=True)[:1000])


def _end_overdue(attempt: Attempt, now: datetime) -> bool:
    if attempt.deadline_at is None or now <= attempt.deadline_at + GRACE:
        return False
    _end(attempt, Attempt.End.TIME, attempt.deadline_at)
    return True


def _end(attempt: Attempt, ended_by: str, at: datetime) -> None:
    latest = Response.objects.filter(item=OuterRef("pk")).order_by("-sequence").values("pk")[:1]
    items = list(
        AttemptItem.objects.filter(attempt=attempt)
        .select_related("question_version")
        .annotate(latest=Subquery(latest))
        .order_by("position")
    )
    answers = {one.item_id: one.answer for one in Response.objects.filter(pk__in=[item.latest for item in items])}
    marks = []
    for item in items:
        asked = item.question_version.asked
        kept = answers.get(item.pk)
        verdict = grade(asked, answer_from(asked, kept) if kept is not None else None, language=attempt.language)
        if verdict.state != State.NEEDS_GRADING:
            marks.append(
                Mark(item=item, source=Mark.Source.AUTOMATIC, fraction=round(verdict.fraction, 6), graded_at=at)
            )
    Mark.objects.bulk_create(marks)
    attempt.submitted_at = at
    attempt.ended_by = ended_by
    score_attempt(attempt)
    events.record(
        verb="attempt.handed_in", subject=f"attempt:{attempt.pk}", actor=attempt.user, data={"ended_by": str(ended_by)}
    )
    attempt_scored.send(sender=Attempt, attempt=attempt)
