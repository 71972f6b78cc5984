"""The demo's enrolment rules: by job, brand and region, and for new starters; and when managers are told of a delay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.demo.training.bank import MARKETING, SERVICE
from portal.demo.training.courses import REGION_OF_CHINESE, number_of
from portal.demo.training.curricula import DIAGNOSIS, HIGH_VOLTAGE, SELLING
from portal.network.models import Brand, Department, JobRole, Region
from training.courses.models import Course
from training.enrolment.models import CourseReminders, EnrolmentRule

ELSEWHERE = ("europe", "north-america")
"""Where the courses in English are taken."""
ACTIVE_SINCE_DAYS = 360


@dataclass(frozen=True, slots=True)
class DemoRule:
    """Names and reasons in English and Chinese: a rule is made for the course of each language."""

    names: tuple[str, str]
    reasons: tuple[str, str]
    course: str
    roles: tuple[str, ...]
    due_days: int
    brand: str = ""
    department: str = SERVICE
    starters_within: int | None = None
    retake_months: int | None = None
    escalate_days: int | None = None


RULES = (
    DemoRule(
        ("High-voltage technicians", "高压技师"),
        ("Whoever works on the electric van needs the certification.", "从事电动车作业须取得认证。"),
        HIGH_VOLTAGE,
        ("hv-technician",),
        due_days=60,
        brand="velmora",
        retake_months=24,
        escalate_days=14,
    ),
    DemoRule(
        ("New in the workshop", "车间新员工"),
        ("You are new: begin with diagnosis.", "新员工请先学习故障诊断。"),
        DIAGNOSIS,
        ("technician",),
        due_days=45,
        brand="velmora",
        starters_within=90,
    ),
    DemoRule(
        ("New in the showroom", "展厅新员工"),
        ("You are new: begin with the range.", "新员工请先了解产品系列。"),
        SELLING,
        ("sales-adviser", "service-adviser"),
        due_days=30,
        department=MARKETING,
        starters_within=90,
        escalate_days=7,
    ),
)
ESCALATE_DAYS = ((HIGH_VOLTAGE, 10), (DIAGNOSIS, 14))
"""By course: after how many days overdue the manager is told, where no rule says otherwise."""


def build_rules() -> None:
    """Those that are not there yet. Needs the courses."""
    present = set(EnrolmentRule.objects.values_list("name", flat=True))
    for rule in RULES:
        for place, language in enumerate(("en", "zh-hans")):
            if rule.names[place] not in present:
                _create(rule, place, language)
    if not CourseReminders.objects.exists():
        _create_reminders()


@transaction.atomic
def _create(one: DemoRule, place: int, language: str) -> None:
    rule = EnrolmentRule(
        name=one.names[place],
        department=Department.objects.get(code=one.department),
        state=EnrolmentRule.State.ACTIVE,
        starters_within=one.starters_within,
        active_from=timezone.localdate() - timedelta(days=ACTIVE_SINCE_DAYS),
        due_days=one.due_days,
        reason=one.reasons[place],
        retake_months=one.retake_months,
        escalate_days=one.escalate_days,
    )
    rule.courses = [Course.objects.get(document_number=number_of(one.course, language))]
    rule.audience_roles = list(JobRole.objects.filter(code__in=one.roles))
    rule.audience_brands = list(Brand.objects.filter(code=one.brand))
    regions = (REGION_OF_CHINESE,) if language == "zh-hans" else ELSEWHERE
    rule.audience_regions = list(Region.objects.filter(code__in=regions))
    rule.full_clean()
    rule.save()


@transaction.atomic
def _create_reminders() -> None:
    for code, days in ESCALATE_DAYS:
        for language in ("en", "zh-hans"):
            course = Course.objects.get(document_number=number_of(code, language))
            row = CourseReminders(course=course, escalate_days=days)
            row.full_clean()
            row.save()
