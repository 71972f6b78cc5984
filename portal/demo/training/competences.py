"""What the demo's people can do and what their jobs ask for: a framework, competencies with what shows them, role
profiles; and how well people are to remember what they learnt."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from portal.demo.training.assessments import DIAGNOSIS_TEST, HV_TEST, SALES_TEST, TRACTOR_TEST, DemoAssessment
from portal.demo.training.bank import MARKETING, SERVICE
from portal.demo.training.curricula import DIAGNOSIS, HIGH_VOLTAGE, HYDRAULICS, SELLING, courses_of
from portal.demo.training.languages import both
from portal.network.models import Brand, Department, JobRole
from training.assessments.models import Assessment
from training.certification.models import CertificationScheme
from training.needs.models import Competency, CompetencyFramework, LevelRule, RoleProfile, RoleProfileLine
from training.refresher.models import RetentionGoal

FRAMEWORK = "Workshop and showroom"
WORDS = ("Not shown · 未证明", "Knows · 了解", "With help · 在指导下完成", "Alone · 独立完成", "Teaches · 能指导他人")
COMPETENCIES: tuple[tuple[str, str, str, str, DemoAssessment, str], ...] = (
    ("hv-safety", "Switching high voltage off · 高压下电", "velmora", HIGH_VOLTAGE, HV_TEST, "hv-lodan-e"),
    ("fault-codes", "Diagnosis by fault codes · 故障码诊断", "velmora", DIAGNOSIS, DIAGNOSIS_TEST, "diagnosis-van"),
    (
        "hydraulics", "Measuring hydraulics · 液压检测", "tarnhof", HYDRAULICS, TRACTOR_TEST,
        "hydraulics-tractor",
    ),
    ("advising", "Advising customers · 客户咨询", "", SELLING, SALES_TEST, "sales-range"),
)  # fmt: skip
"""Code, name in both languages, brand, and what shows it: the assessment level 1, the course level 2, the certification
level 3."""
PROFILES: tuple[tuple[str, str, str, tuple[tuple[str, int], ...]], ...] = (
    ("technician", "velmora", SERVICE, (("fault-codes", 3),)),
    ("technician", "tarnhof", SERVICE, (("hydraulics", 3),)),
    ("hv-technician", "velmora", SERVICE, (("hv-safety", 3), ("fault-codes", 3))),
    ("service-adviser", "", MARKETING, (("advising", 2),)),
    ("sales-adviser", "", MARKETING, (("advising", 3),)),
)
RETENTION = ((SERVICE, "", "0.90"), (SERVICE, HIGH_VOLTAGE, "0.95"), (MARKETING, "", "0.85"))
"""The share of questions that people are to know still: of a department's courses, and of one."""


def build_competences() -> None:
    """Those that are not there yet. Needs courses, assessments and certifications."""
    present = set(Competency.objects.values_list("code", flat=True))
    for row in COMPETENCIES:
        if row[0] not in present:
            _create_competency(*row)
    profiles = set(RoleProfile.objects.values_list("role__code", "brand__code"))
    for role, brand, department, lines in PROFILES:
        if (role, brand or None) not in profiles:
            _create_profile(role, brand, department, lines)
    if not RetentionGoal.objects.exists():
        _create_goals()


@transaction.atomic
def _create_competency(code: str, name: str, brand: str, course: str, assessment: DemoAssessment, scheme: str) -> None:
    framework, _ = CompetencyFramework.objects.get_or_create(
        name=FRAMEWORK,
        defaults={
            "department": Department.objects.get(code=SERVICE),
            **{f"level_{level}": both(word)[0] for level, word in enumerate(WORDS)},
            **{f"level_{level}_zh": both(word)[1] for level, word in enumerate(WORDS)},
        },
    )
    english, chinese = both(name)
    competency = Competency(
        framework=framework,
        code=code,
        name=english,
        name_zh=chinese,
        brand=Brand.objects.filter(code=brand).first(),
    )
    competency.rules = [
        LevelRule(level=1, assessment=Assessment.objects.get(title=assessment.title), months=36),
        *(LevelRule(level=2, course_id=pk, months=36) for pk in courses_of(course)),
        LevelRule(level=3, scheme=CertificationScheme.objects.get(code=scheme)),
    ]
    competency.full_clean()
    competency.save()


@transaction.atomic
def _create_profile(role: str, brand: str, department: str, lines: tuple[tuple[str, int], ...]) -> None:
    profile = RoleProfile(
        role=JobRole.objects.get(code=role),
        brand=Brand.objects.filter(code=brand).first(),
        department=Department.objects.get(code=department),
    )
    profile.lines = [
        RoleProfileLine(competency=Competency.objects.get(code=code), level=level) for code, level in lines
    ]
    profile.full_clean()
    profile.save()


@transaction.atomic
def _create_goals() -> None:
    for department, code, share in RETENTION:
        for course in courses_of(code) if code else [None]:
            goal = RetentionGoal(
                department=Department.objects.get(code=department), course_id=course, retention=Decimal(share)
            )
            goal.full_clean()
            goal.save()
