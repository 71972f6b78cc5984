"""What follows from completed courses, by the doors that take the day on which they were completed: cards of the
refresher, checks on the job, progress in curricula and what is certified by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from portal.demo.people import everybody
from training.certification.considering import reconsider
from training.courses.models import Registration
from training.evaluation.checks import plan_check
from training.refresher.dealing import deal

REFRESHED_SINCE = timedelta(days=90)
"""The refresher is new: who completed a course before then has no cards, but for the people who sign in to a demo."""


def follow(registrations: Sequence[Registration]) -> None:
    """Those that are completed, in the order of their completion."""
    done = [(one.completed_at, one.pk, one) for one in registrations if one.completed_at is not None]
    refreshed = timezone.now() - REFRESHED_SINCE
    logins = {person.username for person in everybody()}
    for at, _pk, registration in sorted(done, key=lambda row: row[:2]):
        plan_check(registration)
        if at > refreshed or registration.user.username in logins:
            deal(registration_id=registration.pk)
        reconsider(user_id=registration.user_id, course_ids=[registration.course_id], now=at)
