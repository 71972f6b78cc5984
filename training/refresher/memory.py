"""What a person remembers of a question, after FSRS (the Free Spaced Repetition Scheduler), by `fsrs`. Pure.

The library is used with its default weights, and without two things. Without learning steps: they repeat a card within
minutes, which suits flash cards and not a weekly quiz, so every interval is at least a day. Without fuzz: the quiz
chooses what it asks, so nothing has to be spread by chance, and a schedule can be worked out again from the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import fsrs

LONGEST_DAYS = 365
"""However well something is known: it is asked once a year."""
_NO_ID = 0


@lru_cache(maxsize=64)
def _scheduler(retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


def learned(*, at: datetime, retention: float) -> dict[str, Any]:
    """The memory of a question of a course that was completed at `at` (aware): as after a first good answer."""
    return _reviewed(fsrs.Card(card_id=_NO_ID, due=at.astimezone(UTC)), 3, at, retention)


def reviewed(memory: Mapping[str, Any], *, rating: int, at: datetime, retention: float) -> dict[str, Any]:
    """The memory after an answer of `rating` (1 again, 2 hard, 3 good, 4 easy) at `at` (aware)."""
    return _reviewed(_card(memory), rating, at, retention)


def due_at(memory: Mapping[str, Any]) -> datetime:
    """When it should be asked again, in UTC."""
    return datetime.fromisoformat(memory["due"])


def retrievability(memory: Mapping[str, Any], *, at: datetime) -> float:
    """The chance, 0 to 1, that the person knows it still at `at`."""
    # The library's forgetting curve does not depend on the retention that is aimed at.
    return float(_scheduler(0.9).get_card_retrievability(_card(memory), at.astimezone(UTC)))


def _reviewed(card: fsrs.Card, rating: int, at: datetime, retention: float) -> dict[str, Any]:
    moment = at.astimezone(UTC)
    if card.last_review is not None:
        moment = max(moment, card.last_review)
    after, _log = _scheduler(retention).review_card(card, fsrs.Rating(rating), moment)
    kept = dict(after.to_dict())
    del kept["card_id"]
    return kept


def _card(memory: Mapping[str, Any]) -> fsrs.Card:
    return fsrs.Card.from_dict({**memory, "card_id": _NO_ID})  # type: ignore[typeddict-item]
