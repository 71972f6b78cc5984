"""The author's slip: one question of the bank has the wrong option as its key, as happens in every bank. Whoever knows
better chooses another one, and the analysis of the assessment says "check the key"."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from portal.demo.training.assessments import DIAGNOSIS_TEST
from portal.demo.training.bank import AUTHORS, CATEGORIES, category
from portal.demo.training.questions import DIAGNOSIS, both
from portal.network.models import User
from training.assessments.models import Section, Slot
from training.bank.api import Facts, create_question, move_to
from training.bank.models import Question
from training.bank.shapes import Choice, Option

IDENTIFIER = "dg-cold-check"
KEYED, TRUE = "c", "a"
"""The option that the key says, and the one that is right."""


def asked() -> Choice:
    """The question as its author saved it: the explanation is right, the key has slipped."""
    texts = {
        "a": both("Before the engine is started, cold", "发动机冷态、起动之前"),
        "b": both("After ten minutes at idle", "怠速运转十分钟后"),
        "c": both("Right after a test drive, hot", "试车后立即、热态"),
        "d": both("It does not matter", "无所谓"),
    }
    return Choice(
        stem=both(
            "<p>Two temperature sensors are to be compared with each other. When do you read their values?</p>",
            "<p>需要比较两个温度传感器的数值，应在何时读取？</p>",
        ),
        explanation=both(
            "After a night in the workshop all sensors of a cold engine have the same temperature.",
            "车辆在车间停放一夜后，冷态发动机各传感器温度一致。",
        ),
        options=tuple(
            Option(id=name, text=text, fraction=1.0 if name == KEYED else 0.0) for name, text in texts.items()
        ),
    )


@transaction.atomic
def build_slip() -> None:
    """The question, if it is not in the bank yet."""
    if Question.objects.filter(identifier=IDENTIFIER).exists():
        return
    author = User.objects.get(username=AUTHORS[CATEGORIES[DIAGNOSIS][1]])
    facts = Facts(
        name="Two temperature sensors are to be compared with each other",
        difficulty=2,
        objective="Uses what the tester reads",
        identifier=IDENTIFIER,
        tags=("method",),
    )
    question = create_question(actor=author, category=category(DIAGNOSIS), facts=facts, asked=asked())
    move_to(actor=author, question=question, state=Question.State.READY)
    _ask_everybody(question)


def _ask_everybody(question: Question) -> None:
    """In place of one of those that are drawn, so that enough people answer it to be sure."""
    section = Section.objects.filter(assessment__title=DIAGNOSIS_TEST.title).order_by("position").first()
    if section is not None:
        drawn = Slot.objects.filter(section=section, question__isnull=True, count__gt=1).order_by("position")[:1]
        Slot.objects.filter(pk__in=[slot.pk for slot in drawn]).update(count=F("count") - 1)
        Slot.objects.create(section=section, position=section.slots.count(), question=question)


def believed(identifier: str) -> str:
    """The option that people who know choose, where it is not that of the key."""
    return TRUE if identifier == IDENTIFIER else ""
