"""What the scheduler asks of the library."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from content.library.models import Manual
from content.library.tasks import publish_scheduled
from tests import factories


@pytest.mark.django_db
def test_a_manual_is_taken_down_when_its_time_has_come() -> None:
    past, kept = factories.manual(), factories.manual()
    now = timezone.now()
    Manual.objects.filter(pk=past.pk).update(expire_at=now - timedelta(minutes=1))
    Manual.objects.filter(pk=kept.pk).update(expire_at=now + timedelta(days=1))
    publish_scheduled()
    past.refresh_from_db()
    kept.refresh_from_db()
    assert (past.live, past.expired) == (False, True)
    assert (kept.live, kept.expired) == (True, False)


@pytest.mark.django_db
def test_a_draft_is_published_when_its_time_has_come() -> None:
    due, later = factories.manual(live=False), factories.manual(live=False)
    now = timezone.now()
    for manual, moment in ((due, now - timedelta(minutes=1)), (later, now + timedelta(days=1))):
        manual.go_live_at = moment
        manual.save_revision(approved_go_live_at=moment)
    publish_scheduled()
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.live, later.live) == (True, False)
