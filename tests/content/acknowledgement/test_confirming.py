"""Confirming an edition: once, by who is asked, for what is in force; the record outlives everything."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from content.acknowledgement.confirming import ConfirmationRefused, confirm
from content.acknowledgement.models import Acknowledgement, Duty
from content.library import api as library
from content.library.models import Edition, Manual
from portal.core.append_only import statements
from portal.core.models import Event
from portal.network.api import viewer_for
from portal.network.models import User
from portal.notices.models import Notice
from tests import factories
from tests.content.acknowledgement.builders import a_moment_ago, asked, states, sweep

pytestmark = pytest.mark.django_db


def confirmed(user: User, edition: Edition) -> bool:
    viewer = viewer_for(user=user)
    return confirm(viewer=viewer, user=user, manual_id=edition.manual_id, edition_id=edition.pk)


def test_what_is_kept(technician: User) -> None:
    edition = asked(title="Brakes", language="zh-hans")
    assert confirmed(technician, edition)
    record = Acknowledgement.objects.get()
    assert (record.user, record.edition, record.sha256) == (technician, edition, edition.sha256)
    assert (record.title, record.label, record.dealer.code) == ("Brakes", "A", "D-TECH")
    assert record.wording
    assert timezone.now() - record.at < timezone.timedelta(minutes=1)
    assert states(edition) == {"technician": "confirmed"}
    assert Notice.objects.get(user=technician).read_at is not None
    assert Event.objects.get(verb="edition.confirmed").data["sha256"] == edition.sha256


def test_the_words_of_the_publication(technician: User) -> None:
    edition = asked(confirm_wording="I have checked my stock.")
    confirmed(technician, edition)
    assert Acknowledgement.objects.get().wording == "I have checked my stock."


def test_twice_is_once(technician: User) -> None:
    edition = asked()
    assert [confirmed(technician, edition), confirmed(technician, edition)] == [True, False]
    assert Acknowledgement.objects.count() == 1
    assert Event.objects.filter(verb="edition.confirmed").count() == 1


def test_a_row_for_each_dealer(technician: User) -> None:
    factories.MembershipFactory(user=technician, dealer=factories.DealerFactory(code="D-TWO"))
    edition = asked()
    confirmed(technician, edition)
    assert sorted(Acknowledgement.objects.values_list("dealer__code", flat=True)) == ["D-TECH", "D-TWO"]


def test_only_what_is_in_force(technician: User) -> None:
    first = asked(label="A")
    factories.edition(first.manual, label="B", effective_from=a_moment_ago())
    with pytest.raises(ConfirmationRefused, match="no longer in force"):
        confirmed(technician, first)
    assert not Acknowledgement.objects.exists()


def test_only_what_one_may_see(technician: User, outsider: User) -> None:
    edition = asked(dealers=[outsider.memberships.get().dealer])
    with pytest.raises(library.NotVisible):
        confirmed(technician, edition)
    Manual.objects.update(live=False)
    with pytest.raises(library.NotVisible):
        confirmed(outsider, edition)


def test_only_who_is_asked(technician: User, oem_user: User) -> None:
    edition = asked()
    with pytest.raises(ConfirmationRefused, match="not asked"):
        confirmed(oem_user, edition)
    Duty.objects.update(state="released")
    with pytest.raises(ConfirmationRefused, match="not asked"):
        confirmed(technician, edition)


def test_the_record_of_a_superseded_edition_and_of_who_left_stays(technician: User) -> None:
    first = asked(label="A")
    confirmed(technician, first)
    factories.edition(first.manual, label="B", effective_from=a_moment_ago())
    technician.memberships.update(ends=timezone.localdate() - timezone.timedelta(days=1))
    sweep()
    assert states(first) == {"technician": "confirmed"}
    assert Acknowledgement.objects.get().dealer.code == "D-TECH"
    technician.delete()
    Manual.objects.get(pk=first.manual_id).delete()
    record = Acknowledgement.objects.get()
    assert (record.person, record.label, record.sha256) == ("technician", "A", first.sha256)
    assert (record.user, record.edition_id) == (None, first.pk)


@pytest.fixture
def guarded(db: None) -> None:
    """The table as the migration leaves it (tests make their tables without migrations)."""
    meta = Acknowledgement._meta
    columns = [field.column for field in meta.concrete_fields]
    with connection.cursor() as cursor:
        for sql in statements(vendor=connection.vendor, table=meta.db_table, columns=columns, emptied="user_id"):
            cursor.execute(sql)


def test_a_record_is_neither_changed_nor_deleted(guarded: None, technician: User) -> None:
    edition = asked()
    confirmed(technician, edition)
    record = Acknowledgement.objects.get()
    with pytest.raises(TypeError):
        record.save()
    with pytest.raises(TypeError):
        record.delete()
    for change in (
        lambda: Acknowledgement.objects.update(sha256="0" * 64),
        lambda: Acknowledgement.objects.filter(pk=record.pk)._raw_delete(using="default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    technician.delete()
    edition.manual.delete()
    assert (Acknowledgement.objects.get().user, Acknowledgement.objects.get().sha256) == (None, edition.sha256)
