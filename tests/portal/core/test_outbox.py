"""What the outbox promises: nothing lost, nothing doubled, the last state always follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.core import outbox
from portal.core.models import OutboxEntry

pytestmark = pytest.mark.django_db


def long_ago() -> datetime:
    """When a delivery must have begun to be taken for dead now."""
    return timezone.now() - timedelta(seconds=settings.OUTBOX_LEASE_SECONDS + 1)


@pytest.fixture
def delivered() -> Iterator[list[str]]:
    """Keys that the handler of kind "test" was called with; a key "broken..." fails."""
    keys: list[str] = []

    def handler(key: str, payload: dict[str, object]) -> None:
        if key.startswith("broken"):
            raise ConnectionError("the other side is away")
        keys.append(key)

    outbox.register(kind="test", handler=handler)
    yield keys
    outbox._handlers.pop("test")


def test_an_entry_is_delivered_after_commit(
    delivered: list[str], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        outbox.enqueue(kind="test", key="a")
        assert delivered == []
    assert delivered == ["a"]
    assert OutboxEntry.objects.get().status == OutboxEntry.Status.CONFIRMED


def test_a_rolled_back_change_owes_nothing(delivered: list[str]) -> None:
    def change_that_fails() -> None:
        with transaction.atomic():
            outbox.enqueue(kind="test", key="a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()
    assert not OutboxEntry.objects.exists()


def test_waiting_entries_of_one_key_are_one(delivered: list[str]) -> None:
    for _ in range(3):
        outbox.enqueue(kind="test", key="a")
    assert OutboxEntry.objects.count() == 1


def test_a_change_during_delivery_owes_again(delivered: list[str]) -> None:
    def handler(key: str, payload: dict[str, object]) -> None:
        delivered.append(key)
        if len(delivered) == 1:
            outbox.enqueue(kind="test", key=key)

    outbox.register(kind="test", handler=handler)
    outbox.enqueue(kind="test", key="a")
    outbox.deliver(entry_id=OutboxEntry.objects.get().pk)
    waiting = OutboxEntry.objects.get(status=OutboxEntry.Status.PENDING)
    assert outbox.deliver(entry_id=waiting.pk)
    assert delivered == ["a", "a"]


def test_a_failure_is_noted_and_due_again_later(delivered: list[str]) -> None:
    outbox.enqueue(kind="test", key="broken")
    entry = OutboxEntry.objects.get()
    assert not outbox.deliver(entry_id=entry.pk)
    entry.refresh_from_db()
    assert entry.status == OutboxEntry.Status.PENDING
    assert entry.attempts == 1
    assert "the other side is away" in entry.last_error
    assert entry.available_at > timezone.now()
    assert not outbox.deliver(entry_id=entry.pk)
    entry.refresh_from_db()
    assert entry.attempts == 1


def test_an_entry_is_not_delivered_twice(delivered: list[str]) -> None:
    outbox.enqueue(kind="test", key="a")
    entry = OutboxEntry.objects.get()
    assert outbox.deliver(entry_id=entry.pk)
    assert not outbox.deliver(entry_id=entry.pk)
    assert delivered == ["a"]


def test_the_sweep_brings_back_what_a_dead_worker_held(
    delivered: list[str], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    outbox.enqueue(kind="test", key="a")
    OutboxEntry.objects.update(status=OutboxEntry.Status.SENDING, claimed_at=long_ago())
    outbox.sweep()
    OutboxEntry.objects.update(available_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert outbox.sweep() == 1
    assert delivered == ["a"]


def test_the_sweep_queues_again_only_what_was_not_taken_up_in_time(delivered: list[str]) -> None:
    """A queue that is behind does not grow by all that waits in it, each time that somebody looks."""
    outbox.enqueue_many(kind="test", items=[("a", {}), ("b", {})])
    assert outbox.sweep() == 0
    lost = timezone.now() - timedelta(seconds=settings.OUTBOX_RESEND_SECONDS + 1)
    OutboxEntry.objects.filter(key="a").update(queued_at=lost)
    assert (outbox.sweep(), outbox.sweep()) == (1, 0)


def test_a_delivery_that_failed_is_queued_as_soon_as_it_is_due(delivered: list[str]) -> None:
    outbox.enqueue(kind="test", key="broken")
    outbox.deliver(entry_id=OutboxEntry.objects.get().pk)
    assert outbox.sweep() == 0
    OutboxEntry.objects.update(available_at=timezone.now())
    assert outbox.sweep() == 1


def test_a_stranded_entry_yields_to_a_newer_one(delivered: list[str]) -> None:
    outbox.enqueue(kind="test", key="a")
    OutboxEntry.objects.update(status=OutboxEntry.Status.SENDING, claimed_at=long_ago())
    outbox.enqueue(kind="test", key="a")
    outbox.sweep()
    assert OutboxEntry.objects.get().status == OutboxEntry.Status.PENDING


def test_the_operator_sees_what_is_late() -> None:
    outbox.enqueue(kind="test", key="new")
    outbox.enqueue(kind="test", key="old")
    OutboxEntry.objects.filter(key="old").update(created_at=timezone.now() - 2 * outbox.LATE_AFTER)
    assert [entry.key for entry in outbox.late()] == ["old"]


@pytest.fixture
def together() -> Iterator[list[list[str]]]:
    """Lists of keys that the handler of kind "many" was called with; a list with "broken" fails."""
    calls: list[list[str]] = []

    def handler(keys: Sequence[str]) -> None:
        calls.append(list(keys))
        if "broken" in keys:
            raise ConnectionError("the other side is away")

    outbox.register_together(kind="many", handler=handler, most=3)
    yield calls
    outbox._together.pop("many")


def owed(*keys: str) -> dict[str, int]:
    outbox.enqueue_many(kind="many", items=[(key, {}) for key in keys])
    return dict(OutboxEntry.objects.filter(kind="many").values_list("key", "pk"))


def test_an_entry_takes_those_along_that_wait(together: list[list[str]]) -> None:
    entries = owed("a", "b", "c", "d", "e")
    OutboxEntry.objects.filter(key="b").update(available_at=timezone.now() + timedelta(minutes=1))
    outbox.enqueue(kind="other", key="x")
    assert outbox.deliver(entry_id=entries["d"]) == 3
    assert [outbox.deliver(entry_id=entries[key]) for key in "abce"] == [0, 0, 0, 1]
    assert together == [["d", "a", "c"], ["e"]]
    waiting = OutboxEntry.objects.exclude(status=OutboxEntry.Status.CONFIRMED).order_by("pk")
    assert list(waiting.values_list("key", "attempts")) == [("b", 0), ("x", 0)]


def test_what_failed_together_is_delivered_alone(together: list[list[str]]) -> None:
    entries = owed("a", "broken", "c")
    assert outbox.deliver(entry_id=entries["a"]) == 0
    assert set(OutboxEntry.objects.values_list("status", "attempts")) == {(OutboxEntry.Status.PENDING, 1)}
    OutboxEntry.objects.update(available_at=timezone.now())
    assert [outbox.deliver(entry_id=pk) for pk in entries.values()] == [1, 0, 1]
    assert together == [["a", "broken", "c"], ["a"], ["broken"], ["c"]]
