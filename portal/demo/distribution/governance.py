"""A month of decisions about bulletins: one replaced, one amended, one withdrawn with its reason, two that overlap
without anybody having said why, and a draft that waits for its review."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import WorkflowState

from content.bulletins.api import Bulletin
from content.library import api as library
from content.library import conflicts
from content.library.acting import acting
from content.library.models import Effect, Manual, Relation, Succession, Withdrawal
from portal.demo import bulletins
from portal.demo.bulletin_texts import Block, DemoBulletin, DemoIssue, labour, steps, text, told
from portal.network.models import Department, User

AUTHOR, REVIEWER, RELEASER = "amir", "bruno", "yan"
SERVICE = "service-engineering"


def _service(number: str, title: str, days: int, *body: Block, **facts: Any) -> DemoBulletin:
    usual: dict[str, Any] = {
        "category": "service_bulletin",
        "brand": "velmora",
        "department": SERVICE,
        "models": ("VLX",),
        "years": (2025, 2025),
    }
    return DemoBulletin(number, title, issues=(DemoIssue(days, body),), **usual | facts)


WATER_OLD = _service(
    "SB-26-009",
    "Lodan XL: water in the rear lamp",
    -29,
    told("symptom", "Drops stand inside the rear lamp after a wash."),
    told("remedy", "Dry the lamp and renew the seal 8810-40012."),
)
WATER_NEW = _service(
    "SB-26-015",
    "Lodan XL: water in the rear lamp, new lamp",
    -8,
    told("symptom", "Drops stand inside the rear lamp after a wash."),
    told("cause", "The weld of the lamp can open: a new seal alone does not help."),
    told("remedy", "Replace the lamp, 8810-40120. The seal 8810-40012 is not ordered any more."),
    labour(("Replace a rear lamp", "T 8810 12", "0.4")),
)
COUPLERS = _service(
    "ST-26-008",
    "TK 60: tool for the rear quick couplers",
    -6,
    text("What changes", "Tool T-7121 takes the place of T-7120. Torques and parts stay as they are."),
    brand="tarnhof",
    models=("TK60",),
    years=(2019, 2023),
)
WRONG = _service(
    "SB-26-013-ZH",
    "Lodan XL：滑门导轨润滑",
    -12,
    told("symptom", "滑门在低温下开启费力。"),
    steps("步骤", "清洁导轨。", "在导轨上涂抹润滑脂 G-204。"),
    language="zh-hans",
)
DOORS = _service(
    "SB-26-016",
    "Lodan XL: rattle of the second sliding door",
    -3,
    told("symptom", "The second sliding door rattles on rough roads."),
    told("remedy", "Set the striker plate 2 mm inwards and tighten it to 12 N·m."),
    years=(2024, 2024),
)
DRAFT = _service(
    "SB-26-017",
    "Lodan XL: cabin filter housing",
    -1,
    told("symptom", "The cover of the cabin filter does not close."),
    told("remedy", "Replace the two clips 6600-11002."),
    years=(2026, 2026),
)


def build() -> None:
    """Make what is missing."""
    department = Department.objects.get(code=SERVICE)
    author, reviewer, releaser = (User.objects.filter(username=name).first() for name in (AUTHOR, REVIEWER, RELEASER))
    if department.reviewers and reviewer:
        department.reviewers.user_set.add(reviewer)
    if department.releasers and releaser:
        department.releasers.user_set.add(releaser)
    for bulletin in (WATER_OLD, WATER_NEW, COUPLERS, WRONG, DOORS):
        if not Manual.objects.filter(document_number=bulletin.document_number).exists():
            bulletins.publish(bulletin)
    _relate(WATER_NEW, WATER_OLD.document_number, Effect.REPLACES, author, days=-8)
    _relate(COUPLERS, "ST-26-007", Effect.AMENDS, author, days=-6)
    if releaser is not None:
        _withdraw(WRONG, releaser, days=-10)
    if author is not None:
        _answer(_page(WATER_NEW.document_number), author, "A lamp and a fault of the bus: two separate repairs.")
        _hand_in(DRAFT, author)


def _page(number: str) -> Bulletin:
    return Bulletin.objects.get(document_number=number)


def _day(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(9, 30)))


def _relate(bulletin: DemoBulletin, target: str, effect: str, actor: User | None, *, days: int) -> None:
    page, earlier = _page(bulletin.document_number), Manual.objects.filter(document_number=target).first()
    if earlier is None or Succession.objects.filter(successor=page.pk, predecessor=earlier).exists():
        return
    page.relations = [Relation(target=earlier, effect=effect)]  # type: ignore[misc]
    page.save_revision(user=actor).publish(user=actor)
    Succession.objects.filter(successor=page.pk, predecessor=earlier).update(since=_day(days))
    library.relink(manual_id=page.pk)


def _answer(page: Manual, author: User, reason: str) -> None:
    for question in conflicts.questions(page):
        if question.is_open:
            conflicts.answer(page=page, other_id=question.other.pk, reason=reason, actor=author)


def _withdraw(bulletin: DemoBulletin, actor: User, *, days: int) -> None:
    page = _page(bulletin.document_number)
    if page.live and not Withdrawal.objects.filter(manual=page.pk).exists():
        reason = "润滑脂 G-204 会使导轨的塑料滑块膨胀，请勿使用。新的步骤正在测试。"
        library.withdraw_publication(manual_id=page.pk, actor=actor, reason=reason)
        Withdrawal.objects.filter(manual=page.pk).update(at=_day(days))


def _hand_in(bulletin: DemoBulletin, author: User) -> None:
    if Manual.objects.filter(document_number=bulletin.document_number).exists():
        return
    page = bulletins.page_of(bulletin)
    page.body = list(bulletin.issues[0].body)
    page.owner = author
    page.save_revision(user=author)
    _answer(page, author, "The filter housing has nothing to do with the bus.")
    workflow = page.get_workflow()
    if workflow is not None and not WorkflowState.objects.filter(object_id=str(page.pk)).exists():
        with acting(author):
            workflow.start(page, author)
