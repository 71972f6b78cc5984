"""On-the-job checks: some weeks after a course, the manager says whether it shows at work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Viewer
from portal.network.models import Membership, User
from portal.notices.api import Told, notify_many
from training.courses.api import Course, Registration, team
from training.evaluation.models import MOST_WEEKS, JobCheck, OnTheJobPlan

MOST_STATEMENTS = 20
LONGEST_STATEMENT = 300
LONGEST_COMMENT = 2000
LOWEST, HIGHEST = 1, 5
ASK = "job_check"
REMIND = "job_check_overdue"
REMINDERS = 3
"""One a week after it was due. Then nobody is asked any more."""
_BATCH = 500


class PlanRefused(Refused):
    """The plan cannot be kept as it is."""


class NoSuchCheck(Refused):
    """There is none that this manager may see."""


class RatingRefused(Refused):
    """The ratings were not kept."""


@transaction.atomic
def set_plan(
    *, actor: User, course: Course, is_active: bool, weeks: int, days: int, statements: Sequence[str]
) -> OnTheJobPlan:
    """Say what managers look at from now on. Checks that are planned keep their statements. Raises PlanRefused."""
    wanted = [text for one in statements if (text := " ".join(one.split()))]
    if is_active and not wanted:
        raise PlanRefused(_("Write at least one statement."))
    if len(wanted) > MOST_STATEMENTS:
        raise PlanRefused(_("At most %(most)s statements.") % {"most": MOST_STATEMENTS})
    if any(len(text) > LONGEST_STATEMENT for text in wanted):
        raise PlanRefused(_("A statement has at most %(most)s characters.") % {"most": LONGEST_STATEMENT})
    if len(set(wanted)) != len(wanted):
        raise PlanRefused(_("A statement is there twice."))
    if not (1 <= weeks <= MOST_WEEKS and 1 <= days <= 180):
        raise PlanRefused(_("The weeks or days are out of range."))
    plan, _made = OnTheJobPlan.objects.update_or_create(
        course=course, defaults={"is_active": is_active, "weeks": weeks, "days": days, "statements": wanted}
    )
    events.record(
        verb="job_plan.set", subject=f"course:{course.pk}", actor=actor, data={"active": is_active, "weeks": weeks}
    )
    return plan


def plan_check(registration: Registration) -> None:
    """Plan the check of somebody who has completed a course that asks for one. Once each."""
    plan = OnTheJobPlan.objects.filter(course=registration.course_id, is_active=True).first()
    if plan is None or registration.completed_at is None:
        return
    opens_on = timezone.localdate(registration.completed_at) + timedelta(weeks=plan.weeks)
    JobCheck.objects.get_or_create(
        registration=registration,
        defaults={
            "statements": plan.statements,
            "opens_on": opens_on,
            "due_on": opens_on + timedelta(days=plan.days),
        },
    )


def checks(*, viewer: Viewer) -> QuerySet[JobCheck]:
    """What the viewer is to look at: open checks of the people of their dealers today, not of themselves, the most
    urgent first. One statement; the caller pages it."""
    return _of_team(viewer).filter(rated_at__isnull=True, opens_on__lte=timezone.localdate(viewer.at))


def rated(*, viewer: Viewer) -> QuerySet[JobCheck]:
    """What was rated of the people of the viewer's dealers, the newest first."""
    return _of_team(viewer).filter(rated_at__isnull=False).order_by("-rated_at", "-pk")


def check(*, viewer: Viewer, check_id: int) -> JobCheck:
    """One of `checks` or `rated`. Raises NoSuchCheck."""
    today = timezone.localdate(viewer.at)
    found = _of_team(viewer).filter(pk=check_id, opens_on__lte=today).first()
    if found is None:
        raise NoSuchCheck(_("There is no such check."))
    return found


def _of_team(viewer: Viewer) -> QuerySet[JobCheck]:
    people = team(viewer=viewer).filter(~Q(pk=viewer.user_id)).order_by().values("pk")
    return (
        JobCheck.objects.filter(registration__user__in=people)
        .select_related("registration__user", "registration__course", "rated_by")
        .defer("registration__course__body")
        .order_by("due_on", "pk")
    )


