"""Events are added and nothing else: the database refuses the rest, and the seals show what was done past it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.core import events, sealing
from portal.core.append_only import statements
from portal.core.models import Event, EventSeal
from portal.network.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded(db: None) -> None:
    """The table as the migration leaves it (tests make their tables without migrations)."""
    meta = Event._meta
    columns = [field.column for field in meta.concrete_fields]
    with connection.cursor() as cursor:
        for sql in statements(vendor=connection.vendor, table=meta.db_table, columns=columns, emptied="actor_id"):
            cursor.execute(sql)


def written(number: int, *, actor: User | None = None, days_ago: int = 1) -> list[Event]:
    """So many events, written a while ago."""
    at = timezone.now() - timedelta(days=days_ago)
    return [
        Event.objects.create(
            verb="edition.withdrawn", subject=f"edition:{n}", actor=actor, data={"n": n, "字": "é"}, at=at
        )
        for n in range(number)
    ]


def test_the_database_refuses_to_change_or_delete_an_event(guarded: None, technician: User) -> None:
    (event,) = written(1, actor=technician)
    rows = Event.objects.filter(pk=event.pk)
    other = factories.UserFactory()
    for changed in ({"verb": "x"}, {"subject": "x"}, {"data": {}}, {"at": timezone.now()}, {"actor": other}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**changed)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(actor=None, verb="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Event._meta.db_table}")
    kept = rows.get()
    assert (kept.verb, kept.actor, kept.data) == ("edition.withdrawn", technician, {"n": 0, "字": "é"})
    events.record(verb="still.written", subject="x:1", actor=technician)


def test_a_deleted_person_is_taken_out_of_what_they_did(guarded: None) -> None:
    user = factories.UserFactory()
    (event,) = written(1, actor=user)
    user.delete()
    event.refresh_from_db()
    assert event.actor is None


def test_python_refuses_as_well(technician: User) -> None:
    (event,) = written(1)
    for change in (event.save, event.delete):
        with pytest.raises(TypeError):
            change()


def test_seals_hold_until_somebody_goes_past_the_portal() -> None:
    written(3)
    first = sealing.seal()
    assert first is not None
    assert sealing.seal() is None
    written(2)
    written(1, days_ago=0)
    second = sealing.seal()
    assert second is not None
    assert second.first_id == first.last_id + 1
    assert sealing.verify().broken is None
    assert sealing.verify().seals == 2
    at = Event.objects.order_by("pk").first()
    assert at is not None
    for changed in ({"verb": "x"}, {"data": {"n": 9}}, {"at": timezone.now()}, {"subject": "edition:9"}):
        before = {name: getattr(at, name) for name in changed}
        Event.objects.filter(pk=at.pk).update(**changed)
        assert sealing.verify().broken == first
        Event.objects.filter(pk=at.pk).update(**before)
        assert sealing.verify().broken is None
    Event.objects.filter(pk=second.first_id).delete()
    assert sealing.verify().broken == second
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=StringIO())


def test_a_seal_made_anew_does_not_fit_the_next() -> None:
    """Whoever changes an event and its seal has to change every seal after it: a kept copy of the last one shows it."""
    written(1)
    first = sealing.seal()
    written(1)
    sealing.seal()
    assert first is not None
    Event.objects.filter(pk=first.last_id).update(verb="x")
    records, actors, _number = sealing.digests(sealing._rows(first.first_id, first.last_id), before=("", ""))
    EventSeal.objects.filter(pk=first.pk).update(records=records, actors=actors)
    assert sealing.verify().broken == EventSeal.objects.last()


def test_a_person_who_is_gone_is_said_apart() -> None:
    user = factories.UserFactory()
    written(1, actor=user)
    made = sealing.seal()
    written(1)
    sealing.seal()
    assert sealing.verify().unsure is None
    user.delete()
    found = sealing.verify()
    assert (found.broken, found.unsure, found.seals) == (None, made, 2)
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert "a person was deleted since" in said.getvalue()
