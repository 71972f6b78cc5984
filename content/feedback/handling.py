"""The department's side: taking a report up, answering it, and closing it by the edition that fixed it or with a
reason. Every step holds the report's row, so that of two people one decides."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from content.feedback import telling
from content.feedback.models import LONGEST_TEXT, Remark, Report
from content.feedback.saying import FeedbackRefused
from content.library.api import NotVisible
from content.library.models import Edition
from portal.core import events
from portal.network.authorship import departments_held
from portal.network.models import User

State = Report.State
MOST_AT_ONCE = 200
"""Reports in one step of a list."""


@transaction.atomic
def assign(*, actor: User, report_id: int, to: User | None) -> Report:
    """Give a report to somebody who writes for its department, or to nobody; a new one is in work by that. Raises
    NotVisible, FeedbackRefused."""
    found = _held(actor, report_id)
    _refuse_closed(found)
    if to is not None and found.department_id not in departments_held(to):
        raise FeedbackRefused(_("This person does not write for the department."))
    found.assigned_to = to
    if to is not None and found.state == State.NEW:
        found.state = State.IN_WORK
    _keep(found, "feedback.assigned", actor, {"to": to.pk if to else None})
    if to is not None and to.pk != actor.pk:
        telling.tell_assigned(found)
    return found


@transaction.atomic
def answer(*, actor: User, report_id: int, text: str) -> Report:
    """Answer the reporter, who is told. Raises NotVisible, FeedbackRefused."""
    found = _held(actor, report_id)
    _refuse_closed(found)
    remark = _say(found, actor, text)
    found.state = State.ANSWERED
    found.assigned_to = found.assigned_to or actor
    _keep(found, "feedback.answered", actor)
    telling.settle_authors(found)
    telling.tell_answered(found, remark)
    return found


@transaction.atomic
def leave(*, actor: User, report_id: int, reason: str) -> Report:
    """Close a report without a change, with the reason, which the reporter is told. Raises NotVisible,
    FeedbackRefused."""
    found = _held(actor, report_id)
    _refuse_closed(found)
    remark = _say(found, actor, reason)
    found.state = State.NO_CHANGE
    _keep(found, "feedback.closed", actor)
    telling.settle_authors(found)
    telling.tell_closed(found, remark)
    return found


def leave_many(*, actor: User, report_ids: Collection[int], reason: str) -> int:
    """Close many with one reason: all of them, or none. Returns how many; those that are closed already are passed
    over. Raises NotVisible, FeedbackRefused."""
    if len(report_ids) > MOST_AT_ONCE:
        raise FeedbackRefused(_("At most %(most)s reports at once.") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        held = _theirs(actor).filter(pk__in=report_ids).exclude(state__in=Report.CLOSED).order_by("pk")
        open_ids = list(held.values_list("pk", flat=True))
        for pk in open_ids:
            leave(actor=actor, report_id=pk, reason=reason)
    return len(open_ids)


def assign_many(*, actor: User, report_ids: Collection[int], to: User) -> int:
    """Give many to one person: all of them, or none. Returns how many; closed ones are passed over. Raises
    NotVisible, FeedbackRefused."""
    if len(report_ids) > MOST_AT_ONCE:
        raise FeedbackRefused(_("At most %(most)s reports at once.") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        held = _theirs(actor).filter(pk__in=report_ids).exclude(state__in=Report.CLOSED).order_by("pk")
        open_ids = list(held.values_list("pk", flat=True))
        for pk in open_ids:
            assign(actor=actor, report_id=pk, to=to)
    return len(open_ids)


@transaction.atomic
def fix(*, actor: User, report_id: int, edition: Edition, text: str = "") -> Report:
    """Close a report by an edition of its publication, in force now or later. The reporter is told when it comes into
    force (`content.feedback.fixing`). Raises NotVisible, FeedbackRefused."""
    found = _held(actor, report_id)
    _refuse_closed(found)
    if found.manual_id is None or edition.manual_id != found.manual_id:
        raise FeedbackRefused(_("This edition is of another publication."))
    if edition.withdrawn_at is not None or edition.state == Edition.State.FAILED:
        raise FeedbackRefused(_("This edition is withdrawn or could not be read."))
    if edition.pk == found.edition_id:
        raise FeedbackRefused(_("This is the edition that the report is about. A later one can have fixed it."))
    if text.strip():
        _say(found, actor, text)
    found.state, found.fixed_in, found.fix_told_at = State.FIXED, edition, None
    _keep(found, "feedback.fixed", actor, {"edition": edition.pk})
    telling.settle_authors(found)
    return found


def fix_many(*, actor: User, report_ids: Collection[int], edition: Edition) -> int:
    """Close many by one edition: all of them, or none. Returns how many. Raises NotVisible, FeedbackRefused."""
    if len(report_ids) > MOST_AT_ONCE:
        raise FeedbackRefused(_("At most %(most)s reports at once.") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        for pk in sorted(report_ids):
            fix(actor=actor, report_id=pk, edition=edition)
    return len(report_ids)


@transaction.atomic
def reopen(*, actor: User | None, report_id: int) -> Report:
    """Take up a closed report again: by hand, or because the edition that fixed it was taken back (no actor). Raises
    NotVisible, FeedbackRefused."""
    found = _held(actor, report_id)
    if not found.is_closed:
        raise FeedbackRefused(_("This report is open."))
    found.state, found.fixed_in, found.fix_told_at = State.IN_WORK, None, None
    try:
        with transaction.atomic():
            _keep(found, "feedback.reopened", actor)
    except IntegrityError:
        # The reporter has said it anew meanwhile; that report waits, and this one is answered.
        found.state = State.ANSWERED
        _keep(found, "feedback.reopened", actor)
    return found


def _theirs(actor: User) -> QuerySet[Report]:
    return Report.objects.filter(department__in=departments_held(actor))


def _held(actor: User | None, report_id: int) -> Report:
    """The report with its row locked, if the person writes for its department; nobody is the portal itself."""
    rows = Report.objects.all() if actor is None else _theirs(actor)
    found: Report | None = rows.select_for_update(of=("self",)).filter(pk=report_id).first()
    if found is None:
        raise NotVisible
    return found


def _refuse_closed(found: Report) -> None:
    if found.is_closed:
        raise FeedbackRefused(_("This report is closed already."))


def _say(found: Report, actor: User, text: str) -> Remark:
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not clean:
        raise FeedbackRefused(_("Say something to the reporter."))
    if len(clean) > LONGEST_TEXT:
        raise FeedbackRefused(_("At most %(most)s characters.") % {"most": LONGEST_TEXT})
    return Remark.objects.create(report=found, author=actor, from_department=True, text=clean)


def _keep(found: Report, verb: str, actor: User | None, data: dict[str, object] | None = None) -> None:
    found.changed_at = timezone.now()
    found.save(update_fields=["state", "assigned_to", "fixed_in", "fix_told_at", "changed_at"])
    events.record(verb=verb, subject=f"feedback:{found.pk}", actor=actor, data=data)
