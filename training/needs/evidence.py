"""Keeping what shows a level: by the rules of the competencies, and by people. Keeping it twice keeps it once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.api import Viewer
from portal.network.models import User
from training.assessments.models import Attempt, AttemptItem, Mark
from training.certification.models import CertificationPeriod, PriorLearning, Standing
from training.certification.validity import add_months
from training.courses import api as courses
from training.courses.models import Registration
from training.needs.models import Competency, CompetencyEvidence, LevelRule
from training.needs.models.competence import HIGHEST

Source = CompetencyEvidence.Source
AT_ONCE = 1000
BY_PEOPLE = (Source.MANAGER, Source.PRIOR)


class RatingRefused(Refused):
    """The level is not kept; the reason says why."""


def keep(rows: Iterable[CompetencyEvidence]) -> None:
    """Add evidence; what is known by its key is not doubled. Sends for the sums of the people's dealers."""
    rows = list(rows)
    CompetencyEvidence.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
    for user_id in sorted({row.user_id for row in rows}):
        send_after_commit("training.needs.tasks.follow_person", user_id)


def of_registration(registration: Registration, rules: Iterable[LevelRule]) -> list[CompetencyEvidence]:
    """What a completed registration shows by these rules of its course."""
    assert registration.completed_at is not None  # noqa: S101
    day = timezone.localdate(registration.completed_at)
    return [
        _row(rule, registration.user_id, Source.COURSE, f"course:{rule.pk}", f"registration:{registration.pk}", day)
        for rule in rules
        if _enough(rule, registration.share)
    ]


def of_prior_learning(claim: PriorLearning, rules: Iterable[LevelRule]) -> list[CompetencyEvidence]:
    """What recognised prior learning shows by these rules of the course that it counts as, from the day on which it was
    learnt. Rules that ask for a score are not met: there is none."""
    found = []
    for rule in rules:
        if _enough(rule, None):
            key = f"prior_learning:{claim.pk}"
            row = _row(rule, claim.user_id, Source.PRIOR, f"course:{rule.pk}", key, claim.finished_on)
            row.note, row.by_id = claim.title, claim.decided_by_id
            found.append(row)
    return found


def of_attempt(attempt: Attempt, rules: Iterable[LevelRule]) -> list[CompetencyEvidence]:
    """What a graded attempt shows by these rules of its assessment: by its score, or by that of the questions with the
    rule's objective."""
    if attempt.state != Attempt.State.GRADED:
        return []
    day = timezone.localdate(attempt.submitted_at or timezone.now())
    found = []
    for rule in rules:
        if rule.objective:
            share = share_of_objective(attempt, rule.objective)
            least = Decimal(attempt.rules.get("pass_share", "1")) * 100
            shown = share is not None and share * 100 >= (least if rule.least_percent is None else rule.least_percent)
        else:
            shown = bool(attempt.passed) and _enough(rule, attempt.share)
        if shown:
            origin = f"assessment:{rule.pk}"
            found.append(_row(rule, attempt.user_id, Source.ASSESSMENT, origin, f"attempt:{attempt.pk}", day))
    return found


def share_of_objective(attempt: Attempt, objective: str) -> Decimal | None:
    """The share of the points of the questions with this objective; None when there are none. Two statements."""
    items = AttemptItem.objects.filter(attempt=attempt, question_version__question__objective=objective)
    points = dict(items.values_list("pk", "points"))
    newest: dict[int, Decimal] = {}
    for item, fraction, left_out in (
        Mark.objects.filter(item__in=points).order_by("pk").values_list("item", "fraction", "left_out")
    ):
        newest.pop(item, None)
        if not left_out:
            newest[item] = fraction
    most = sum((points[item] for item in newest), Decimal(0))
    won = sum((points[item] * max(fraction, Decimal(0)) for item, fraction in newest.items()), Decimal(0))
    return won / most if most else None


def of_period(period: CertificationPeriod, rules: Iterable[LevelRule]) -> list[CompetencyEvidence]:
    """What a certification shows by these rules of its scheme; nothing while it is suspended or revoked."""
    active = period.standing == Standing.ACTIVE
    changed = "" if period.standing_at is None else f":{period.standing_at.timestamp():.0f}"
    day = period.valid_from if active and period.standing_at is None else timezone.localdate(period.standing_at)
    found = []
    for rule in rules:
        key = f"period:{period.pk}{changed}"
        row = _row(rule, period.certification.user_id, Source.CERTIFICATION, f"scheme:{rule.pk}", key, day)
        row.level = rule.level if active else 0
        row.expires_on = period.expires_on if active else None
        found.append(row)
    return found


