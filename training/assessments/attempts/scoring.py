"""What an attempt comes to, from the marks of its items."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from training.assessments.grading.grade import State
from training.assessments.grading.score import Item, Score, score
from training.assessments.models import Attempt, AttemptItem, Mark, Response
from training.assessments.rules import Rules


def score_attempt(attempt: Attempt) -> Score:
    """Add up the newest marks and keep what they come to. An item without a mark waits for a trainer. Three
    statements. Doing it again changes nothing."""
    found = score(_items(attempt), Rules.kept(attempt.rules).policy)
    attempt.points = found.points
    attempt.most_points = found.most
    attempt.share = found.share
    attempt.passed = found.passed
    attempt.state = Attempt.State.SUBMITTED if found.waiting else Attempt.State.GRADED
    attempt.save(
        update_fields=["points", "most_points", "share", "passed", "state", "submitted_at", "ended_by"],
    )
    return found


def _items(attempt: Attempt) -> list[Item]:
    newest = Mark.objects.filter(item=OuterRef("pk")).order_by("-pk")
    hints = Response.objects.filter(item=OuterRef("pk")).order_by("-sequence").values("hints_used")[:1]
    rows = AttemptItem.objects.filter(attempt=attempt).annotate(
        fraction=Subquery(newest.values("fraction")[:1]),
        left_out=Subquery(newest.values("left_out")[:1]),
        hints=Subquery(hints),
    )
    return [
        Item(
            points=points,
            fraction=float(fraction) if fraction is not None else 0.0,
            state=State.NEEDS_GRADING if fraction is None else State.PARTLY,
            hints_used=used or 0,
        )
        for points, fraction, left_out, used in rows.values_list("points", "fraction", "left_out", "hints")
        if not left_out
    ]
