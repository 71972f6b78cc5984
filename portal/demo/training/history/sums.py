"""What is worked out of the year: what people can do, the standards, the sums of the dashboards, the analyses; and what
people are told of it. By the doors that the clock opens each day."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from portal.network.models import User
from portal.notices.api import notify_many
from portal.notices.models import Notice
from training.assessments.models import Assessment
from training.certification import reminding as certificates
from training.courses.models import Registration
from training.dashboards.models import Touched
from training.dashboards.rollups import refreshing
from training.enrolment import reminding as enrolment
from training.enrolment import telling
from training.evaluation.analyses import graded, request_analysis, run
from training.evaluation.checks import ask_managers
from training.needs import evidence, standards, summing
from training.needs.models import Competency
from training.refresher import weekly

_BY = "ruth"
NEWS_DAYS = 30
"""Who was enrolled so recently is told, if it was not by themselves."""


def build_sums(today: date) -> None:
    """All of them."""
    for competency in Competency.objects.order_by("pk"):
        evidence.from_records(competency_id=competency.pk)
    summing.repair_gaps(day=today)
    standards.judge_all(day=today)
    refreshing.repair(day=today)
    Touched.objects.all().delete()
    trainer = User.objects.get(username=_BY)
    for assessment in Assessment.objects.order_by("pk"):
        if graded(assessment.pk).exists():
            run(analysis_id=request_analysis(actor=trainer, assessment_id=assessment.pk).pk)


def build_notices(today: date) -> None:
    """What people are told now, and what they were told in the last weeks."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    recent = Registration.objects.filter(created_at__gte=since).select_related("course", "created_by").order_by("pk")
    for one in recent.exclude(source=Registration.Source.SELF):
        notify_many([telling.assigned(one)])
        told = Notice.objects.filter(user=one.user_id, key=telling.assigned(one).key)
        told.update(created_at=one.created_at)
    waiting = list(recent.filter(state=Registration.State.REQUESTED))
    managers = telling.managers_of(user_ids={one.user_id for one in waiting}, day=today)
    notify_many(told for one in waiting for told in telling.requested(one, managers.get(one.user_id, ())))
    enrolment.remind()
    certificates.remind(today=today)
    certificates.note_ended(today=today)
    ask_managers(today=today)
    weekly.announce()
