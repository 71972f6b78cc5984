"""The rules that one attempt is taken under: the assessment's, with what the person was granted, as they were when the
attempt began. Kept in the attempt, so that editing the assessment changes no attempt."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from training.assessments.grading.score import Policy
from training.assessments.models import Allowance, Assessment

GRACE = timedelta(seconds=15)
"""How long after a deadline a save is still taken: what was sent in time may arrive late. Nobody is told of it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`time_limit_seconds` and the seconds of single questions are before `time_factor`. `closes_at` is aware."""

    pass_share: Decimal
    negative_marks: bool = False
    partial_credit: bool = True
    hint_cost: Decimal = Decimal(0)
    time_limit_seconds: int | None = None
    time_factor: Decimal = Decimal(1)
    closes_at: datetime | None = None
    navigation: str = Assessment.Navigation.FREE
    feedback: str = Assessment.Feedback.ANSWERS
    shuffle_options: bool = True

    @classmethod
    def of(cls, assessment: Assessment, allowance: Allowance | None) -> Self:
        closes_at = assessment.closes_at
        if allowance is not None and allowance.closes_at is not None:
            closes_at = allowance.closes_at
        return cls(
            pass_share=assessment.pass_share,
            negative_marks=assessment.negative_marks,
            partial_credit=assessment.partial_credit,
            hint_cost=assessment.hint_cost,
            time_limit_seconds=assessment.time_limit_seconds,
            time_factor=allowance.time_factor if allowance is not None else Decimal(1),
            closes_at=closes_at,
            navigation=assessment.navigation,
            feedback=assessment.feedback,
            shuffle_options=assessment.shuffle_options,
        )

    @classmethod
    def kept(cls, rules: dict[str, Any]) -> Self:
        """The rules that `as_json` wrote."""
        decimals = {name: Decimal(rules[name]) for name in ("pass_share", "hint_cost", "time_factor")}
        closes_at = datetime.fromisoformat(rules["closes_at"]) if rules["closes_at"] else None
        return cls(**{**rules, **decimals, "closes_at": closes_at})

    def as_json(self) -> dict[str, Any]:
        kept = asdict(self)
        for name in ("pass_share", "hint_cost", "time_factor"):
            kept[name] = str(kept[name])
        kept["closes_at"] = self.closes_at.isoformat() if self.closes_at else None
        return kept

    @property
    def policy(self) -> Policy:
        return Policy(
            pass_share=self.pass_share,
            negative_marks=self.negative_marks,
            partial_credit=self.partial_credit,
            hint_cost=self.hint_cost,
        )

    @property
    def forward_only(self) -> bool:
        return self.navigation == Assessment.Navigation.FORWARD

    def deadline(self, started_at: datetime) -> datetime | None:
        """When the attempt ends by itself: its own time is up, or the assessment closes, whichever comes first."""
        ends = [self.closes_at] if self.closes_at else []
        if self.time_limit_seconds:
            ends.append(started_at + timedelta(seconds=float(self.time_limit_seconds * self.time_factor)))
        return min(ends, default=None)

    def item_deadline(self, opened_at: datetime, seconds: int | None) -> datetime | None:
        """When a question with a limit of its own can no longer be answered."""
        if seconds is None:
            return None
        return opened_at + timedelta(seconds=float(seconds * self.time_factor))