@transaction.atomic
def rate(
    *,
    viewer: Viewer,
    actor: User,
    user: User,
    competency_id: int,
    level: int,
    source: str = Source.MANAGER,
    expires_on: date | None = None,
    note: str = "",
) -> CompetencyEvidence:
    """A manager says what level one of their people has; staff of the maker of anybody. Raises NoSuchRegistration for
    who is not theirs, RatingRefused."""
    if user.pk == actor.pk:
        raise RatingRefused(_("Nobody rates themselves."))
    if not courses.may_manage(viewer=viewer, user=user):
        raise courses.NoSuchRegistration(_("There is no such person."))
    competency = Competency.objects.filter(pk=competency_id).first()
    if competency is None or not 0 <= level <= HIGHEST or source not in BY_PEOPLE:
        raise RatingRefused(_("Choose a competency and a level."))
    if source == Source.PRIOR and not note.strip():
        raise RatingRefused(_("Say what the prior learning was."))
    now = timezone.now()
    today = timezone.localdate(now)
    if expires_on is not None and expires_on < today:
        raise RatingRefused(_("The day until which it counts has passed."))
    row = CompetencyEvidence.objects.create(
        user=user,
        competency=competency,
        level=level,
        source=source,
        origin=source,
        key=f"{source}:{actor.pk}:{now.timestamp():.6f}",
        shown_on=today,
        expires_on=expires_on,
        note=note.strip()[:300],
        by=actor,
    )
    events.record(
        verb="competency.rated",
        subject=f"user:{user.pk}",
        actor=actor,
        data={"competency": competency.pk, "level": level, "source": str(source)},
    )
    send_after_commit("training.needs.tasks.follow_person", user.pk)
    return row


def from_records(*, competency_id: int) -> None:
    """What people did before the rules of a competency were written, by those rules. Doing it again adds nothing."""
    for rule in LevelRule.objects.filter(competency=competency_id).order_by("pk"):
        rows: list[CompetencyEvidence] = []
        for row in _records(rule):
            rows.append(row)
            if len(rows) == AT_ONCE:
                CompetencyEvidence.objects.bulk_create(rows, ignore_conflicts=True)
                rows = []
        CompetencyEvidence.objects.bulk_create(rows, ignore_conflicts=True)


def _records(rule: LevelRule) -> Iterable[CompetencyEvidence]:
    if rule.course_id is not None:
        done = Registration.objects.filter(course=rule.course_id, completed_at__isnull=False).order_by("pk")
        for registration in done.iterator(chunk_size=AT_ONCE):
            yield from of_registration(registration, [rule])
        recognised = PriorLearning.objects.filter(course=rule.course_id, state=PriorLearning.State.APPROVED)
        for claim in recognised.order_by("pk").iterator(chunk_size=AT_ONCE):
            yield from of_prior_learning(claim, [rule])
    elif rule.assessment_id is not None:
        graded = Attempt.objects.filter(assessment=rule.assessment_id, state=Attempt.State.GRADED).order_by("pk")
        for attempt in graded.iterator(chunk_size=AT_ONCE):
            yield from of_attempt(attempt, [rule])
    else:
        periods = CertificationPeriod.objects.filter(certification__scheme=rule.scheme_id).order_by("pk")
        for period in periods.select_related("certification").iterator(chunk_size=AT_ONCE):
            yield from of_period(period, [rule])


def _enough(rule: LevelRule, share: Decimal | None) -> bool:
    return rule.least_percent is None or (share is not None and share * 100 >= rule.least_percent)


def _row(rule: LevelRule, user_id: int, source: str, origin: str, what: str, day: date) -> CompetencyEvidence:
    fields: dict[str, Any] = {"user_id": user_id, "competency_id": rule.competency_id, "level": rule.level}
    expires_on = add_months(day, rule.months) if rule.months else None
    return CompetencyEvidence(
        **fields, source=source, origin=origin, key=f"{what}:{rule.pk}", shown_on=day, expires_on=expires_on
    )
