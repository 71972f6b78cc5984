"""Runs of rules: begun by the clock or a person, done by a job a piece at a time, stopped and gone on with.

A piece is one transaction: who is enrolled, what is recorded, and where the run goes on. A worker that dies loses the
piece that it was in, and another begins it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.models import User
from training.courses.api import Course, Registration, RegistrationRefused, register_many
from training.enrolment import matching
from training.enrolment.models import EnrolmentRule, RuleEnrolment, RuleRun

PIECE = 500
"""People in one transaction."""
STALLED_AFTER = timedelta(minutes=3)
"""A run that has not moved for so long has lost its worker."""
TASK = "training.enrolment.tasks.run"


class RunRefused(Refused):
    """The run is not begun or changed."""


def begin(*, actor: User | None, rule: EnrolmentRule, day: date | None = None, daily: bool = False) -> RuleRun:
    """Begin a run; a job does it. Raises RunRefused when the rule is not active or is running already."""
    day = day or timezone.localdate()
    if not rule.runs_on(day):
        raise RunRefused(_("Only a rule that is active today can run."))
    courses = list(rule.courses.order_by("title", "pk").values_list("pk", flat=True))
    expected = matching.matching(rule=rule, day=day).count() * len(courses)
    try:
        with transaction.atomic():
            run = RuleRun.objects.create(rule=rule, day=day, daily=daily, by=actor, courses=courses, expected=expected)
            events.record(verb="rule.run_begun", subject=f"rule:{rule.pk}", actor=actor, data={"run": run.pk})
            send_after_commit(TASK, run.pk)
    except IntegrityError as error:
        raise RunRefused(_("This rule is running already.")) from error
    return run


def begin_daily(*, day: date | None = None) -> list[RuleRun]:
    """Begin today's run of every active rule that has had none. Any number of times a day."""
    day = day or timezone.localdate()
    rules = EnrolmentRule.objects.filter(state=EnrolmentRule.State.ACTIVE, active_from__lte=day)
    rules = rules.filter(Q(active_until__isnull=True) | Q(active_until__gte=day))
    begun = []
    for rule in rules.exclude(runs__day=day, runs__daily=True).order_by("pk"):
        try:
            begun.append(begin(actor=None, rule=rule, day=day, daily=True))
        except RunRefused:
            continue  # A person's run of it is under way; the clock comes back.
    return begun


def stop(*, actor: User, run_id: int) -> None:
    """Stop a run after the piece that it is in. Raises RunRefused."""
    with transaction.atomic():
        run = _locked(run_id)
        if run.state not in RuleRun.OPEN:
            raise RunRefused(_("This run has ended."))
        RuleRun.objects.filter(pk=run_id).update(state=RuleRun.State.STOPPED)
        events.record(verb="rule.run_stopped", subject=f"rule:{run.rule_id}", actor=actor, data={"run": run_id})


def go_on(*, actor: User, run_id: int) -> None:
    """Go on with a stopped run where it stopped. Raises RunRefused."""
    try:
        with transaction.atomic():
            run = _locked(run_id)
            if run.state != RuleRun.State.STOPPED:
                raise RunRefused(_("Only a run that was stopped can go on."))
            RuleRun.objects.filter(pk=run_id).update(state=RuleRun.State.WAITING, beat_at=timezone.now())
            events.record(verb="rule.run_resumed", subject=f"rule:{run.rule_id}", actor=actor, data={"run": run_id})
            send_after_commit(TASK, run_id)
    except IntegrityError as error:
        raise RunRefused(_("This rule is running already.")) from error


def resume_stalled() -> list[int]:
    """Queue the runs whose worker has died, or whose message was lost."""
    since = timezone.now() - STALLED_AFTER
    stalled = list(
        RuleRun.objects.filter(state__in=RuleRun.OPEN, beat_at__lt=since).order_by("pk").values_list("pk", flat=True)
    )
    for run_id in stalled:
        send_after_commit(TASK, run_id)
    return stalled


def work(*, run_id: int, after_piece: Callable[[RuleRun], None] | None = None) -> None:
    """Do a run to its end, or until somebody stops it. Two workers at the same run take turns."""
    while (run := _piece(run_id)) is not None:
        if after_piece is not None:
            after_piece(run)


