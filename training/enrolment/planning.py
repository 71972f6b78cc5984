"""What a file of enrolments would do, line by line, and doing it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Viewer, with_team
from portal.network.models import User
from training.courses.api import Course, Registration, RegistrationRefused, register_many
from training.enrolment.identifying import find_people
from training.enrolment.models import EnrolmentFile
from training.enrolment.parsing import Line

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


class AlreadyApplied(Refused):
    """The file has been applied before."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line would do: enrol, change what is open, nothing; or why it is refused."""

    line: Line
    kind: str
    refusal: str = ""
    user_id: int | None = None
    course: Course | None = None
    due_on: date | None = None


def plan(*, viewer: Viewer, lines: Sequence[Line], today: date | None = None) -> list[Outcome]:
    """The outcome of every line, in their order. A number of statements that does not depend on how many they are.
    People whom the viewer may not enrol, and courses that neither they nor their team may see, are as none."""
    today = today or timezone.localdate()
    people = find_people(viewer=viewer, names={line.person for line in lines})
    numbers = {line.course for line in lines}
    visible = (
        Course.objects.visible_to(with_team(viewer=viewer))
        .filter(document_number__in=numbers, versions__isnull=False)
        .distinct()
    )
    courses = {one.document_number: one for one in visible.defer("body", "objectives").order_by("pk")}
    outcomes: list[Outcome] = []
    first_at: dict[tuple[int | None, int], int] = {}
    for line in lines:
        outcome = _judge(line, people, courses, today)
        if outcome.course is not None:
            key = (outcome.user_id, outcome.course.pk)
            before = first_at.setdefault(key, line.number)
            if before != line.number:
                outcome = Outcome(line, REFUSED, _("The same person and course stand in line %d.") % before)
        outcomes.append(outcome)
    return _against_what_is_open(outcomes)


def _judge(line: Line, people: dict[str, set[int]], courses: dict[str, Course], today: date) -> Outcome:
    found = people.get(line.person.lower(), set())
    due_on = day_of(line.due) if line.due else None
    if not line.person:
        refusal = _("No person is named.")
    elif not found:
        refusal = _("There is no such person among those whom you may enrol.")
    elif len(found) > 1:
        refusal = _("More than one person is meant. Use the user name.")
    elif line.course not in courses:
        refusal = _("There is no such course.")
    elif line.due and due_on is None:
        refusal = _("The day cannot be read. Write it as 2026-03-01.")
    elif due_on is not None and due_on < today:
        refusal = _("The day by which it is due has passed.")
    else:
        return Outcome(line, NEW, user_id=min(found), course=courses[line.course], due_on=due_on)
    return Outcome(line, REFUSED, refusal)


def day_of(text: str) -> date | None:
    """2026-03-01, 2026/3/1, 2026.3.1 or 2026年3月1日; None when it is no day."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _against_what_is_open(outcomes: list[Outcome]) -> list[Outcome]:
    wanted = [one for one in outcomes if one.course is not None]
    rows = Registration.objects.filter(
        user__in={one.user_id for one in wanted},
        course__in={one.course.pk for one in wanted if one.course},
        state__in=Registration.OPEN,
    ).order_by("pk")
    current = {
        (user, course): (state, due)
        for user, course, state, due in rows.values_list("user", "course", "state", "due_on")
    }
    return [_compared(one, current) for one in outcomes]


def _compared(one: Outcome, current: dict[tuple[int, int], tuple[str, date | None]]) -> Outcome:
    if one.course is None or one.user_id is None or (one.user_id, one.course.pk) not in current:
        return one
    state, due = current[one.user_id, one.course.pk]
    closer = one.due_on is not None and (due is None or one.due_on < due)
    kind = CHANGED if closer or state == Registration.State.REQUESTED else SAME
    return Outcome(one.line, kind, user_id=one.user_id, course=one.course, due_on=one.due_on if closer else due)


@transaction.atomic
def apply(*, viewer: Viewer, actor: User, file_id: int, today: date | None = None) -> EnrolmentFile:
    """Do what the file says now: planned again, because who may be enrolled can have changed since it was shown.
    Raises AlreadyApplied."""
    file = EnrolmentFile.objects.select_for_update().get(pk=file_id, by=actor)
    if file.applied_at is not None:
        raise AlreadyApplied(_("This file has been applied already."))
    source = Registration.Source.TRAINER if viewer.everything else Registration.Source.MANAGER
    outcomes = plan(viewer=viewer, lines=read_lines(file), today=today)
    due: defaultdict[int, dict[int, date | None]] = defaultdict(dict)
    courses: dict[int, Course] = {}
    for one in outcomes:
        if one.kind in (NEW, CHANGED) and one.course is not None and one.user_id is not None:
            courses[one.course.pk] = one.course
            due[one.course.pk][one.user_id] = one.due_on
    for course_id, course in courses.items():
        try:
            made, _current = register_many(actor=actor, course=course, due=due[course_id], source=source, today=today)
        except RegistrationRefused:
            file.refused += len(due[course_id])
            continue
        file.made += len(made)
        file.changed += len(due[course_id]) - len(made)
    file.refused += sum(one.kind == REFUSED for one in outcomes)
    file.applied_at = timezone.now()
    file.save()
    events.record(
        verb="enrolment_file.applied",
        subject=f"enrolment_file:{file.pk}",
        actor=actor,
        data={"made": file.made, "changed": file.changed, "refused": file.refused},
    )
    return file


def keep(*, actor: User, name: str, lines: Sequence[Line]) -> EnrolmentFile:
    """Keep the lines of a file until the person has seen what they would do."""
    kept = [[line.number, line.person, line.course, line.due] for line in lines]
    return EnrolmentFile.objects.create(by=actor, name=name[:255], lines=kept)


def read_lines(file: EnrolmentFile) -> list[Line]:
    """The lines of a kept file."""
    return [Line(*line) for line in file.lines]
