"""The demo's curricula for four job roles, the certifications to which they lead, and what counts instead of a course.

A course stands in a curriculum in both languages, of which one is enough.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from portal.demo.training.bank import AUTHORS, MARKETING, SERVICE
from portal.demo.training.courses import number_of
from portal.demo.training.languages import both
from portal.network.models import Brand, Department, JobRole, User
from training.certification.models import CertificationScheme, Curriculum, Equivalence
from training.courses.models import Course

HIGH_VOLTAGE, DIAGNOSIS, SELLING, HYDRAULICS = "TR-HV-101", "TR-DG-201", "TR-SL-301", "TR-HY-401"


@dataclass(frozen=True, slots=True)
class Part:
    """A set of a curriculum: a course by its code, in whichever language, or another curriculum by its code."""

    title: str
    course: str = ""
    curriculum: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class DemoCurriculum:
    """Owned by a department, for a job, at a brand or at all. `title` and `summary` in both languages, as the titles of
    its parts."""

    code: str
    title: str
    summary: str
    level: str
    parts: tuple[Part, ...]
    role: str
    brand: str = ""
    department: str = SERVICE


@dataclass(frozen=True, slots=True)
class DemoScheme:
    """`titles` and `statements` in English and Chinese; `rules` are fields of the scheme."""

    code: str
    titles: tuple[str, str]
    statements: tuple[str, str]
    path: str
    renewal: str = ""
    brand: str = "velmora"
    department: str = SERVICE
    rules: dict[str, Any] = field(default_factory=dict)


_FAULT_CODES = Part("Diagnosis by fault codes · 故障码诊断", DIAGNOSIS)
_SAFETY = Part("High-voltage safety · 高压安全", HIGH_VOLTAGE)
_TALK = Part("Selling the range · 产品销售", SELLING)
CURRICULA = (
    DemoCurriculum(
        "technician-van",
        "Technician, vans · 厢式车技师",
        "Find a fault by its code and replace only what is broken. · 按故障码诊断，只更换损坏的零件。",
        Curriculum.Level.BASIC,
        (_FAULT_CODES,),
        role="technician",
        brand="velmora",
    ),
    DemoCurriculum(
        "technician-tractor",
        "Technician, tractors · 拖拉机技师",
        "Measure a hydraulic circuit safely, and judge what was measured. · 安全测量液压回路并作出判断。",
        Curriculum.Level.BASIC,
        (Part("Tractor hydraulics · 拖拉机液压系统", HYDRAULICS),),
        role="technician",
        brand="tarnhof",
    ),
    DemoCurriculum(
        "hv-technician",
        "High-voltage technician · 高压技师",
        "Work on the high-voltage system of the Lodan E. · Lodan E 高压系统作业。",
        Curriculum.Level.ADVANCED,
        (Part("First what every technician learns · 先完成技师课程", curriculum="technician-van"), _SAFETY),
        role="hv-technician",
        brand="velmora",
    ),
    DemoCurriculum(
        "hv-renewal",
        "High-voltage technician: renewal · 高压技师复训",
        "The safety course once more. · 再次完成高压安全课程。",
        Curriculum.Level.ADVANCED,
        (_SAFETY,),
        role="hv-technician",
        brand="velmora",
    ),
    DemoCurriculum(
        "sales-adviser",
        "Sales adviser · 销售顾问",
        "Find the need, choose the vehicle, hand it over. · 了解需求、推荐车型、完成交付。",
        Curriculum.Level.BASIC,
        (_TALK,),
        role="sales-adviser",
        department=MARKETING,
    ),
    DemoCurriculum(
        "service-adviser",
        "Service adviser · 服务顾问",
        "Know the range, and understand what the workshop reports. · 了解产品系列，理解车间报告。",
        Curriculum.Level.BASIC,
        (
            _TALK,
            Part("To understand the workshop · 了解车间工作", DIAGNOSIS, required=False),
            Part("For tractor dealers · 拖拉机经销商", HYDRAULICS, required=False),
        ),
        role="service-adviser",
        department=MARKETING,
    ),
)
SCHEMES = (
    DemoScheme(
        "hv-lodan-e",
        ("High-voltage technician, Lodan E", "Lodan E 高压技师"),
        (
            "May switch off the high-voltage system of the Lodan E, prove that it is off, and work on it.",
            "可对 Lodan E 高压系统进行下电、验电及作业。",
        ),
        path="hv-technician",
        renewal="hv-renewal",
        rules={"months": 24, "window_days": 90, "grace_days": 30},
    ),
    DemoScheme(
        "diagnosis-van",
        ("Diagnostic technician, vans", "厢式车诊断技师"),
        ("Finds faults of the Lodan by their codes.", "可按故障码诊断 Lodan 故障。"),
        path="technician-van",
        rules={"months": 36, "window_days": 120, "grace_days": 60, "after_revocation": "again"},
    ),
    DemoScheme(
        "hydraulics-tractor",
        ("Hydraulics technician, tractors", "拖拉机液压技师"),
        ("Measures and repairs the hydraulic system of the TK 60 and TK 90.", "可检测和维修 TK 60、TK 90 液压系统。"),
        path="technician-tractor",
        brand="tarnhof",
        rules={"months": 36, "window_days": 120, "grace_days": 60, "after_revocation": "again"},
    ),
    DemoScheme(
        "sales-range",
        ("Certified sales adviser", "认证销售顾问"),
        ("Advises customers on the whole range.", "可就全系列产品为客户提供咨询。"),
        path="sales-adviser",
        brand="",
        department=MARKETING,
        rules={
            "validity": CertificationScheme.Validity.FIXED,
            "fixed_month": 3,
            "fixed_day": 31,
            "minimum_months": 6,
            "renew_from": CertificationScheme.RenewFrom.COMPLETION,
            "after_revocation": "again",
        },
    ),
)
ELSEWHERE = (
    (HIGH_VOLTAGE, "DGUV Information 209-093, level 2S"),
    (HIGH_VOLTAGE, "IMI Level 3 Award in Electric/Hybrid Vehicle System Repair and Replacement"),
    (HYDRAULICS, "CETOP Level 2, Fluid Power"),
)
"""Trainings of other providers that count for a course when somebody shows them."""


def build_curricula() -> None:
    """Curricula, then the certifications that ask for them, then what counts instead. Needs the courses."""
    present = set(Curriculum.objects.values_list("code", flat=True))
    for one in CURRICULA:
        if one.code not in present:
            _create_curriculum(one)
    held = set(CertificationScheme.objects.values_list("code", flat=True))
    for scheme in SCHEMES:
        if scheme.code not in held:
            _create_scheme(scheme)
    if not Equivalence.objects.exclude(by_external="").exists():
        _create_equivalences()


@transaction.atomic
def _create_curriculum(one: DemoCurriculum) -> None:
    (title, title_zh), (summary, summary_zh) = both(one.title), both(one.summary)
    curriculum = Curriculum(
        code=one.code,
        title=title,
        title_zh=title_zh,
        summary=summary,
        summary_zh=summary_zh,
        level=one.level,
        department=Department.objects.get(code=one.department),
        live=False,
    )
    curriculum.roles = [JobRole.objects.get(code=one.role)]
    curriculum.brands = list(Brand.objects.filter(code=one.brand))
    block = curriculum.body.stream_block
    curriculum.body = block.clean(block.to_python([_set(part) for part in one.parts]))
    _publish(curriculum, one.department)


def _set(part: Part) -> dict[str, Any]:
    if part.course:
        items = [{"type": "course", "value": pk} for pk in courses_of(part.course)]
    else:
        items = [{"type": "curriculum", "value": Curriculum.objects.get(code=part.curriculum).pk}]
    title, title_zh = both(part.title)
    facts = {"title": title, "title_zh": title_zh, "rule": "all", "required": part.required, "items": items}
    if len(items) > 1:
        facts |= {"rule": "n_of", "count": 1}
    return {"type": "set", "value": facts}


def courses_of(code: str) -> list[int]:
    """The course in English and in Chinese, by id. Raises Course.DoesNotExist."""
    return [Course.objects.get(document_number=number_of(code, language)).pk for language in ("en", "zh-hans")]


@transaction.atomic
def _create_scheme(one: DemoScheme) -> None:
    scheme = CertificationScheme(
        code=one.code,
        title=one.titles[0],
        title_zh=one.titles[1],
        statement=one.statements[0],
        statement_zh=one.statements[1],
        department=Department.objects.get(code=one.department),
        live=False,
        **one.rules,
    )
    scheme.brands = list(Brand.objects.filter(code=one.brand))
    scheme.initial_path = list(Curriculum.objects.filter(code=one.path))
    scheme.renewal_path = list(Curriculum.objects.filter(code=one.renewal))
    _publish(scheme, one.department)


def _publish(row: Any, department: str) -> None:
    """As an author does: what is wrong is refused, what is published becomes a version."""
    author = User.objects.get(username=AUTHORS[department])
    row.full_clean()
    row.save()
    row.save_revision(user=author).publish(user=author)


@transaction.atomic
def _create_equivalences() -> None:
    for code, training in ELSEWHERE:
        for course in courses_of(code):
            row = Equivalence(course_id=course, by_external=training)
            row.full_clean()
            row.save()
