"""What the page of a practical lesson shows to the learner."""

from __future__ import annotations

from typing import Any

from training.courses.kinds import Kind, Moment
from training.courses.models import Observation, Photo, SignOff
from training.courses.practical.judging import asks, checklist


def context(moment: Moment) -> dict[str, Any]:
    """The task, the photos, the request that waits, and what was observed before, the newest first."""
    lesson, place = moment.lesson, moment.place
    shown = {
        "items": checklist(lesson),
        "asks": asks(lesson),
        "is_preview": place.is_preview,
    }
    if place.is_preview:
        return shown
    registration = place.registration
    of_lesson = {"registration": registration, "lesson": lesson.id}
    waiting = SignOff.objects.filter(**of_lesson, state=SignOff.State.OPEN).first()
    observed = Observation.objects.filter(sign_off__registration=registration, sign_off__lesson=lesson.id)
    return shown | {
        "waiting": waiting,
        "photos": Photo.objects.filter(**of_lesson, sign_off=waiting),
        "observations": observed.select_related("assessor").prefetch_related("sign_off__photos"),
    }


PRACTICAL = Kind(template="training_courses/_practical.html", context=context, previews=True)
