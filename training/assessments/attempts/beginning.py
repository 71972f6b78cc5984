"""Beginning an attempt: who may, under which rules, and what is asked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User
from training.assessments.attempts.ending import end_if_over
from training.assessments.composing import plan, sections_of
from training.assessments.drawing import Drawn, NotEnoughQuestions, draw, option_order
from training.assessments.models import Allowance, Assessment, Attempt, AttemptItem, Slot
from training.assessments.rules import Rules
from training.bank.models import QuestionVersion

_OPEN = (Attempt.State.WAITING, Attempt.State.IN_PROGRESS)


class MayNotBegin(Refused):
    """There is no new attempt now; the reason says why, and when there will be one."""


class WrongPassword(MayNotBegin):
    """The assessment asks for another password."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a person is told before they begin. `open_attempt` is the one to go on with; `refused` says why no new one
    can begin ("" when it can); `left` is how many there are, None when any number. `question_seconds` are the shortest
    and the longest time of questions that have their own, with the person's factor."""

    open_attempt: Attempt | None
    refused: str
    used: int
    left: int | None
    rules: Rules
    question_seconds: tuple[int, int] | None

    @property
    def minutes(self) -> int:
        """The time limit with the person's factor, rounded up."""
        seconds = (self.rules.time_limit_seconds or 0) * self.rules.time_factor
        return int(-(-seconds // 60))


def prospect(*, user: User, assessment: Assessment, purpose: str, now: datetime | None = None) -> Prospect:
    """What would happen if the person began now. Three statements."""
    now = now or timezone.now()
    allowance = Allowance.objects.filter(assessment=assessment, user=user).first()
    attempts = list(_attempts(user, assessment, purpose))
    rules = Rules.of(assessment, allowance)
    current = next((attempt for attempt in attempts if attempt.state in _OPEN), None)
    most = _most(assessment, allowance)
    used = sum(attempt.state != Attempt.State.VOIDED for attempt in attempts)
    return Prospect(
        open_attempt=current,
        refused="" if current else _refusal(assessment, rules, attempts, most, now),
        used=used,
        left=None if most is None else max(0, most - used),
        rules=rules,
        question_seconds=_question_seconds(assessment, rules),
    )


def _question_seconds(assessment: Assessment, rules: Rules) -> tuple[int, int] | None:
    own = Slot.objects.filter(section__assessment=assessment).aggregate(least=Min("seconds"), most=Max("seconds"))
    if own["least"] is None:
        return None
    return int(own["least"] * rules.time_factor), int(own["most"] * rules.time_factor)


def begin(
    *, user: User, assessment: Assessment, purpose: str, language: str, password: str = "", now: datetime | None = None
) -> Attempt:
    """The person's attempt: the open one if there is one (a second tab, another device), else a new one.

    The questions are drawn, and kept, when the clock starts. An assessment with a proctor gives an attempt that waits;
    begin it again once it was released. Raises MayNotBegin.
    """
    now = now or timezone.now()
    with transaction.atomic():
        current = _attempts(user, assessment, purpose).filter(state__in=_OPEN).first()
        if current is not None and not end_if_over(current, now=now):
            if current.state == Attempt.State.WAITING and current.released_at is not None:
                return _start(current, assessment, now)
            return current
        try:
            with transaction.atomic():
                return _new(user, assessment, purpose, language, password, now)
        except IntegrityError:
            # Begun in another tab between our look and our insert.
            return _attempts(user, assessment, purpose).get(state__in=_OPEN)


def _attempts(user: User, assessment: Assessment, purpose: str):  # type: ignore[no-untyped-def]
    return Attempt.objects.filter(user=user, assessment=assessment, purpose=purpose).order_by("number")


def _most(assessment: Assessment, allowance: Allowance | None) -> int | None:
    if assessment.most_attempts is None:
        return None
    return assessment.most_attempts + (allowance.extra_attempts if allowance else 0)


def _refusal(assessment: Assessment, rules: Rules, attempts: list[Attempt], most: int | None, now: datetime) -> str:
    if assessment.archived_at is not None:
        return _("It is no longer offered.")
    if assessment.opens_at and now < assessment.opens_at:
        return _("It opens on %(when)s.") % {"when": _when(assessment.opens_at)}
    if rules.closes_at and now >= rules.closes_at:
        return _("It closed on %(when)s.") % {"when": _when(rules.closes_at)}
    counted = [attempt for attempt in attempts if attempt.state != Attempt.State.VOIDED]
    if most is not None and len(counted) >= most:
        return _("No attempts are left. Ask your trainer for another.")
    last = max((attempt.submitted_at for attempt in counted if attempt.submitted_at), default=None)
    if last is not None and assessment.cool_down_minutes:
        again = last + timedelta(minutes=assessment.cool_down_minutes)
        if now < again:
            return _("You can try again on %(when)s.") % {"when": _when(again)}
    return ""


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _new(user: User, assessment: Assessment, purpose: str, language: str, password: str, now: datetime) -> Attempt:
    allowance = Allowance.objects.filter(assessment=assessment, user=user).first()
    attempts = list(_attempts(user, assessment, purpose))
    rules = Rules.of(assessment, allowance)
    if reason := _refusal(assessment, rules, attempts, _most(assessment, allowance), now):
        raise MayNotBegin(reason)
    if assessment.opening == Assessment.Opening.PASSWORD and not compare_digest(
        password.encode(), assessment.password.encode()
    ):
        raise WrongPassword(_("That is not the password."))
    attempt = Attempt.objects.create(
        user=user,
        assessment=assessment,
        purpose=purpose,
        number=max((attempt.number for attempt in attempts), default=0) + 1,
        seed=secrets.token_hex(16),
        language=language,
        rules=rules.as_json(),
        state=Attempt.State.WAITING,
        created_at=now,
    )
    if assessment.opening == Assessment.Opening.PROCTOR:
        events.record(verb="attempt.waits", subject=f"attempt:{attempt.pk}", actor=user)
        return attempt
    return _start(attempt, assessment, now)


def drawn_for(
    assessment: Assessment, *, seed: str, avoid: frozenset[int] = frozenset()
) -> list[tuple[Drawn, Slot, QuestionVersion]]:
    """What the seed draws, in the order in which it is asked, each with its slot and version. Five statements at most.
    Raises MayNotBegin: too few questions, or none."""
    sections = sections_of(assessment)
    try:
        drawn = draw(plan(sections), seed=seed, avoid=avoid)
    except NotEnoughQuestions as error:
        raise MayNotBegin(
            _("Section %(section)s asks for %(wanted)s questions and the bank has %(found)s. Tell your trainer.")
            % {"section": error.place[0] + 1, "wanted": error.wanted, "found": error.found}
        ) from error
    if not drawn:
        raise MayNotBegin(_("The assessment has no questions yet. Tell your trainer."))
    versions = QuestionVersion.objects.in_bulk([one.candidate.version for one in drawn])
    slots = [list(section.slots.all()) for section in sections]
    return [(one, slots[one.section][one.slot], versions[one.candidate.version]) for one in drawn]


def _start(attempt: Attempt, assessment: Assessment, now: datetime) -> Attempt:
    rules = Rules.kept(attempt.rules)
    if rules.closes_at and now >= rules.closes_at:
        raise MayNotBegin(_("It closed on %(when)s.") % {"when": _when(rules.closes_at)})
    seen = AttemptItem.objects.filter(attempt__user_id=attempt.user_id, attempt__assessment=assessment)
    avoid = frozenset(seen.values_list("question_version__question_id", flat=True))
    items = []
    for position, (one, slot, version) in enumerate(drawn_for(assessment, seed=attempt.seed, avoid=avoid)):
        order = option_order(version.asked, seed=attempt.seed, position=position, shuffle=rules.shuffle_options)
        items.append(
            AttemptItem(
                attempt=attempt,
                position=position,
                section=one.section,
                question_version=version,
                option_order=order,
                points=slot.points,
                seconds=slot.seconds,
            )
        )
    AttemptItem.objects.bulk_create(items)
    attempt.state = Attempt.State.IN_PROGRESS
    attempt.started_at = now
    attempt.deadline_at = rules.deadline(now)
    attempt.save(update_fields=["state", "started_at", "deadline_at"])
    events.record(
        verb="attempt.began", subject=f"attempt:{attempt.pk}", actor=attempt.user, data={"questions": len(items)}
    )
    return attempt
