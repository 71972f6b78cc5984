"""The demo's question bank: categories of the departments that own them, and the questions in them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.demo.training.pictures import DRAWINGS, picture
from portal.demo.training.questions import (
    CHASSIS,
    DIAGNOSIS,
    ELECTRICS,
    ENGINE,
    FUEL,
    HV,
    SALES,
    TRACTOR,
    DemoQuestion,
    both,
)
from portal.demo.training.questions.tables import from_tables
from portal.demo.training.questions.written import written
from portal.network.models import Brand, Department, User
from training.bank.api import Facts, create_question, keep_picture, move_to
from training.bank.models import Category, Question
from training.bank.shapes import question_from

SERVICE, MARKETING = "service-engineering", "aftersales-marketing"
CATEGORIES = {
    HV: ("High voltage · 高压", SERVICE),
    DIAGNOSIS: ("Diagnosis · 故障诊断", SERVICE),
    ENGINE: ("Engine and exhaust · 发动机与排气", SERVICE),
    FUEL: ("Fuel and cooling · 燃油与冷却", SERVICE),
    CHASSIS: ("Chassis and brakes · 底盘与制动", SERVICE),
    ELECTRICS: ("Electrics, climate, body · 电气、空调、车身", SERVICE),
    TRACTOR: ("Tractor · 拖拉机", SERVICE),
    SALES: ("Selling the range · 产品销售", MARKETING),
}
"""The name of each category, and the department that owns it."""
AUTHORS = {SERVICE: "amir", MARKETING: "zhou"}
REVIEW_DAYS = 365


def questions() -> tuple[DemoQuestion, ...]:
    """Every question of the demo: those written one by one, then those from the tables."""
    return (*written(), *from_tables())


def missing_questions() -> list[DemoQuestion]:
    """Those that the bank does not have yet. One statement."""
    present = set(Question.objects.exclude(identifier="").values_list("identifier", flat=True))
    return [question for question in questions() if question.identifier not in present]


def category(key: str) -> Category:
    """The category by its key, made when it is not there."""
    name, department = CATEGORIES[key]
    return Category.objects.get_or_create(name=name, parent=None, department=Department.objects.get(code=department))[0]


def build_bank() -> None:
    """Every question that is not there yet, ready for use. An interrupted start goes on where it stopped."""
    missing = missing_questions()
    if not missing:
        return
    categories = {key: category(key) for key in CATEGORIES}
    brands = {brand.code: brand for brand in Brand.objects.all()}
    authors = {code: User.objects.get(username=name) for code, name in AUTHORS.items()}
    for one in missing:
        _create(one, categories[one.category], authors[CATEGORIES[one.category][1]], brands)


@transaction.atomic
def _create(one: DemoQuestion, into: Category, author: User, brands: dict[str, Brand]) -> None:
    body = dict(one.body)
    if one.picture:
        kept = keep_picture(picture(one.picture))
        body["picture"] = {"sha256": kept.sha256, "alt": both(*DRAWINGS[one.picture].alt)}
    of = {SALES: tuple(brands.values()), TRACTOR: (brands["tarnhof"],)}
    facts = Facts(
        name=one.name,
        difficulty=one.difficulty,
        objective=one.objective,
        identifier=one.identifier,
        brands=of.get(one.category, (brands["velmora"],)),
        tags=one.tags,
        review_on=timezone.localdate() + timedelta(days=REVIEW_DAYS),
    )
    question = create_question(actor=author, category=into, facts=facts, asked=question_from(body))
    move_to(actor=author, question=question, state=Question.State.READY)