@transaction.atomic
def rate(*, viewer: Viewer, actor: User, check_id: int, ratings: Sequence[int | None], comment: str = "") -> JobCheck:
    """Keep a manager's ratings, one for each statement, 1 to 5, or None for what they could not see. Once: what was
    rated stays. Raises NoSuchCheck, RatingRefused."""
    check(viewer=viewer, check_id=check_id)
    kept = JobCheck.objects.select_for_update().get(pk=check_id)
    if kept.rated_at is not None:
        raise RatingRefused(_("This check has been answered."))
    given = [one for one in ratings if one is not None]
    if len(ratings) != len(kept.statements) or any(not LOWEST <= one <= HIGHEST for one in given):
        raise RatingRefused(_("Rate every statement."))
    if not given:
        raise RatingRefused(_("Rate at least one statement."))
    if len(comment) > LONGEST_COMMENT:
        raise RatingRefused(_("Write at most %(most)s characters.") % {"most": LONGEST_COMMENT})
    kept.ratings, kept.rating = list(ratings), sum(given) / len(given)
    kept.comment, kept.rated_by, kept.rated_at = comment.replace("\0", "").strip(), actor, timezone.now()
    kept.save(update_fields=["ratings", "rating", "comment", "rated_by", "rated_at"])
    events.record(verb="job_check.rated", subject=f"registration:{kept.registration_id}", actor=actor)
    return kept


def ask_managers(*, today: date | None = None) -> int:
    """Tell managers of checks that have opened, and remind them of those that are late: each once. Says how many
    checks are open. Four statements a _BATCH."""
    today = today or timezone.localdate()
    longest = timedelta(weeks=REMINDERS + 1)
    rows = (
        JobCheck.objects.filter(rated_at__isnull=True, opens_on__lte=today, due_on__gt=today - longest)
        .select_related("registration__user", "registration__course")
        .defer("registration__course__body")
        .order_by("pk")
    )
    last, count = 0, 0
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        last, count = batch[-1].pk, count + len(batch)
        managers = _managers([one.registration.user_id for one in batch], today)
        notify_many(
            told
            for one in batch
            for manager in managers[one.registration.user_id]
            for told in _told(one, manager, today)
        )
    return count


def _told(one: JobCheck, manager: int, today: date) -> list[Told]:
    person, course = one.registration.user, one.registration.course
    data = {
        "person": person.get_full_name() or person.username,
        "course": course.title,
        "due": one.due_on.isoformat(),
    }
    url = reverse("evaluation:check", args=[one.pk])
    told = [Told(user_id=manager, kind=ASK, key=f"{ASK}:{one.pk}", data=data, url=url)]
    if (late := (today - one.due_on).days) > 0 and (week := (late - 1) // 7 + 1) <= REMINDERS:
        told.append(Told(user_id=manager, kind=REMIND, key=f"{REMIND}:{one.pk}:{week}", data=data, url=url))
    return told


def _managers(people: Sequence[int], today: date) -> dict[int, set[int]]:
    """Who manages each of the people on the day: the managers of their dealers, never they themselves. Two
    statements."""
    held = Membership.objects.on(today)
    dealers = list(held.filter(user__in=people).values_list("user_id", "dealer_id"))
    lead = defaultdict(set)
    of_dealers = held.filter(is_manager=True, user__is_active=True, dealer__in={dealer for _user, dealer in dealers})
    for dealer, manager in of_dealers.values_list("dealer_id", "user_id"):
        lead[dealer].add(manager)
    found: dict[int, set[int]] = defaultdict(set)
    for user, dealer in dealers:
        found[user] |= lead[dealer] - {user}
    return found


def asked(data: Mapping[str, Any]) -> str:
    """The sentence of a notice that a check has opened."""
    return _("On the job: say how %(person)s applies “%(course)s”, by %(day)s.") % _words(data)


def reminded(data: Mapping[str, Any]) -> str:
    """The sentence of a reminder."""
    return _("On the job: your look at %(person)s after “%(course)s” was due on %(day)s.") % _words(data)


def _words(data: Mapping[str, Any]) -> dict[str, str]:
    day = date_format(date.fromisoformat(data["due"]), "SHORT_DATE_FORMAT")
    return {"person": data["person"], "course": data["course"], "day": day}
