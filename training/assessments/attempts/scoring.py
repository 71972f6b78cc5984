"""What an attempt comes to, from the marks of its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Subquery

from training.assessments.grading.grade import State
from training.assessments.grading.score import Item, Score, score
from training.assessments.models import Attempt, AttemptItem, Mark, Response
from training.assessments.rules import Rules


def score_attempt(attempt: Attempt) -> Score:
    """Add up the newest marks and keep what they come to. An item without a mark waits for a trainer. Three
    statements. Doing it again changes nothing."""
    found = score(
        [item for _a, _i, item in items_of([attempt.pk]) if item is not None], Rules.kept(attempt.rules).policy
    )
    attempt.points = found.points
    attempt.most_points = found.most
    attempt.share = found.share
    attempt.passed = found.passed
    attempt.state = Attempt.State.SUBMITTED if found.waiting else Attempt.State.GRADED
    attempt.save(
        update_fields=["points", "most_points", "share", "passed", "state", "submitted_at", "ended_by"],
    )
    return found


def items_of(attempts: Iterable[int]) -> Iterator[tuple[int, int, Item | None]]:
    """(attempt, item, what it counts as) of the attempts; None for what is left out. One statement."""
    newest = Mark.objects.filter(item=OuterRef("pk")).order_by("-pk")
    hints = Response.objects.filter(item=OuterRef("pk")).order_by("-sequence").values("hints_used")[:1]
    rows = AttemptItem.objects.filter(attempt__in=list(attempts)).annotate(
        fraction=Subquery(newest.values("fraction")[:1]),
        left_out=Subquery(newest.values("left_out")[:1]),
        hints=Subquery(hints),
    )
    columns = ("attempt_id", "pk", "points", "fraction", "left_out", "hints")
    for attempt, pk, points, fraction, left_out, used in rows.order_by("attempt_id", "pk").values_list(*columns):
        counted = Item(
            points=points,
            fraction=float(fraction) if fraction is not None else 0.0,
            state=State.NEEDS_GRADING if fraction is None else State.PARTLY,
            hints_used=used or 0,
        )
        yield attempt, pk, None if left_out else counted
