"""What the year has in store for each person and course: when they were enrolled, how fast they go, where they stop.
Chance decides, but for the people whose logins `make demo` prints: those have something to do."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from portal.demo.training.curricula import DIAGNOSIS, HIGH_VOLTAGE, HYDRAULICS, SELLING
from portal.demo.training.history.chance import chance, of_weights
from portal.demo.training.history.learners import Learner
from training.courses.models import Registration

RUN_DAY = 318
"""How many days ago the enrolment rule of a course for everybody in a job ran first."""
BY_RULE = frozenset({HIGH_VOLTAGE})
"""The courses that a rule gives to everybody in a job; others are given to new starters alone."""
_SETTLES = 4
"""Days at a new dealer before the first course."""
_TAKES = 0.86
_FATES = {"on": 0.80, "stops": 0.08, "never": 0.04, "withdrawn": 0.05, "slow": 0.03}
_PACE = 2.4
_DAYS_WITHOUT_NEWS = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """`pace` is the mean of days between lessons. `stops_at` is the kind of lesson that the person has not done: of a
    practical task, they wait for its sign-off. `fate` is "never" (not begun), "requested" (waits for approval) or
    "withdrawn" where it does not go on."""

    begins: date
    source: str
    pace: float = _PACE
    stops_at: str = ""
    fate: str = "on"
    due_days: int | None = None


_SELF, _MANAGER, _RULE = Registration.Source.SELF, Registration.Source.MANAGER, Registration.Source.RULE
_SCRIPT: dict[tuple[str, str], tuple[int, str, dict[str, object]]] = {
    ("tina", DIAGNOSIS): (236, _MANAGER, {}),
    ("tina", HIGH_VOLTAGE): (64, _MANAGER, {"stops_at": "practical", "fate": "half", "pace": 1.0}),
    ("chen", DIAGNOSIS): (30, _MANAGER, {"stops_at": "assessment", "fate": "half", "pace": 1.0}),
    ("chen", HIGH_VOLTAGE): (RUN_DAY, _RULE, {}),
    ("lars", HYDRAULICS): (12, _SELF, {"stops_at": "reading", "fate": "half", "pace": 1.0}),
    ("sam", SELLING): (170, _MANAGER, {}),
    ("jonas", HIGH_VOLTAGE): (3, _SELF, {"fate": "requested"}),
    ("mehmet", DIAGNOSIS): (21, _MANAGER, {"stops_at": "practical", "pace": 1.0}),
    ("uwe", SELLING): (18, _MANAGER, {"stops_at": "practical", "pace": 1.0}),
    ("anke", DIAGNOSIS): (110, _MANAGER, {"stops_at": "practical", "fate": "half"}),
    ("lena", SELLING): (70, _MANAGER, {"fate": "never"}),
    ("carla", SELLING): (150, _MANAGER, {}),
}
"""By login and course: how many days ago, by whom, and what else of the plan. "half" stops without having asked."""


def plan_for(learner: Learner, code: str, *, today: date) -> Plan | None:
    """The person's plan for a course; None for who does not take it."""
    script = _SCRIPT.get((learner.name, code))
    if script is not None:
        days, source, more = script
        return Plan(begins=today - timedelta(days=days), source=source, **more)  # type: ignore[arg-type]
    dice = chance("plan", learner.name, code)
    if dice.random() > _TAKES:
        return None
    begins, source = _enrolled(dice, learner, code, today)
    if begins >= today:
        return None
    fate = of_weights(dice, _FATES)
    stops = of_weights(dice, {"text": 1, "reading": 1, "assessment": 2}) if fate in ("stops", "withdrawn") else ""
    return Plan(
        begins=begins,
        source=source,
        pace=_PACE * (6 if fate == "slow" else dice.uniform(0.5, 1.8)),
        stops_at=stops,
        fate=fate if fate in ("never", "withdrawn") else "half" if stops else "on",
    )


def _enrolled(dice: random.Random, learner: Learner, code: str, today: date) -> tuple[date, str]:
    """When, and by whom: who is new by a rule in their first days, others when the rule ran first or as it happened."""
    starts = learner.jobs[0].starts
    if starts > today - timedelta(days=350):
        return starts + timedelta(days=_SETTLES), _RULE if code in (HIGH_VOLTAGE, SELLING) else _MANAGER
    if code in BY_RULE and dice.random() < 0.7:
        return today - timedelta(days=RUN_DAY), _RULE
    source = of_weights(dice, {_MANAGER: 0.6, _SELF: 0.4})
    return today - timedelta(days=dice.randint(_DAYS_WITHOUT_NEWS, 350)), source
