"""Whatever is retried, doubled, reordered or killed in between: who is reached is told once, and mailed once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.announcing import announcing, finding
from content.announcing.models import Announcement
from portal.core import outbox
from portal.core.models import OutboxEntry
from portal.network.models import Membership, User
from portal.notices.models import Mailing, Notice
from tests import factories
from tests.content.bulletins.builders import bulletin

PEOPLE = 7


class Died(BaseException):
    """A worker that is killed."""


def _dies(_piece: Announcement) -> None:
    raise Died


def _find() -> None:
    finding.find()


def _tell() -> None:
    for pk in announcing.tell_due():
        announcing.tell(announcement_id=pk)


def _tell_and_die() -> None:
    for pk in announcing.tell_due():
        with pytest.raises(Died):
            announcing.tell(announcement_id=pk, after_piece=_dies)


def _tell_out_of_turn() -> None:
    for pk in Announcement.objects.order_by("-pk").values_list("pk", flat=True):
        announcing.tell(announcement_id=pk)


def _time_passes() -> None:
    Announcement.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    OutboxEntry.objects.filter(status="sending").update(claimed_at=timezone.now() - timedelta(hours=1))
    outbox.sweep()
    OutboxEntry.objects.filter(status="pending").update(available_at=timezone.now())


def _mail() -> None:
    for entry in OutboxEntry.objects.filter(kind__startswith="notices.").order_by("-pk"):
        outbox.deliver(entry_id=entry.pk)


def _mail_again() -> None:
    """The broker gives everything out once more."""
    for entry in OutboxEntry.objects.filter(kind__startswith="notices.").order_by("pk"):
        OutboxEntry.objects.filter(pk=entry.pk, status="confirmed").delete()
        if not OutboxEntry.objects.filter(kind=entry.kind, key=entry.key, status="pending").exists():
            outbox.enqueue(kind=entry.kind, key=entry.key, payload=entry.payload)
    _mail()


def _mail_and_die() -> None:
    """The server takes the first, and the worker dies before it is noted."""
    send = EmailBackend.send_messages

    def takes_and_dies(self: EmailBackend, messages: list[object]) -> int:
        send(self, messages)
        raise Died

    entry = OutboxEntry.objects.filter(kind="notices.mail", status="pending").order_by("pk").first()
    if entry is None:
        return
    EmailBackend.send_messages = takes_and_dies  # type: ignore[method-assign, assignment]
    try:
        outbox.deliver(entry_id=entry.pk)
    except Died:
        pass
    finally:
        EmailBackend.send_messages = send  # type: ignore[method-assign]


STEPS = [_find, _tell, _tell_and_die, _tell_out_of_turn, _time_passes, _mail, _mail_again, _mail_and_die]


@pytest.mark.django_db
@pytest.mark.timeout(300)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=14))
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_exactly_once(steps, monkeypatch):
    monkeypatch.setattr(announcing, "PIECE", 3)
    mail.outbox.clear()
    role, dealer = factories.JobRoleFactory(), factories.DealerFactory()
    people = User.objects.bulk_create(
        User(username=f"p{role.pk}-{n}", email=f"p{role.pk}-{n}@example.com", password="!") for n in range(PEOPLE)
    )
    members = Membership.objects.bulk_create(Membership(user=one, dealer=dealer) for one in people)
    Membership.roles.through.objects.bulk_create(
        Membership.roles.through(membership_id=one.pk, jobrole_id=role.pk) for one in members
    )
    page = bulletin(
        title="Recall", category="recall", live=True, roles=[role], department=factories.DepartmentFactory()
    )
    edition = factories.edition(page, effective_from=timezone.now() - timedelta(minutes=1))
    for step in [*steps, _find, _time_passes, _tell, _time_passes, _mail, _time_passes, _mail]:
        step()
    told = Notice.objects.filter(key=f"edition:{edition.pk}:in_force")
    assert sorted(told.values_list("user", flat=True)) == sorted(one.pk for one in people)
    mails = Counter(one.to[0] for one in mail.outbox)
    assert set(mails.values()) == {1}
    assert len(mails) == PEOPLE
    assert Mailing.objects.filter(user__in=people).count() == PEOPLE
