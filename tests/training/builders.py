"""Rows of the training half for tests: a bank of workshop questions and assessments that draw from it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.test import Client

from portal.network.departments import create_department
from portal.network.models import Department, User
from tests import factories
from tests.training import questions
from training.assessments.models import Assessment, Attempt, Section, Slot
from training.bank.editing import Facts, create_question, move_to
from training.bank.models import Category, Question
from training.bank.shapes import AnyQuestion

PURPOSE = "test:1"
ALL_KINDS = {
    "coolant": questions.COOLANT,
    "isolate": questions.ISOLATE,
    "live": questions.LIVE,
    "torque": questions.TORQUE,
    "code": questions.CODE,
    "steps": questions.STEPS,
    "symbols": questions.SYMBOLS,
    "gaps": questions.GAPS,
}


def department(code: str = "service") -> Department:
    return Department.objects.filter(code=code).first() or create_department(code=code, name=code.title())


def category(name: str = "Brakes", parent: Category | None = None, **more: Any) -> Category:
    found = Category.objects.filter(name=name, parent=parent).first()
    return found or Category.objects.create(name=name, parent=parent, department=department(), **more)


def ready(name: str, asked: AnyQuestion, *, into: Category | None = None, **facts: Any) -> Question:
    question = create_question(actor=None, category=into or category(), facts=Facts(name=name, **facts), asked=asked)
    move_to(actor=None, question=question, state=Question.State.READY)
    question.refresh_from_db()
    return question


def assessment(*asked: Question, **rules: Any) -> Assessment:
    """Of these questions in this order, a point each."""
    made = Assessment.objects.create(
        **{"title": "Test", "department": department(), "pass_share": Decimal("0.5"), "shuffle_options": False, **rules}
    )
    section = Section.objects.create(assessment=made)
    for position, question in enumerate(asked):
        Slot.objects.create(section=section, position=position, question=question)
    return made


def of_every_kind(**rules: Any) -> Assessment:
    return assessment(*(ready(name, asked) for name, asked in ALL_KINDS.items()), **rules)


def person(**more: Any) -> User:
    return factories.UserFactory(**more)


def browser(user: User) -> Client:
    """A client in which they are signed in."""
    made = Client()
    made.force_login(user)
    return made


def item_of(attempt: Attempt, name: str) -> int:
    """The position of the question called `name`."""
    return attempt.items.get(question_version__question__name=name).position
