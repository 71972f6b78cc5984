"""Rows that journeys leave behind, gathered to be written many at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.core.models import Event
from portal.demo.training.history.sitting import Sat, keep
from training.courses.models import LessonState, Observation, Reading, Registration, SignOff
from training.evaluation.models import SurveyAnswered

_BATCH = 200
_CHANGED = (
    "state",
    "started_at",
    "completed_at",
    "last_lesson",
    "last_seen_at",
    "lessons_done",
    "lessons_required",
    "share",
    "reason",
)


@dataclass(slots=True)
class Records:
    """Of one course."""

    states: list[LessonState] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    sign_offs: list[SignOff] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    answered: list[SurveyAnswered] = field(default_factory=list)
    sats: list[Sat] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def keep(self, registrations: list[Registration]) -> None:
        """Write them, and where the registrations have come to."""
        Registration.objects.bulk_update(registrations, _CHANGED, batch_size=_BATCH)
        LessonState.objects.bulk_create(self.states, batch_size=_BATCH)
        Reading.objects.bulk_create(self.readings, batch_size=_BATCH)
        SignOff.objects.bulk_create(self.sign_offs, batch_size=_BATCH)
        Observation.objects.bulk_create(self.observations, batch_size=_BATCH)
        SurveyAnswered.objects.bulk_create(self.answered, batch_size=_BATCH)
        keep(self.sats)
        Event.objects.bulk_create(self.events, batch_size=_BATCH)
