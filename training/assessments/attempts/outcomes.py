"""What changed marks would make of whole attempts, before anybody is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from training.assessments.attempts.marking import Change
from training.assessments.attempts.scoring import items_of
from training.assessments.grading.grade import State
from training.assessments.grading.score import Item, score
from training.assessments.models import Attempt
from training.assessments.rules import Rules

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """An attempt as it is and as it would be. `attempt.share` and `attempt.passed` are as it is."""

    attempt: Attempt
    before: Decimal | None
    after: Decimal | None
    share: Decimal
    passed: bool | None

    @property
    def turns(self) -> bool:
        """Whether the result would be another: passed, not passed, or open."""
        return self.attempt.passed != self.passed


def outcomes(changes: Sequence[Change]) -> list[Outcome]:
    """One for each change, those whose result turns first. Two statements for each 500."""
    found = [outcome for at in range(0, len(changes), _BATCH) for outcome in _batch(changes[at : at + _BATCH])]
    return sorted(found, key=lambda one: (not one.turns, one.attempt.pk))


def _batch(changes: Sequence[Change]) -> Iterator[Outcome]:
    ids = [change.item.attempt_id for change in changes]
    attempts = Attempt.objects.select_related("user", "assessment").in_bulk(ids)
    kept: dict[int, dict[int, Item | None]] = defaultdict(dict)
    for attempt_id, item_id, item in items_of(ids):
        kept[attempt_id][item_id] = item
    for change in changes:
        attempt = attempts[change.item.attempt_id]
        items = kept[attempt.pk]
        items[change.item.pk] = _changed(items.get(change.item.pk), change)
        result = score([item for item in items.values() if item is not None], Rules.kept(attempt.rules).policy)
        yield Outcome(attempt, change.before, change.fraction, result.share, result.passed)


def _changed(item: Item | None, change: Change) -> Item | None:
    if change.fraction is None:
        return None
    used = item.hints_used if item else 0
    return Item(change.item.points, float(change.fraction), State.PARTLY, used)