@transaction.atomic
def _piece(run_id: int) -> RuleRun | None:
    """The next piece; None when there is no more to do."""
    run = RuleRun.objects.select_for_update(of=("self",)).select_related("rule").filter(pk=run_id).first()
    if run is None or run.state not in RuleRun.OPEN:
        return None
    run.state, run.beat_at = RuleRun.State.RUNNING, timezone.now()
    if run.at_course >= len(run.courses):
        run.state, run.finished_at = RuleRun.State.DONE, timezone.now()
        run.save()
        events.record(
            verb="rule.run_done", subject=f"rule:{run.rule_id}", actor=run.by, data={"run": run.pk, "made": run.made}
        )
        return None
    course = matching.takeable().filter(pk=run.courses[run.at_course]).first()
    people = _next_people(run, course) if course is not None else []
    if course is None:
        run.note = RuleRun.Note.UNPUBLISHED
    elif people:
        _enrol(run, course, people)
    if len(people) < PIECE:
        run.at_course, run.after_user = run.at_course + 1, 0
    else:
        run.after_user = people[-1].pk
    run.save()
    return run


def _next_people(run: RuleRun, course: Course) -> list[User]:
    people = matching.matching(rule=run.rule, day=run.day).filter(pk__gt=run.after_user).only("pk")
    return list(matching.with_standing(people=people, rule=run.rule, course=course, day=run.day)[:PIECE])


def _enrol(run: RuleRun, course: Course, people: list[User]) -> None:
    standing = Counter(person.standing for person in people)  # type: ignore[attr-defined]
    try:
        made = enrol_people(rule=run.rule, course=course, people=people, day=run.day, run=run)
    except RegistrationRefused:
        run.note, made = RuleRun.Note.UNPUBLISHED, 0
    run.looked_at += len(people)
    run.made += made
    run.already += standing[matching.ALREADY]
    run.completed += standing[matching.COMPLETED]
    run.withdrawn += standing[matching.WITHDRAWN]


@transaction.atomic
def enrol_people(
    *, rule: EnrolmentRule, course: Course, people: list[User], day: date, run: RuleRun | None = None
) -> int:
    """Enrol those of `people` (with their standing) that the rule means; says how many are new. What was open is
    noted as the rule's once, with its due day, and then left alone. Raises RegistrationRefused."""
    wanted = [
        one.pk
        for one in people
        if one.standing == matching.NEW or (one.standing == matching.ALREADY and not one.linked)  # type: ignore[attr-defined]
    ]
    if not wanted:
        return 0
    due = day + timedelta(days=rule.due_days) if rule.due_days else None
    made, current = register_many(
        actor=run.by if run else None,
        course=course,
        due=dict.fromkeys(wanted, due),
        source=Registration.Source.RULE,
        reason=rule.reason,
        today=day,
    )
    links = [RuleEnrolment(rule=rule, registration=one, run=run) for one in [*made, *current]]
    RuleEnrolment.objects.bulk_create(links, ignore_conflicts=True)
    return len(made)


def enrol_person(*, user_id: int, day: date | None = None) -> int:
    """Apply every active rule to one person, whose membership has just begun or changed. Says how often they were
    enrolled."""
    day = day or timezone.localdate()
    made = 0
    for rule in EnrolmentRule.objects.filter(state=EnrolmentRule.State.ACTIVE).order_by("pk"):
        person = matching.matching(rule=rule, day=day).filter(pk=user_id)
        if not rule.runs_on(day) or not person.exists():
            continue
        for course in matching.takeable().filter(pk__in=rule.courses.values("pk")).order_by("pk"):
            people = list(matching.with_standing(people=person, rule=rule, course=course, day=day))
            try:
                made += enrol_people(rule=rule, course=course, people=people, day=day)
            except RegistrationRefused:
                continue  # Not published yet: the daily run finds it.
    return made


def _locked(run_id: int) -> RuleRun:
    run = RuleRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise RunRefused(_("There is no such run."))
    return run
