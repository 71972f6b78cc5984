"""The demo's month of announcements: in people's inboxes on the right day, without a mail, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from content.announcing.models import Announcement
from portal.core.models import OutboxEntry
from portal.demo.distribution.announcements import build
from portal.notices import owing
from portal.notices.models import Mailing, Notice
from portal.webhooks.models import Delivery, Endpoint
from tests import factories
from tests.content.bulletins.builders import bulletin


@pytest.mark.django_db
def test_a_month_is_told_without_a_mail() -> None:
    dealers = [factories.DealerFactory(code=code) for code in ("CE-101", "EC-301")]
    people = [factories.MembershipFactory(dealer=dealers[n % 2]).user for n in range(10)]
    page = bulletin(title="Recall", category="recall", live=True, department=factories.DepartmentFactory())
    day = timezone.now() - timedelta(days=10)
    factories.edition(page, effective_from=day, ready_at=day)
    for _again in range(2):
        build()
    told = Notice.objects.all()
    assert sorted(told.values_list("user", flat=True)) == sorted(one.pk for one in people)
    assert set(told.values_list("created_at", flat=True)) == {day}
    assert 0 < told.filter(read_at__isnull=True).count() < len(people)
    assert Announcement.objects.get().finished_at == day
    assert set(Mailing.objects.values_list("state", flat=True)) == {Mailing.State.SENT}
    owing.owe_mails(now=timezone.now().replace(hour=23))
    assert not OutboxEntry.objects.filter(status="pending", kind__startswith="notices.").exists()
    assert not OutboxEntry.objects.filter(status="pending", kind="webhooks.event").exists()
    assert mail.outbox == []
    states = dict(Endpoint.objects.values_list("dealer__code", "state"))
    assert states == {"CE-101": Endpoint.State.PAUSED, "EC-301": Endpoint.State.DISABLED}
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.DELIVERED, Delivery.State.GIVEN_UP}
