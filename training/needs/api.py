"""The door of needs.

Reading, for whoever may see the people: `personal` (what somebody's jobs ask of them), `why` (the gaps that a course
closes), `gaps_at`, `regions_at` (over dealers), `lapses`, `ending_within`, `results`, `months` (forecast), `results_on`
(a past day).
`scope` says whose numbers a viewer may see. Changing: `rate`, `issue_version`.
"""

from training.needs import scope
from training.needs.evidence import RatingRefused, rate
from training.needs.forecast import Month, ending_within, fulfilment, lapses, months, plot, results
from training.needs.matrix import Gap, PersonalNeed, gaps_at, personal, regions_at
from training.needs.standards import issue_version, results_on
from training.needs.teaching import Why, why

__all__ = [
    "Gap",
    "Month",
    "PersonalNeed",
    "RatingRefused",
    "Why",
    "ending_within",
    "fulfilment",
    "gaps_at",
    "issue_version",
    "lapses",
    "months",
    "personal",
    "plot",
    "rate",
    "regions_at",
    "results",
    "results_on",
    "scope",
    "why",
]
