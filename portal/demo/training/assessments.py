"""The demo's assessments: sections that draw from the bank by category and difficulty."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from portal.demo.training.bank import CATEGORIES, category
from portal.demo.training.languages import both
from portal.demo.training.questions import CHASSIS, DIAGNOSIS, ELECTRICS, ENGINE, FUEL, HV, SALES, TRACTOR
from portal.network.models import Department
from training.assessments.models import Assessment, Section, Slot
from training.bank.models import Question


@dataclass(frozen=True, slots=True)
class Draw:
    """So many questions of a category, between two difficulties; `points` for each."""

    category: str
    count: int
    easiest: int = 1
    hardest: int = 5
    points: int = 1


@dataclass(frozen=True, slots=True)
class DemoAssessment:
    """`sections` are titles in both languages with their draws; a text among these is the identifier of a fixed
    question."""

    title: str
    title_zh: str
    introduction: str
    introduction_zh: str
    sections: tuple[tuple[str, tuple[Draw | str, ...]], ...]
    pass_mark: Decimal = Decimal("0.8")
    minutes: int | None = None
    attempts: int | None = None
    cool_down_minutes: int = 0
    feedback: str = Assessment.Feedback.SOLUTION

    @property
    def department(self) -> str:
        """Of the category that it draws from first."""
        first = next(one for _title, draws in self.sections for one in draws if isinstance(one, Draw))
        return CATEGORIES[first.category][1]


HV_TEST = DemoAssessment(
    title="High-voltage safety",
    title_zh="高压安全",
    introduction="Eighteen questions in 30 minutes. The pass mark is 80 %.",
    introduction_zh="共 18 题，30 分钟，80 % 及格。",
    sections=(
        ("Switching off and proof · 下电与验电", (Draw(HV, 5, 1, 2), "hv-isolate", "hv-spot-disconnect")),
        ("Faults and limits · 故障与标准值", (Draw(HV, 6, 3, 3), Draw(HV, 5, 4, 4, 2))),
    ),
    minutes=30,
    attempts=3,
    cool_down_minutes=60,
)
DIAGNOSIS_TEST = DemoAssessment(
    title="Diagnosis by fault codes",
    title_zh="故障码诊断",
    introduction="Twenty questions in 40 minutes. Keep the manual at hand.",
    introduction_zh="共 20 题，40 分钟，可查阅手册。",
    sections=(
        ("Method · 方法", (Draw(DIAGNOSIS, 6, 1, 3),)),
        ("Engine, exhaust, fuel · 发动机、排气、燃油", (Draw(ENGINE, 5, 2, 4), Draw(FUEL, 4, 2, 4))),
        ("Brakes and electrics · 制动与电气", (Draw(CHASSIS, 2, 3, 4), Draw(ELECTRICS, 3, 2, 4))),
    ),
    pass_mark=Decimal("0.7"),
    minutes=40,
)
SALES_TEST = DemoAssessment(
    title="Selling the range",
    title_zh="产品销售",
    introduction="Ten questions without a time limit.",
    introduction_zh="共 10 题，不限时。",
    sections=(("Range and talk · 产品与洽谈", (Draw(SALES, 6, 1, 2), Draw(SALES, 4, 2, 4))),),
    pass_mark=Decimal("0.7"),
)
TRACTOR_TEST = DemoAssessment(
    title="Tractor: engine, driveline, hydraulics",
    title_zh="拖拉机：发动机、传动、液压",
    introduction="Twelve questions in 25 minutes.",
    introduction_zh="共 12 题，25 分钟。",
    sections=(("Tractor · 拖拉机", (Draw(TRACTOR, 5, 2, 3), Draw(TRACTOR, 7, 3, 4))),),
    pass_mark=Decimal("0.7"),
    minutes=25,
)
CASES = DemoAssessment(
    title="High-voltage cases, graded by a trainer",
    title_zh="高压案例（培训师评分）",
    introduction="One case in your own words. A trainer grades it.",
    introduction_zh="一道案例题，由培训师评分。",
    sections=(("Case · 案例", (Draw(HV, 2, 4, 4), "hv-report")),),
    pass_mark=Decimal("0.6"),
    minutes=60,
    attempts=2,
)
ASSESSMENTS = (HV_TEST, DIAGNOSIS_TEST, SALES_TEST, TRACTOR_TEST, CASES)


def build_assessments() -> None:
    """Those that are not there yet, by their title. Needs the bank."""
    present = set(Assessment.objects.values_list("title", flat=True))
    for one in ASSESSMENTS:
        if one.title not in present:
            _create(one)


@transaction.atomic
def _create(one: DemoAssessment) -> None:
    made = Assessment.objects.create(
        title=one.title,
        title_zh=one.title_zh,
        department=Department.objects.get(code=one.department),
        introduction=one.introduction,
        introduction_zh=one.introduction_zh,
        pass_share=one.pass_mark,
        time_limit_seconds=one.minutes * 60 if one.minutes else None,
        most_attempts=one.attempts,
        cool_down_minutes=one.cool_down_minutes,
        feedback=one.feedback,
    )
    for place, (text, draws) in enumerate(one.sections):
        title, title_zh = both(text)
        section = Section.objects.create(assessment=made, position=place, title=title, title_zh=title_zh, shuffle=True)
        for position, entry in enumerate(draws):
            if isinstance(entry, str):
                question = Question.objects.get(identifier=entry)
                Slot.objects.create(section=section, position=position, question=question)
                continue
            Slot.objects.create(
                section=section,
                position=position,
                category=category(entry.category),
                count=entry.count,
                easiest=entry.easiest,
                hardest=entry.hardest,
                points=entry.points,
            )
