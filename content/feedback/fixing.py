"""Reports that an edition fixed: their reporters are told when it is in force, and they are open again when it is
withdrawn. Found by looking, so that a lost message costs a minute and nothing else."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from content.feedback import telling
from content.feedback.handling import reopen
from content.feedback.models import Report
from content.library.models import Edition

AT_ONCE = 500


def follow_editions() -> int:
    """Tell who waits for an edition that is in force by now, and open again what a withdrawn one had fixed. Running
    again does nothing. Returns how many reports."""
    return _reopen_withdrawn() + _tell_in_force()


def _reopen_withdrawn() -> int:
    fixed = Report.objects.filter(state=Report.State.FIXED, fixed_in__withdrawn_at__isnull=False)
    ids = list(fixed.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in ids:
        reopen(actor=None, report_id=pk)
    return len(ids)


def _tell_in_force() -> int:
    now = timezone.now()
    # Superseded since is in force too: what it fixed is fixed in its successor.
    issued = Edition.objects.issued(at=now).filter(manual__live=True).values("pk")
    due = Report.objects.filter(state=Report.State.FIXED, fix_told_at__isnull=True, fixed_in__in=issued)
    with transaction.atomic():
        held = due.select_related("fixed_in").select_for_update(of=("self",), skip_locked=True)
        rows = list(held.order_by("pk")[:AT_ONCE])
        telling.tell_fixed(rows)
        Report.objects.filter(pk__in=[row.pk for row in rows]).update(fix_told_at=now)
    return len(rows)
