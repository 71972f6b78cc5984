"""Many at once, with real threads and real connections: one duty, one notice, one confirmation, one report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from content.acknowledgement import reminding, rounds, summing
from content.acknowledgement.models import Acknowledgement, AtDealer, Duty, DutyDealer, Round
from portal.core.dispatch import kept_here
from portal.core.models import Event
from portal.notices.models import Notice
from tests import factories
from tests.content.acknowledgement.builders import asked, made_late, states, to_confirm
from tests.content.acknowledgement.test_confirming import confirmed
from tests.content.acknowledgement.test_reminding import manager_of

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 5


@pytest.fixture(autouse=True)
def content_types_of_the_next_test(transactional_db: None) -> Iterator[None]:
    """Emptying the tables takes the content types too; what was remembered of them is forgotten."""
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


def at_once(call: Callable[[], Any]) -> list[Any]:
    """What the call gives, begun so many times at the same moment."""
    start = Barrier(AT_ONCE)

    def run(_number: int) -> Any:
        start.wait(timeout=60)
        try:
            with kept_here():
                return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_sweeps_and_workers_ask_each_person_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "PIECE", 3)
    dealer = factories.DealerFactory()
    for number in range(8):
        factories.person(username=f"p{number}", dealer=dealer)
    with kept_here():
        edition = to_confirm()

    def work() -> None:
        rounds.begin_due()
        rounds.follow_all()
        for one in Round.objects.order_by("pk"):
            rounds.work(round_id=one.pk)

    at_once(work)
    work()
    assert Round.objects.count() == 1
    assert len(states(edition)) == Duty.objects.count() == DutyDealer.objects.count() == 8
    assert Notice.objects.filter(key=f"duty:{edition.pk}:given").count() == 8


def test_a_button_pressed_many_times_confirms_once() -> None:
    user = factories.person(username="quick", dealer=factories.DealerFactory())
    with kept_here():
        edition = asked()
    assert sorted(at_once(lambda: confirmed(user, edition))) == [False] * (AT_ONCE - 1) + [True]
    assert Acknowledgement.objects.count() == 1
    assert Event.objects.filter(verb="edition.confirmed").count() == 1


def test_many_reminding_and_summing_at_once_do_it_once() -> None:
    dealer = factories.DealerFactory()
    users = [factories.person(username=f"p{number}", dealer=dealer) for number in range(4)]
    manager = manager_of(dealer)
    with kept_here():
        edition = asked()
        for user in users:
            duty = made_late(edition, user, days=6)
            Duty.objects.filter(pk=duty.pk).update(remind_at=duty.due_at)

    def work() -> None:
        reminding.remind()
        summing.follow_touched()

    at_once(work)
    assert Notice.objects.filter(kind="duty.due").count() == 4
    assert [one.data["people"] for one in Notice.objects.filter(user=manager, kind="duty.late")] == [4]
    assert AtDealer.objects.values_list("open", "overdue").get() == (5, 4)
    assert summing.repair() == 0
