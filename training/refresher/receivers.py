"""What the refresher does when a course is completed."""

from __future__ import annotations

from training.courses.api import Registration, course_completed
from training.refresher.dealing import owe_cards


def connect() -> None:
    course_completed.connect(_completed, sender=Registration, dispatch_uid="refresher.completed")


def _completed(*, registration: Registration, **_kwargs: object) -> None:
    owe_cards(registration)
