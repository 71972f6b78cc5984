"""Two at the same task at once, with real threads and connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.utils import timezone

from content.marketing.campaigns import giving_out, handing_in, judging, reminding
from content.marketing.campaigns.handing_in import TaskRefused
from content.marketing.campaigns.models import Campaign, DealerTask, HandIn
from portal.notices.models import Notice
from tests.content.marketing.campaigns import builders
from tests.content.marketing.campaigns.builders import DAY, task, throughout
from tests.content.marketing.campaigns.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _content_types_of_the_next_test(transactional_db: None) -> Iterator[None]:
    """The database is flushed after each test here, and its content types get new ids."""
    yield
    ContentType.objects.clear_cache()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each gave; the reason of one that was refused."""
    first = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        first.wait(timeout=30)
        try:
            return call()
        except TaskRefused as refused:
            return refused.reason
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def page(world: World) -> Campaign:
    """A running campaign with two tasks without photos."""
    due = timezone.now() + 2 * DAY
    tasks = [task(name, due, roles=[world.sales]) for name in ("One", "Two")]
    begins = timezone.now() - 2 * DAY
    return builders.campaign(programme=[throughout(tasks=tasks)], brands=[world.brand], begins=begins)


def test_two_workers_give_out_once_and_tell_once(world: World, page: Campaign) -> None:
    DealerTask.objects.all().delete()
    at_once(*[lambda: giving_out.give_out(campaign_id=page.pk)] * 3)
    assert DealerTask.objects.count() == 2
    at_once(*[reminding.tell_new] * 3, *[reminding.remind] * 2)
    told = (
        Notice.objects.filter(user=world.seller)
        .exclude(kind="campaign.begun")
        .order_by("kind")
        .values_list("kind", flat=True)
    )
    assert list(told) == ["campaign.due", "campaign.due", "campaign.tasks"]


def test_a_task_is_handed_in_once(world: World, page: Campaign) -> None:
    giving_out.give_out(campaign_id=page.pk)
    found = DealerTask.objects.order_by("pk").first()
    assert found is not None
    given = at_once(*[lambda: handing_in.hand_in(actor=world.seller, task=found)] * 3)
    assert sum(isinstance(one, HandIn) for one in given) == 1
    assert HandIn.objects.count() == 1


def test_an_answer_and_a_change_of_mind_do_not_both_happen(world: World, page: Campaign) -> None:
    giving_out.give_out(campaign_id=page.pk)
    found = DealerTask.objects.order_by("pk").first()
    assert found is not None
    made = handing_in.hand_in(actor=world.seller, task=found)
    at_once(
        lambda: judging.decide(actor=world.author, hand_in_id=made.pk, accept=True),
        lambda: handing_in.take_back(actor=world.seller, task=found),
        lambda: judging.decide(actor=world.author, hand_in_id=made.pk, accept=False, reason="Darker"),
    )
    found.refresh_from_db()
    made.refresh_from_db()
    assert (made.verdict, found.state) in {
        ("accepted", "accepted"),
        ("sent_back", "sent_back"),
        ("taken_back", "open"),
    }
    assert made.decided_at is not None
    assert timezone.now() - made.decided_at < timedelta(minutes=5)
