"""A receiver, endpoints that lead to it, and what the workers do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from pytest_django import Settings

from portal.core import outbox
from portal.core.models import OutboxEntry
from portal.network.models import Dealer
from portal.webhooks import delivering
from portal.webhooks.api import register_event, tell
from portal.webhooks.models import Endpoint
from tests.portal.webhooks.receiver import Receiver, receiving

EVENT = "test.happened"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with receiving() as one:
        settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{one.port}"]
        settings.WEBHOOK_TIMEOUT_SECONDS = 0.6
        yield one


@pytest.fixture
def endpoint(db: None, receiver: Receiver) -> Callable[..., Endpoint]:
    register_event(EVENT, "Something happened")

    def made(dealer: Dealer | None = None, **more: object) -> Endpoint:
        facts = {"name": "DMS", "url": receiver.url, "events": [EVENT], "dealer": dealer, **more}
        return Endpoint.objects.create(**facts)

    return made


def happened(key: str = "k:1", **more: object) -> None:
    """Told, and spread to whom it concerns."""
    facts = {"event": EVENT, "key": key, "data": {"id": 17}, "dealers": [], **more}
    tell(**facts)  # type: ignore[arg-type]
    while entry := OutboxEntry.objects.filter(status="pending", available_at__lte=timezone.now()).first():
        assert outbox.deliver(entry_id=entry.pk)


def workers() -> None:
    """Everybody's turn, until nothing is due."""
    for pk in delivering.sweep():
        delivering.work(endpoint_id=pk)
