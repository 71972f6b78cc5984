"""The runs of enrolment rules that have enrolled people during the year, with their reports.

A run's door enrols whom it finds today. So the runs are written here: of each day on which the rule has enrolled.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone

from training.courses.models import Registration
from training.enrolment.matching import members
from training.enrolment.models import EnrolmentRule, RuleEnrolment, RuleRun


def build_runs(today: date) -> None:
    """One run for each rule and day, by the clock. Who matched and was not enrolled had enrolled otherwise."""
    enrolments: list[RuleEnrolment] = []
    known = set(RuleEnrolment.objects.values_list("registration", flat=True))
    for rule in EnrolmentRule.objects.order_by("pk"):
        courses = list(rule.courses.values_list("pk", flat=True))
        days: dict[date, list[Registration]] = defaultdict(list)
        made = Registration.objects.filter(course__in=courses, source=Registration.Source.RULE).order_by("pk")
        for registration in made.exclude(pk__in=known):
            days[timezone.localdate(registration.created_at)].append(registration)
        for day, registrations in sorted(days.items()):
            run = _run(rule, courses, day, registrations)
            enrolments += [
                RuleEnrolment(rule=rule, registration=one, run=run, at=one.created_at) for one in registrations
            ]
    RuleEnrolment.objects.bulk_create(enrolments, batch_size=200)


def _run(rule: EnrolmentRule, courses: list[int], day: date, registrations: list[Registration]) -> RuleRun:
    looked_at = max(len(registrations), members(rule=rule, day=day).values("user").distinct().count())
    begun = min(one.created_at for one in registrations)
    ended = max(one.created_at for one in registrations) + timedelta(seconds=2)
    return RuleRun.objects.create(
        rule=rule,
        state=RuleRun.State.DONE,
        day=day,
        daily=True,
        created_at=begun,
        beat_at=ended,
        finished_at=ended,
        courses=courses,
        at_course=len(courses),
        expected=looked_at,
        looked_at=looked_at,
        made=len(registrations),
        already=looked_at - len(registrations),
    )
